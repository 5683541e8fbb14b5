package dev.pilothouse.ui.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.WhenBusy;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.status.SessionKey;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A last turn that did not finish can be tried again. */
class RetryTest {
    private static final List<Attachment> WITH = List.of(
            new Attachment.Blob(new BlobId("b1"), "a.png", "image/png", 3, null),
            new Attachment.ProjectFile("src/A.java"));

    private final FakeHost host = new FakeHost("h1", "desk", true, SampleHosts.NOW);
    private final SessionId session = host.create("s1", "OpenCode", "/home/ada/shop", "shop");
    private final ManualLane lane = new ManualLane("projection");
    private final List<String> edited = new ArrayList<>();
    private final TranscriptFeed feed = new TranscriptFeed(lane, (key, critical) -> {});
    private final TranscriptPresenter presenter = new TranscriptPresenter(
            feed, Clock.fixed(SampleHosts.NOW, ZoneOffset.UTC), Runnable::run, new TranscriptPresenter.Outside() {
                @Override
                public void openLink(String target) {}

                @Override
                public void copy(String text) {}

                @Override
                public void edit(String text, List<Attachment> attachments) {
                    edited.add(text + " " + attachments.size());
                }

                @Override
                public void notice(String text) {}
            });

    @BeforeEach
    void show() {
        presenter.show(host.link(), new SessionKey(host.hostId(), session));
    }

    private long prompt(String text) {
        host.update(session, new SessionUpdate.UserMessage(new ItemId(host.nextSeq(session)), text, WITH));
        return host.update(session, new SessionUpdate.TurnStarted());
    }

    private void end(long turn, StopReason reason) {
        host.update(
                session,
                new SessionUpdate.TurnEnded(
                        new ItemId(host.nextSeq(session)), new TurnId(turn), reason, "", 10, TokenCount.NONE));
    }

    private boolean isOffered() {
        presenter.show(host.link(), new SessionKey(host.hostId(), session));
        lane.runAll();
        presenter.render();
        return presenter.rows().stream().anyMatch(row -> row.row() instanceof TranscriptRow.Again);
    }

    @Test
    void afterAnUnfinishedTurnThePromptGoesOnceMoreWithItsAttachments() {
        end(prompt("Fix it."), StopReason.INTERRUPTED);
        host.update(session, new SessionUpdate.AgentExited(1, false, "killed"));
        assertThat(isOffered()).isTrue();

        presenter.retry();
        presenter.retry();

        assertThat(host.intents()).containsExactly(new Intent.Prompt(session, "Fix it.", WhenBusy.QUEUE, WITH));
    }

    @Test
    void thePromptCanBeEditedFirst() {
        end(prompt("Fix it."), StopReason.FAILED);
        assertThat(isOffered()).isTrue();

        presenter.editAndResend();

        assertThat(edited).containsExactly("Fix it. 2");
        assertThat(host.intents()).isEmpty();
    }

    @Test
    void aFinishedTurnIsNotOfferedAgain() {
        end(prompt("Fix it."), StopReason.FAILED);
        end(prompt("Fix it now."), StopReason.END_TURN);

        assertThat(isOffered()).isFalse();
    }

    @Test
    void nothingIsOfferedWhileATurnRunsOrAPromptWaits() {
        end(prompt("Fix it."), StopReason.CANCELLED);
        assertThat(isOffered()).isTrue();
        host.update(
                session,
                new SessionUpdate.QueueChanged(
                        List.of(new QueuedPrompt(9, 1, "Next.", FakeHost.from("ada-desk"), List.of()))));
        assertThat(isOffered()).isFalse();
        host.update(session, new SessionUpdate.QueueChanged(List.of()));
        host.update(session, new SessionUpdate.TurnStarted());

        assertThat(isOffered()).isFalse();
    }

    @Test
    void aDeviceThatMayOnlyWatchIsOfferedNothing() {
        end(prompt("Fix it."), StopReason.FAILED);
        host.scope(Scope.ANSWER);

        assertThat(isOffered()).isFalse();
    }
}
