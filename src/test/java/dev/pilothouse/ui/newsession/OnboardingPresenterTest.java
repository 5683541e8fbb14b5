package dev.pilothouse.ui.newsession;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.Intent;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.status.SessionKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnboardingPresenterTest {
    private final SampleHosts sample = SampleHosts.aFreshStart();
    private final List<SessionKey> made = new ArrayList<>();
    private final NewSessionPresenter session = new NewSessionPresenter(
            sample.hosts().links(), Runnable::run, new TestShell().keptValues(), made::add, notice -> {});
    private final OnboardingPresenter guide = new OnboardingPresenter(session);

    @Test
    void threeStepsEndWithARunningSession() {
        session.agentProperty()
                .set(session.agents().stream()
                        .filter(agent -> agent.agentId().equals(new AgentId("demo")))
                        .findFirst()
                        .orElseThrow());
        guide.onNext();
        assertThat(session.directoryProperty().get()).as("the home directory").isEqualTo("/home/ada");
        guide.onNext();
        assertThat(session.promptProperty().get()).as("the demo agent's tour").isNotEmpty();
        guide.onNext();
        sample.local().accept(0, new SessionId("s1"));

        assertThat(sample.local().intents()).hasSize(1).first().isInstanceOf(Intent.CreateSession.class);
        assertThat(made).hasSize(1);
    }

    @Test
    void aStepThatLacksSomethingSaysSoAndStays() {
        guide.onNext();
        session.directoryProperty().set("  ");
        guide.onNext();

        assertThat(guide.stepProperty().get()).isEqualTo(OnboardingPresenter.Step.DIRECTORY);
        assertThat(guide.problemProperty().get()).isEqualTo("Enter a directory.");
    }

    @Test
    void oneMayGoBackAndNothingIsLost() {
        guide.onNext();
        session.directoryProperty().set("/home/ada/src");
        guide.onNext();
        guide.onBack();
        guide.onBack();
        guide.onBack();
        assertThat(guide.stepProperty().get()).isEqualTo(OnboardingPresenter.Step.AGENT);
        guide.onNext();

        assertThat(session.directoryProperty().get()).isEqualTo("/home/ada/src");
    }

    @Test
    void whatTheHostRefusesIsSaidInTheLastStep() {
        guide.onNext();
        guide.onNext();
        guide.onNext();
        sample.local().refuse(0, dev.pilothouse.model.ErrorCode.NO_SUCH_DIRECTORY, "/home/ada is not there.");

        assertThat(guide.problemProperty().get()).isEqualTo("/home/ada is not there.");
        assertThat(guide.stepProperty().get()).isEqualTo(OnboardingPresenter.Step.TASK);
    }
}
