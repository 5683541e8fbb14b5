package dev.pilothouse.ui.reviewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.RunNote;
import dev.pilothouse.model.RunState;
import dev.pilothouse.model.RunStatus;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.ui.FakeHost;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReviewerPresenterTest {
    private static final SessionId SESSION = new SessionId("s1");

    private final FakeHost host = new FakeHost("h1", "desk", true, Instant.EPOCH)
            .agents(List.of(agent("one", true), agent("two", true), agent("missing", false)));
    private final Map<String, String> stored = new HashMap<>();
    private final Preferences kept = new Preferences() {
        @Override
        public Optional<String> get(String name) {
            return Optional.ofNullable(stored.get(name));
        }

        @Override
        public void put(String name, String value) {
            stored.put(name, value);
        }
    };

    private static AgentInfo agent(String id, boolean installed) {
        return new AgentInfo(new AgentId(id), "Agent " + id, installed, id, "", List.of());
    }

    private ReviewerPresenter presenter() {
        return new ReviewerPresenter(host.link(), SESSION, kept, Runnable::run);
    }

    private static Run run(String id, RunState state, HostText sentence) {
        return new Run(
                new RunId(id),
                RunKind.REVIEW,
                "Fix",
                "/work",
                new JobRequest(new DeviceId("d1"), "Phone", Scope.STEER, SESSION, Instant.EPOCH),
                new RunStatus(state, null, sentence, null),
                List.of(),
                List.of(new RunNote(Instant.EPOCH, HostText.of(HostTextCode.REVIEW_ROUND_ONE, 1))),
                Map.of("round", "1", "rounds", "3"));
    }

    @Test
    void theChosenAgentReviewsAndIsRememberedWithItsModel() {
        host.scope(Scope.STEER);
        ReviewerPresenter presenter = presenter();
        assertThat(presenter.shownProperty().get().agents())
                .extracting(AgentInfo::name)
                .containsExactly("Agent one", "Agent two");
        presenter.agentProperty().set(presenter.shownProperty().get().agents().get(1));
        presenter.modelProperty().set("large");
        presenter.focusProperty().set("\"Races\"\nonly");

        presenter.onStart();

        assertThat(host.runCommands)
                .containsExactly("start REVIEW {\"agent\":\"two\",\"focus\":\"\\\"Races\\\"\\u000aonly\","
                        + "\"model\":\"large\",\"session\":\"s1\"}");
        ReviewerPresenter again = presenter();
        assertThat(again.agentProperty().get()).isEqualTo(agent("two", true));
        assertThat(again.modelProperty().get()).isEqualTo("large");
    }

    @Test
    void aReviewThatRunsIsShownAndEnded() {
        host.scope(Scope.STEER);
        host.runs(run("r1", RunState.WAITING_FOR_YOU, HostText.of(HostTextCode.REVIEW_CHOOSE)));
        ReviewerPresenter presenter = presenter();

        assertThat(presenter.mayStart()).isFalse();
        assertThat(presenter.shownProperty().get().review().lines()).containsExactly("Round 1: 1 finding.");
        presenter.onEnd();
        host.runs(run("r1", RunState.RUNNING, HostText.NONE));
        presenter.render();
        presenter.onEnd();
        assertThat(host.runCommands).containsExactly("finish r1 {}", "stop r1 {}");
    }

    @Test
    void aDeviceThatMayOnlyLookStartsNone() {
        host.scope(Scope.VIEW);
        ReviewerPresenter presenter = presenter();

        presenter.onStart();

        assertThat(presenter.shownProperty().get().hindrance()).contains("steer");
        assertThat(host.runCommands).isEmpty();
    }

    @Test
    void aRefusalIsShown() {
        host.scope(Scope.STEER);
        host.runRefusal = HostText.of(HostTextCode.REVIEW_SESSION_TAKEN);
        ReviewerPresenter presenter = presenter();

        presenter.onStart();

        assertThat(presenter.shownProperty().get().problem()).contains("Another run");
        assertThat(presenter.mayStart()).isTrue();
    }
}
