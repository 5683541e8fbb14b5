package dev.pilothouse.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.bridge.ClientSetup;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.ManualClock;
import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.SessionView;
import dev.pilothouse.session.WhenBusy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo, through the client that also connects to real hosts, with a clock that the test advances. */
class RecordedHostTest {
    private static final String REFUSAL = "This is a recording.";
    private static final Instant NOW = Instant.parse("2030-01-02T03:04:05Z");
    /** Longer than any recording. */
    private static final Duration LONG = Duration.ofMinutes(2);

    private final ManualClock clock = new ManualClock(NOW);
    private final ManualLane state = new ManualLane("client-state", 1024, clock);
    private final ManualLane playing = new ManualLane("demo-host", 64, clock);
    private final DemoHosts hosts = new DemoHosts(
            new ClientSetup(state, clock, clock::ticker, () -> 0.5, "test", "Tablet", "Test"), playing, () -> REFUSAL);

    @AfterEach
    void nothingHasFailed() {
        assertThat(state.failures()).isEmpty();
        assertThat(playing.failures()).isEmpty();
    }

    private HostLink started() {
        settle();
        assertThat(hosts.links()).hasSize(1);
        return hosts.links().get(0);
    }

    private void settle() {
        int ran;
        do {
            ran = state.runAll() + playing.runAll();
        } while (ran > 0);
    }

