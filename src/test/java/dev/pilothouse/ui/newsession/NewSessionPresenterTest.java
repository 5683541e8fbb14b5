package dev.pilothouse.ui.newsession;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.Intent;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.sessions.SessionKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewSessionPresenterTest {
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final List<SessionKey> made = new ArrayList<>();
    private final TestShell test = new TestShell();
    private final NewSessionPresenter presenter =
            new NewSessionPresenter(sample.hosts().links(), Runnable::run, test.keptValues(), made::add);

    @Test
    void onlyInstalledAgentsAreOfferedAndTheDemoComesLast() {
        assertThat(presenter.agents())
                .extracting(AgentInfo::name)
                .containsExactly("GitHub Copilot", "OpenCode", "Demo agent");
    }

    @Test
    void aDirectoryIsCompletedFromTheHost() {
        presenter.directoryProperty().set("/home/ada/src/d");
        assertThat(presenter.directories()).containsExactly("/home/ada/src/docs-site");

        presenter.directoryProperty().set("/home/ada/src/shop");
        presenter.onDirectory("/home/ada/src/shop");

        assertThat(presenter.directoryProperty().get()).isEqualTo("/home/ada/src/shop/");
        assertThat(presenter.directories())
                .containsExactly("/home/ada/src/shop/src", "/home/ada/src/shop/test", "/home/ada/src/shop/docs");
    }

    @Test
    void ofAnAgentThatRunsElsewhereTheHostsDirectoriesAreNotOffered() {
        String here = presenter.directoryProperty().get();
        AgentInfo there = new AgentInfo(
                new AgentId("build"), "On the build machine", true, "agent", "", List.of(), "ssh build.example");
        presenter.agentProperty().set(there);
        assertThat(presenter.placeProperty().get()).isEqualTo("ssh build.example");
        assertThat(presenter.directoryProperty().get()).isEmpty();
        presenter.directoryProperty().set("/home/ada/src/d");
        assertThat(presenter.directories()).isEmpty();

        presenter.agentProperty().set(presenter.agents().get(0));
        assertThat(presenter.directoryProperty().get()).isEqualTo(here);
        presenter.directoryProperty().set("/home/ada/src/d");
        assertThat(presenter.directories()).containsExactly("/home/ada/src/docs-site");
    }

    @Test
    void theSessionStartsInTheAgentsAskingModeUnlessAnotherIsChosen() {
        presenter.directoryProperty().set("/home/ada/src/shop/");
        presenter.promptProperty().set(" go ");
        presenter.onCreate();

        assertThat(sample.local().intents())
                .containsExactly(
                        new Intent.CreateSession(new AgentId("copilot"), "/home/ada/src/shop", null, null, "go"));
    }

    @Test
    void aRefusalStaysInTheSheetWithItsReason() {
        presenter.directoryProperty().set("/nowhere");
        presenter.onCreate();
        sample.local().refuse(0, ErrorCode.NO_SUCH_DIRECTORY, "/nowhere is not there.");

        assertThat(presenter.problemProperty().get()).isEqualTo("/nowhere is not there.");
        assertThat(presenter.directoryProperty().get()).isEqualTo("/nowhere");
        assertThat(presenter.busyProperty().get()).isFalse();
        assertThat(made).isEmpty();
    }

    @Test
    void whatWasMadeIsOpened() {
        presenter.onCreate();
        sample.local().accept(0, new SessionId("s99"));

        assertThat(made).containsExactly(new SessionKey(sample.local().hostId(), new SessionId("s99")));
    }
}
