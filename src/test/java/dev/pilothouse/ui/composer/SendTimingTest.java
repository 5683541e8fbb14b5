package dev.pilothouse.ui.composer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PromptSupport;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.WhenBusy;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.attachment.PreparedAttachment;
import dev.pilothouse.ui.status.SessionKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The composer's hint on the timing of a message before it is sent, and the matching request to the host. */
class SendTimingTest {
    private final FakeHost host = new FakeHost("h1", "desk", true, SampleHosts.NOW);
    private final SessionId session = host.create("s1", "Copilot", "/home/ada/shop", "shop");
    private final ComposerPresenter composer = new ComposerPresenter(new ComposerPresenter.Ports(
            new TestShell().keptValues(),
            source -> new PreparedAttachment.Ready("a.png", "image/png", new byte[] {1}, new byte[] {9}),
            Runnable::run,
            Runnable::run,
            notice -> {},
            () -> {}));
    private long turn;

    @BeforeEach
    void open() {
        host.update(session, new SessionUpdate.AgentStarting());
        composer.show(host.link(), new SessionKey(host.hostId(), session));
        composer.draftProperty().set("Go on.");
    }

    private void ready() {
        host.update(
                session, new SessionUpdate.AgentStarted("Copilot", "1", "a1", ContextRestore.NEW, PromptSupport.NONE));
    }

    private void works() {
        ready();
        host.update(session, new SessionUpdate.UserMessage(new ItemId(host.nextSeq(session)), "Go."));
        turn = host.update(session, new SessionUpdate.TurnStarted());
    }

    private String goes() {
        composer.render(host.session(session).orElseThrow().state());
        return composer.stateProperty().get().goesText();
    }

    private WhenBusy asked(WhenBusy wish) {
        goes();
        composer.onSend(wish);
        return ((Intent.Prompt) host.intents().get(host.intents().size() - 1)).whenBusy();
    }

    @Test
    void anIdleAgentGetsItAtOnce() {
        ready();

        assertThat(goes()).isEmpty();
    }

    @Test
    void oneThatStartsGetsItWhenItHasStarted() {
        assertThat(goes()).isEqualTo("Sends when the agent has started.");
    }

    @Test
    void oneAtWorkGetsItAfterItsTurnAndAfterWhatWaits() {
        works();
        assertThat(goes()).isEqualTo("Sends after this turn.");

        host.update(
                session,
                new SessionUpdate.QueueChanged(
                        List.of(new QueuedPrompt(9, 1, "And then this.", FakeHost.from("phone")))));

        assertThat(goes()).isEqualTo("Sends after this turn. 1 message before it.");
    }

    @Test
    void oneThatAsksGetsItOnlyAfterTheAnswer() {
        works();
        ItemId item = new ItemId(host.nextSeq(session));
        host.update(
                session,
                new SessionUpdate.PendingAsked(
                        item,
                        new Pending(
                                new PendingId("p1"),
                                PendingKind.PERMISSION,
                                "Run npm test",
                                "",
                                null,
                                List.of(),
                                List.of())));

        assertThat(goes()).isEqualTo("Sends after your answer and this turn.");
        assertThat(composer.stateProperty().get().effect().steerWords()).contains("closes its question");
    }

    @Test
    void aFailedOneIsStartedAgainIfItHasEnded() {
        works();
        host.update(
                session,
                new SessionUpdate.TurnEnded(
                        new ItemId(host.nextSeq(session)),
                        new TurnId(turn),
                        StopReason.FAILED,
                        "Quota exceeded.",
                        10,
                        TokenCount.NONE));

        assertThat(goes()).isEqualTo("Restarts the agent if it has ended.");
    }

    @Test
    void aTurnThatIsSeenToRunCanBeStoppedForIt() {
        works();

        assertThat(asked(WhenBusy.STEER)).isEqualTo(WhenBusy.STEER);
    }

    @Test
    void outOfReachItWaitsHereAndStopsNoTurnThatRunsWhenItArrives() {
        works();
        host.connection(
                new ConnectionState.Lost("No answer", SampleHosts.NOW, SampleHosts.NOW.plus(Duration.ofSeconds(8))));

        assertThat(goes()).isEqualTo("Sends when reconnected.");
        assertThat(asked(WhenBusy.STEER)).isEqualTo(WhenBusy.QUEUE);
    }
}