    private void elapse(Duration time) {
        Duration step = Duration.ofMillis(50);
        for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plus(step)) {
            clock.advance(step);
            settle();
        }
    }

    private <T> T outcome(CompletionStage<T> stage) {
        settle();
        return stage.toCompletableFuture().getNow(null);
    }

    private static SessionSummary only(HostLink link, SessionPhase phase, String name) {
        return link.reader().host().sessions().stream()
                .filter(session ->
                        session.activity().phase() == phase && session.name().contains(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no session " + name + " is " + phase + " of "
                        + link.reader().host().sessions()));
    }

    private SessionView opened(HostLink link, SessionId sessionId) {
        assertThat(link.sessions().open(sessionId)).isNotNull();
        settle();
        return link.reader().session(sessionId).orElseThrow();
    }

    @Test
    void whoeverComesFindsAHostAtWork() {
        HostLink link = started();
        assertThat(link.local()).isFalse();
        assertThat(link.reader().host().connection()).isInstanceOf(ConnectionState.Live.class);
        assertThat(link.reader().host().scope()).isEqualTo(Scope.STEER);
        assertThat(link.reader().host().sessions())
                .extracting(session -> session.activity().phase())
                .contains(SessionPhase.IDLE, SessionPhase.WAITING, SessionPhase.WORKING);
        assertThat(link.reader().host().sessions()).allSatisfy(session -> {
            assertThat(session.createdAt()).isBetween(NOW.minusSeconds(60), NOW);
            assertThat(session.lastActive()).isBetween(NOW.minusSeconds(60), NOW);
        });
    }

    @Test
    void aSessionThatIsOpenGrowsUntilItAsks() {
        HostLink link = started();
        SessionId tour = only(link, SessionPhase.WORKING, "Show me around").sessionId();
        SessionView first = opened(link, tour);
        elapse(Duration.ofSeconds(1));
        SessionView second = link.reader().session(tour).orElseThrow();
        assertThat(second.state().seq()).isGreaterThan(first.state().seq());

        elapse(LONG);
        SessionState asked = link.reader().session(tour).orElseThrow().state();
        assertThat(asked.activity().phase()).isEqualTo(SessionPhase.WAITING);
        assertThat(asked.open()).hasSize(1);
        assertThat(asked.open().get(0).pending().kind()).isEqualTo(PendingKind.PERMISSION);
        assertThat(asked.open().get(0).pending().options()).hasSize(3);
        assertThat(only(link, SessionPhase.WAITING, "tour").headSeq()).isEqualTo(asked.seq());
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo-allow", "demo-allow-always", "demo-reject"})
    void anAnswerGoesOnAsItWasRecordedForIt(String option) {
        HostLink link = started();
        SessionId tour = only(link, SessionPhase.WORKING, "Show me around").sessionId();
        opened(link, tour);
        elapse(LONG);
        PendingId pending = link.reader()
                .session(tour)
                .orElseThrow()
                .state()
                .open()
                .get(0)
                .pending()
                .pendingId();
        CompletionStage<IntentResult> answer =
                link.sessions().submit(new Intent.AnswerPending(tour, pending, new Answer.Option(option)));
        assertThat(outcome(answer)).isInstanceOf(IntentResult.Accepted.class);
        SessionView answered = link.reader().session(tour).orElseThrow();
        assertThat(answered.unconfirmed()).isEmpty();
        assertThat(answered.state().open()).isEmpty();
        Item.PendingItem asked = (Item.PendingItem) answered.state().transcript().items().stream()
                .filter(Item.PendingItem.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertThat(asked.answer().optionId()).isEqualTo(option);
        assertThat(asked.answer().by()).isEqualTo("Tablet");
        Instant then = clock.instant();

        elapse(LONG);
        SessionState end = link.reader().session(tour).orElseThrow().state();
        assertThat(end.activity().phase()).isEqualTo(SessionPhase.IDLE);
        assertThat(end.lastTurn().at()).isBetween(then, then.plusSeconds(60));
        assertThat(text(end)).contains(option.equals("demo-reject") ? "not allowed" : "Write a file | edit | done");
        SessionSummary told = only(link, SessionPhase.IDLE, "tour");
        assertThat(told.headSeq()).isEqualTo(end.seq());
        assertThat(told.createdAt()).isBetween(NOW.minusSeconds(60), NOW);
    }

    private static String text(SessionState state) {
        StringBuilder text = new StringBuilder();
        state.transcript().items().forEach(item -> {
            if (item instanceof Item.MessageItem message) {
                text.append(message.text());
            }
        });
        return text.toString();
    }

    @Test
    void aQuestionIsAnsweredOnceAndAnotherOptionIsRefused() {
        HostLink link = started();
        SessionSummary release = only(link, SessionPhase.WAITING, "release");
        PendingId pending = release.open().get(0).pending().pendingId();
        assertThat(outcome(link.sessions()
                        .submit(new Intent.AnswerPending(
                                release.sessionId(), pending, new Answer.Option("no such option")))))
                .isInstanceOfSatisfying(
                        IntentResult.Refused.class, no -> assertThat(no.text()).isEqualTo(REFUSAL));
        Intent yes = new Intent.AnswerPending(release.sessionId(), pending, new Answer.Option("demo-start"));
        assertThat(outcome(link.sessions().submit(yes))).isInstanceOf(IntentResult.Accepted.class);
        assertThat(outcome(link.sessions().submit(yes)))
                .isInstanceOfSatisfying(
                        IntentResult.Refused.class, no -> assertThat(no.code()).isEqualTo(ErrorCode.ALREADY_ANSWERED));
    }

    @Test
    void whatWasNotRecordedIsRefusedAndNothingIsMadeUp() {
        HostLink link = started();
        SessionSummary idle = only(link, SessionPhase.IDLE, "");
        SessionView before = opened(link, idle.sessionId());
        for (Intent intent : List.of(
                new Intent.Prompt(idle.sessionId(), "Do something else", WhenBusy.QUEUE),
                new Intent.CreateSession(new AgentId("demo"), "/", null, null, "Hello"),
                new Intent.RenameSession(idle.sessionId(), "Mine"),
                new Intent.DeleteSession(idle.sessionId()))) {
            assertThat(outcome(link.sessions().submit(intent)))
                    .isInstanceOfSatisfying(
                            IntentResult.Refused.class,
                            no -> assertThat(no.text()).isEqualTo(REFUSAL));
        }
        assertThat(outcome(link.host().listDirectory("")))
                .isInstanceOfSatisfying(
                        HostGateway.Reply.Refused.class,
                        no -> assertThat(no.text()).isEqualTo(REFUSAL));
        assertThat(outcome(hosts.pair("pilothouse://pair#x", "")))
                .isInstanceOfSatisfying(
                        Hosts.PairingResult.Failed.class,
                        no -> assertThat(no.text()).isEqualTo(REFUSAL));
        assertThat(link.reader().session(idle.sessionId()).orElseThrow().state())
                .isEqualTo(before.state());
    }

    @Test
    void everySessionConvergesWithWhatWasRecorded() throws Exception {
        HostLink link = started();
        List<SessionSummary> all = link.reader().host().sessions();
        all.forEach(session -> opened(link, session.sessionId()));
        elapse(LONG);
        for (SessionSummary session : all) {
            SessionState followed =
                    link.reader().session(session.sessionId()).orElseThrow().state();
            assertThat(followed).isEqualTo(recorded(session.sessionId()));
            assertThat(followed.unknown()).isZero();
            assertThat(followed.transcript().items()).isNotEmpty();
        }
    }

    /** The fold of a session's recorded updates, without those that follow its answers, as if it had begun now. */
    private static SessionState recorded(SessionId sessionId) {
        Recording recording = Recording.ofThisBuild();
        Duration shift = Duration.between(recording.zero().plus(recording.begins()), NOW);
        long sub = recording.sessions().indexOf(sessionId) + 1L;
        SessionState state = SessionState.empty(sessionId);
        for (Recording.Step step : recording.steps()) {
            if (step.shiftedBy(shift) instanceof HostMessage.Updates batch && batch.sub() == sub) {
                assertThat(batch.after()).isEqualTo(state.seq());
                state = SessionReducer.applyAll(state, batch.updates());
                assertThat(batch.to()).isEqualTo(state.seq());
            }
        }
        return state;
    }

    @Test
    void nothingPlaysAfterTheEnd() {
        HostLink link = started();
        hosts.close();
        settle();
        long head = link.reader().host().sessions().stream()
                .mapToLong(SessionSummary::headSeq)
                .sum();
        elapse(LONG);
        assertThat(link.reader().host().sessions().stream()
                        .mapToLong(SessionSummary::headSeq)
                        .sum())
                .isEqualTo(head);
        hosts.close();
    }

    @Test
    void theRecordingOfThisBuildHoldsAnAnswerForEveryOptionAndIsSmall() throws Exception {
        byte[] bytes = bytes();
        assertThat(bytes.length).isLessThan(200_000);
        Recording recording = Recording.read(new ByteArrayInputStream(bytes));
        assertThat(recording.answers().keySet())
                .extracting(Recording.Choice::optionId)
                .containsExactlyInAnyOrder(
                        "demo-allow", "demo-allow-always", "demo-reject", "demo-start", "demo-keep-planning");
    }

    @Test
    void theRecordingNamesNoMachineAndHoldsNoSecret() throws Exception {
        String text = new String(bytes(), StandardCharsets.UTF_8);
        assertThat(text)
                .doesNotContain("pilothouse://", "ws://", "/tmp/", "/root", "/Users/", "C:\\\\")
                .doesNotContainPattern("/home/(?!robin/harbour)");
    }

    @Test
    void theDemoAgentDoesNothingThatItsModeMustAskFor() throws Exception {
        assertThat(new String(bytes(), StandardCharsets.UTF_8))
                .contains("\"kind\":\"turnEnded\"")
                .doesNotContain("\"code\":\"unasked\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"kind\":\"toolCall\"", "\"type\":\"overviewChanged\"", "\"item\":", "\"recording\":1"})
    void aRecordingThatThisBuildDoesNotUnderstandIsRefusedWithItsLine(String known) throws Exception {
        String text =
                new String(bytes(), StandardCharsets.UTF_8).replace(known, known.replaceFirst("[a-zA-Z]+\"", "x\""));
        String other = known.endsWith("1") ? text.replace("\"x\":1", "\"recording\":2") : text;
        assertThatThrownBy(() -> Recording.read(new ByteArrayInputStream(other.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("Line ");
    }

    private static byte[] bytes() throws IOException {
        try (InputStream in = RecordedHostTest.class.getResourceAsStream("/dev/pilothouse/recording/demo.jsonl")) {
            return in.readAllBytes();
        }
    }
}
