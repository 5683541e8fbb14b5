package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.Organisation;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pins, groups and archives of sessions, seen by other devices over a real socket and after a restart of the host. */
class OrganiseIT {
    @TempDir
    Path folder;

    @TempDir
    Path work;

    private TestHost host;

    @BeforeEach
    void start() {
        host = TestHost.on(folder);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private static Stream<SessionSummary> told(HostMessage message) {
        List<SessionSummary> sessions = message instanceof HostMessage.Overview overview
                ? overview.sessions()
                : message instanceof HostMessage.OverviewChanged change ? change.changed() : List.of();
        return sessions.stream();
    }

    private static void awaitPlace(TestClient client, SessionId session, Organisation place) {
        client.await(
                "the overview says " + place,
                message -> told(message)
                        .anyMatch(summary -> summary.sessionId().equals(session)
                                && summary.organisation().equals(place)));
    }

    @Test
    void everyDeviceSeesWhatOneHasPinnedGroupedAndArchived() throws Exception {
        try (TestClient window = host.local();
                TestClient phone = host.device("Phone", Scope.STEER)) {
            SessionId session = window.session("demo", work.toString());

            phone.done(Intent.Organise.pin(session, true));
            awaitPlace(window, session, new Organisation(true, false, ""));
            phone.done(Intent.Organise.group(session, "  Release\n train "));
            awaitPlace(window, session, new Organisation(true, false, "Release train"));
            window.done(Intent.Organise.archive(session, true));
            awaitPlace(phone, session, new Organisation(true, true, "Release train"));
        }
        host.restart();
        try (TestClient window = host.local()) {
            awaitPlace(window, session(window), new Organisation(true, true, "Release train"));
        }
    }

    private static SessionId session(TestClient client) {
        return client.awaitHeard(HostMessage.Overview.class).sessions().get(0).sessionId();
    }

    @Test
    void aRepeatedRequestHasNoSecondEffectAndChangesNoTimeOfActivity() throws Exception {
        try (TestClient window = host.local()) {
            SessionId session = window.session("demo", work.toString());
            window.awaitState(session, "idle", state -> state.activity().phase() == SessionPhase.IDLE);
            RequestId pin = window.submit(Intent.Organise.pin(session, true));
            long seq = window.ack(pin).seq();
            window.done(Intent.Organise.pin(session, false));
            window.send(new ClientMessage.Submit(pin, Intent.Organise.pin(session, true)));

            SessionState now = window.awaitState(session, "both changes", state -> state.seq() >= seq + 1);
            assertThat(now.info().organisation().pinned()).isFalse();
            window.await(
                    "the repeated ack",
                    message -> window.heard().stream()
                                    .filter(each -> each instanceof HostMessage.Ack ack
                                            && ack.requestId().equals(pin)
                                            && ack.seq() == seq)
                                    .count()
                            == 2);
            assertThat(window.state(session).orElseThrow().info().organisation().pinned())
                    .isFalse();
            HostMessage news = window.await(
                    "the overview after both", message -> told(message).anyMatch(summary -> summary.headSeq() > seq));
            SessionSummary summary = told(news).reduce((first, last) -> last).orElseThrow();
            // The agent may say something more at any time. The overview says how far it goes.
            window.awaitState(session, "as far as the overview", state -> state.seq() >= summary.headSeq());
            Instant conversation = window.updates(session).stream()
                    .filter(update -> update.seq() <= summary.headSeq())
                    .filter(update -> !(update.update() instanceof SessionUpdate.Organised))
                    .map(JournaledUpdate::at)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            assertThat(summary.lastActive()).isEqualTo(conversation);
        }
    }

    @Test
    void aDeviceThatMayOnlyAnswerMovesNothing() throws Exception {
        try (TestClient window = host.local();
                TestClient phone = host.device("Phone", Scope.ANSWER)) {
            SessionId session = window.session("demo", work.toString());

            assertThat(phone.refused(phone.submit(Intent.Organise.archive(session, true)))
                            .code())
                    .isEqualTo(ErrorCode.FORBIDDEN);
            assertThat(window.refused(window.submit(new Intent.Organise(session, null, null, null)))
                            .code())
                    .isEqualTo(ErrorCode.BAD_REQUEST);
        }
    }
}
