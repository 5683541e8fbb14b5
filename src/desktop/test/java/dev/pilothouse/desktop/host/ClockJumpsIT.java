package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.DeviceInfo;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.pairing.PairingTicket;
import dev.pilothouse.protocol.AdminCommand;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The clock of a running host is set a day forward, and a day back. Its agents and sockets are real. */
@Timeout(120)
class ClockJumpsIT {
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path folder;

    @TempDir
    Path work;

    private final JumpingClock clock = new JumpingClock();
    private final AtomicLong passed = new AtomicLong();
    private ServerManager host;

    /** The machine's clock, set to another time. Any thread. */
    private static final class JumpingClock extends Clock {
        private volatile Duration off = Duration.ZERO;

        void jump(Duration by) {
            off = off.plus(by);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(off);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void start() {
        HostStartResult start =
                ServerManager.start(TestHost.options(folder, 0), clock, () -> System.nanoTime() + passed.get());
        host = ((HostStartResult.Started) start).host();
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private static boolean isIdle(SessionState state) {
        return state.activity() != null && state.activity().phase() == SessionPhase.IDLE;
    }

    private static long turnsEnded(SessionState state) {
        return state.transcript().items().stream()
                .filter(Item.TurnEndItem.class::isInstance)
                .count();
    }

    @Test
    void aTurnGoesOnInOrderAndItsLengthIsThatOfNoClockThatWasSet() throws Exception {
        SessionState end;
        SessionId session;
        try (TestClient client = TestClient.local(host).hello()) {
            session = client.session("demo", work.toString());
            client.awaitState(session, "an agent", ClockJumpsIT::isIdle);
            for (Duration jump : List.of(DAY, DAY.negated().multipliedBy(2), DAY)) {
                long before =
                        client.state(session).map(ClockJumpsIT::turnsEnded).orElseThrow();
                client.prompt(session, "/permission jump");
                client.awaitState(
                        session,
                        "a question in the turn",
                        state -> !state.open().isEmpty());
                clock.jump(jump);
                SessionState asked = client.state(session).orElseThrow();
                Pending question = asked.open().get(0).pending();
                client.done(new Intent.AnswerPending(
                        session,
                        question.pendingId(),
                        new Answer.Option(question.options().get(0).optionId())));
                client.awaitState(session, "the turn's end", state -> turnsEnded(state) > before && isIdle(state));
            }
            end = client.state(session).orElseThrow();

            assertThat(end.transcript().items())
                    .filteredOn(Item.TurnEndItem.class::isInstance)
                    .hasSize(3)
                    .allSatisfy(item -> {
                        Item.TurnEndItem turn = (Item.TurnEndItem) item;
                        assertThat(turn.reason()).isEqualTo(StopReason.END_TURN);
                        assertThat(Duration.ofMillis(turn.durationMillis())).isLessThan(Duration.ofMinutes(2));
                    });
            List<JournaledUpdate> told = client.updates(session);
            assertThat(told).extracting(JournaledUpdate::seq).isSorted();
            assertThat(client.gaps()).isZero();
            SessionState folded = SessionReducer.applyAll(SessionState.empty(session), told);
            assertThat(folded).isEqualTo(end);
        }
        clock.jump(DAY.negated());
        stop();
        start();
        try (TestClient client = TestClient.local(host).hello()) {
            client.subscribe(session);
            SessionState again = client.awaitState(session, "the session", state -> state.seq() >= end.seq());
            assertThat(again.transcript().items())
                    .startsWith(end.transcript().items().toArray(Item[]::new));
        }
    }

    @Test
    void aTicketLivesTwoMinutesWhateverTheClockSays() throws Exception {
        PairingTicket early = TestHost.ticket(host, Scope.VIEW);
        clock.jump(DAY);
        try (TestClient phone = TestClient.paired(early, Identity.generate(), "In time")) {
            phone.awaitHeard(HostMessage.Welcome.class);
        }
        PairingTicket late = TestHost.ticket(host, Scope.VIEW);
        clock.jump(DAY.negated().multipliedBy(2));
        passed.addAndGet(Duration.ofSeconds(121).toNanos());
        try (TestClient phone = TestClient.paired(late, Identity.generate(), "Late")) {
            assertThat(phone.awaitHeard(HostMessage.Bye.class).code()).isEqualTo(ErrorCode.TICKET_EXPIRED);
        }
    }

    /** A device's access expires at a time of day, so it follows the clock; correcting the clock corrects it. */
    @Test
    void aDevicesTimeEndsByTheClockAndComesBackWithIt() throws Exception {
        Identity self = Identity.generate();
        PairingTicket ticket = TestHost.ticket(host, Scope.STEER);
        PairedHost known = PairedHost.of(ticket, Instant.EPOCH);
        try (TestClient window = TestClient.local(host).hello()) {
            try (TestClient phone = TestClient.paired(ticket, self, "Phone")) {
                phone.awaitHeard(HostMessage.Overview.class);
                DeviceInfo device = ((HostMessage.Devices) window.admin(new AdminCommand.ListDevices()))
                        .devices().stream()
                                .filter(one -> one.name().equals("Phone"))
                                .findFirst()
                                .orElseThrow();
                window.admin(new AdminCommand.SetExpiry(
                        device.deviceId(), clock.instant().plus(Duration.ofHours(8))));
                clock.jump(DAY);
                assertThat(phone.awaitHeard(HostMessage.Bye.class).code()).isEqualTo(ErrorCode.EXPIRED);
            }
            try (TestClient again = TestClient.remote(known, self)) {
                again.send(new ClientMessage.Hello(1, 1, "test"));
                assertThat(again.awaitHeard(HostMessage.Bye.class).code()).isEqualTo(ErrorCode.EXPIRED);
            }
            clock.jump(DAY.negated());
            try (TestClient again = TestClient.remote(known, self)) {
                again.hello();
            }
        }
    }

    @Test
    void whatWasDoneIsNotForgottenWithYearsThatNeverPassed() throws Exception {
        RequestId made = TestClient.newRequestId();
        RequestId deleted = TestClient.newRequestId();
        Intent.CreateSession create = new Intent.CreateSession(new AgentId("demo"), work.toString(), null, null, null);
        SessionId session;
        try (TestClient client = TestClient.local(host).hello()) {
            client.send(new ClientMessage.Submit(made, create));
            session = client.ack(made).sessionId();
            client.send(new ClientMessage.Submit(deleted, new Intent.DeleteSession(session)));
            client.ack(deleted);
        }
        clock.jump(Duration.ofDays(800));
        stop();
        start();
        try (TestClient client = TestClient.local(host).hello()) {
            // Another outcome comes after them.
            client.session("demo", work.toString());
            client.send(new ClientMessage.Submit(made, create));
            assertThat(client.ack(made).sessionId()).isEqualTo(session);
            client.send(new ClientMessage.Submit(deleted, new Intent.DeleteSession(session)));
            assertThat(client.ack(deleted).sessionId()).isEqualTo(session);
        }
    }

    @Test
    void aCrashedAgentIsStartedAgainAfterASecondOfNoClockThatWasSet() {
        try (TestClient client = TestClient.local(host).hello()) {
            SessionId session = client.session("demo", work.toString());
            client.awaitState(session, "an agent", ClockJumpsIT::isIdle);
            int n = 1;
            for (Duration jump : List.of(DAY, DAY.negated())) {
                int crashes = n++;
                client.prompt(session, "/crash");
                client.awaitState(session, "the plan to start it again", state -> restarts(state) == crashes);
                clock.jump(jump);
                client.awaitState(session, "the next life", state -> restarts(state) == crashes && isIdle(state));
            }
        }
    }

    private static long restarts(SessionState state) {
        return state.transcript().items().stream()
                .filter(item ->
                        item instanceof Item.NoteItem note && note.code().equals("agentRestarts"))
                .count();
    }
}
