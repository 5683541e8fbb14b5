package dev.pilothouse.desktop.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.NotificationKind;
import dev.pilothouse.model.PushKind;
import dev.pilothouse.model.PushOverride;
import dev.pilothouse.model.PushRules;
import dev.pilothouse.model.PushTarget;
import dev.pilothouse.model.QuietHours;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.ManualClock;
import dev.pilothouse.pulse.ManualLane;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class NotificationRouterTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-02T12:00:00Z"));
    private final ManualLane lane = new ManualLane("away", 64, clock);
    private final List<NotificationTarget> targets = new ArrayList<>();
    private final List<String> offered = new ArrayList<>();
    private final List<String> withdrawn = new ArrayList<>();
    private final Set<SessionId> shown = new HashSet<>();
    private final Set<String> answered = new HashSet<>();
    private final NotificationRouter router =
            new NotificationRouter(new Outlet(), shown::contains, lane, clock, clock::ticker);

    private final class Outlet implements NotificationRouter.Outlet {
        @Override
        public List<NotificationTarget> targets() {
            return targets;
        }

        @Override
        public void offer(String targetId, PushNotification notice, BooleanSupplier open) {
            offered.add(targetId + ": " + (notice.id().startsWith("digest") ? notice.text() : notice.id()));
            router.delivered(targetId, notice, open);
        }

        @Override
        public void withdraw(String targetId, PushNotification notice) {
            withdrawn.add(targetId + ": " + (notice.id().startsWith("digest") ? "digest" : notice.id()));
        }
    }

    private void target(String id, PushRules rules) {
        targets.add(new NotificationTarget(
                new PushTarget(id, PushKind.NTFY, id, rules, false, false, false, null),
                URI.create("https://ntfy.example/" + id),
                "",
                "",
                "",
                null));
    }

    private static PushRules rules(QuietHours quiet, String escalateTo, int minutes, PushOverride... sessions) {
        return new PushRules(
                List.of(NotificationKind.NEEDS_YOU, NotificationKind.DONE),
                List.of(sessions),
                quiet,
                escalateTo,
                minutes);
    }

    private void tell(String session, NotificationKind kind, String id) {
        router.accept(
                new PushNotification(id, kind, session, "shop (Claude)", "Name", "Run the tests", "", clock.instant()),
                () -> !answered.contains(id));
        lane.runAll();
    }

    private void ask(String session, String id) {
        tell(session, NotificationKind.NEEDS_YOU, id);
    }

    private void answer(String id) {
        answered.add(id);
        router.settle();
    }

    @Test
    void aQuestionThatIsAnsweredWithinTwoSecondsRingsNowhere() {
        target("phone", PushRules.USUAL);
        ask("s1", "q1");
        lane.elapse(Duration.ofSeconds(2));
        answer("q1");
        lane.elapse(Duration.ofSeconds(10));

        assertThat(offered).isEmpty();
    }

    @Test
    void aQuestionThatStaysOpenIsSentWithinThreeSecondsAndOnce() {
        target("phone", PushRules.USUAL);
        ask("s1", "q1");
        lane.elapse(Duration.ofSeconds(2));
        assertThat(offered).isEmpty();

        lane.elapse(Duration.ofSeconds(1));
        lane.elapse(Duration.ofHours(1));

        assertThat(offered).containsExactly("phone: q1");
    }

    @Test
    void aQuestionOnSomeScreenWaitsUntilNoDeviceShowsItAnyMore() {
        target("phone", PushRules.USUAL);
        shown.add(new SessionId("s1"));
        ask("s1", "q1");
        ask("s2", "q2");
        lane.elapse(Duration.ofMinutes(10));
        assertThat(offered).containsExactly("phone: q2");

        shown.clear();
        router.settle();

        assertThat(offered).containsExactly("phone: q2", "phone: q1");
    }

    @Test
    void theEndOfATurnThatThePersonSeesIsNotSentLater() {
        target("phone", rules(QuietHours.NONE, "", 0));
        shown.add(new SessionId("s1"));
        tell("s1", NotificationKind.DONE, "d1");
        lane.elapse(Duration.ofSeconds(3));
        shown.clear();
        router.settle();

        assertThat(offered).isEmpty();
    }

    @Test
    void manyQuestionsTogetherAreOneNotificationThatIsWithdrawnWithTheLast() {
        target("phone", PushRules.USUAL);
        for (int i = 1; i <= 4; i++) {
            ask("s" + i, "q" + i);
        }
        lane.elapse(Duration.ofSeconds(3));
        assertThat(offered).containsExactly("phone: 4 sessions need you.");

        answer("q1");
        answer("q2");
        answer("q3");
        assertThat(withdrawn).isEmpty();
        answer("q4");
        assertThat(withdrawn).containsExactly("phone: digest");
    }

    @Test
    void whatWasSentIsWithdrawnOnceAfterAnAnswerElsewhere() {
        target("phone", PushRules.USUAL);
        ask("s1", "q1");
        lane.elapse(Duration.ofSeconds(3));
        answer("q1");
        answer("q1");

        assertThat(withdrawn).containsExactly("phone: q1");
    }

    @Test
    void inQuietHoursNotificationsWaitForTheMorningAndComeAsOne() {
        target("phone", rules(new QuietHours("11:00", "13:00", "Europe/Berlin", List.of()), "", 0));
        // 12:00 UTC is 13:00 in Berlin: the quiet hours are over.
        tell("s1", NotificationKind.DONE, "d1");
        lane.elapse(Duration.ofSeconds(3));
        assertThat(offered).containsExactly("phone: d1");
        offered.clear();
        targets.clear();
        target(
                "phone",
                rules(new QuietHours("13:00", "15:00", "Europe/Berlin", List.of(NotificationKind.FAILED)), "", 0));
        ask("s1", "q1");
        ask("s2", "q2");
        tell("s3", NotificationKind.DONE, "d3");
        ask("s4", "q4");
        lane.elapse(Duration.ofHours(1));
        answer("q4");
        assertThat(offered).isEmpty();

        lane.elapse(Duration.ofHours(1));

        assertThat(offered).containsExactly("phone: 2 sessions need you. 1 is done.");
    }

    @Test
    void aKindThatIsExceptedIsSentInQuietHours() {
        target("phone", rules(new QuietHours("22:00", "21:00", "UTC", List.of(NotificationKind.NEEDS_YOU)), "", 0));
        ask("s1", "q1");
        tell("s1", NotificationKind.DONE, "d1");
        lane.elapse(Duration.ofSeconds(3));

        assertThat(offered).containsExactly("phone: q1");
    }

    @Test
    void aQuestionThatIsStillOpenLaterGoesToTheSecondTarget() {
        target("phone", rules(QuietHours.NONE, "desk", 10));
        target("desk", new PushRules(List.of(NotificationKind.FAILED), List.of(), QuietHours.NONE, "", 0));
        ask("s1", "q1");
        ask("s2", "q2");
        lane.elapse(Duration.ofMinutes(9));
        answer("q2");
        assertThat(offered).containsExactly("phone: q1", "phone: q2");

        lane.elapse(Duration.ofMinutes(1));

        assertThat(offered).containsExactly("phone: q1", "phone: q2", "desk: q1");
    }

    @Test
    void aScreenThatStaysOnDoesNotKeepAQuestionFromTheSecondTarget() {
        target("phone", rules(QuietHours.NONE, "desk", 10));
        target("desk", PushRules.USUAL);
        targets.set(1, targets.get(1));
        shown.add(new SessionId("s1"));
        ask("s1", "q1");
        lane.elapse(Duration.ofMinutes(10));

        assertThat(offered).containsExactly("desk: q1");
    }

    @Test
    void aSessionMayHaveEventsOfItsOwnOrNone() {
        target(
                "phone",
                rules(
                        QuietHours.NONE,
                        "",
                        0,
                        new PushOverride(new SessionId("muted"), List.of()),
                        new PushOverride(new SessionId("all"), List.of(NotificationKind.QUIET))));
        ask("muted", "q1");
        ask("all", "q2");
        tell("all", NotificationKind.QUIET, "z1");
        ask("other", "q3");
        lane.elapse(Duration.ofSeconds(3));

        assertThat(offered).containsExactly("phone: z1", "phone: q3");
    }

    @Test
    void endlesslyManyQuestionsTakeBoundedMemory() {
        target("phone", PushRules.USUAL);
        shown.add(new SessionId("s1"));
        for (int i = 0; i < NotificationRouter.CAPACITY + 50; i++) {
            ask("s1", "q" + i);
        }
        shown.clear();
        lane.elapse(Duration.ofSeconds(3));

        assertThat(offered).hasSize(1);
        assertThat(lane.failures()).isEmpty();
    }

    @Test
    void manyNotificationsThatWaitForTheMorningLeaveRoomForTheTimersOfOthers() {
        target("phone", rules(new QuietHours("11:00", "20:00", "UTC", List.of(NotificationKind.NEEDS_YOU)), "", 0));
        for (int i = 0; i < 100; i++) {
            tell("s" + i, NotificationKind.DONE, "d" + i);
            lane.elapse(Duration.ofSeconds(10));
        }

        ask("s1", "q1");
        lane.elapse(Duration.ofSeconds(3));

        assertThat(offered).containsExactly("phone: q1");
    }
}
