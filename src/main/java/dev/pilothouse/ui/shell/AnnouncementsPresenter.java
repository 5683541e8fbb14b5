package dev.pilothouse.ui.shell;

import dev.pilothouse.platform.Notifier;
import dev.pilothouse.platform.Vibrator;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.settings.SettingsPresenter;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.status.SessionStatus;
import dev.pilothouse.ui.text.Texts;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/**
 * Announces events in sessions that the person is not looking at: as notices over the window, as system notifications
 * while the window is not in front, and as counts in the window's title. The settings can switch off each kind.
 *
 * <p>Owns the system notifications that it has shown. Confined to the FX thread. Ends with the shell, and withdraws
 * them then.
 */
final class AnnouncementsPresenter implements AutoCloseable {
    private final SettingsPresenter settings;
    private final NoticesPresenter notices;
    private final Optional<Notifier> notifier;
    private final Optional<Vibrator> vibrator;
    private final Navigation navigation;
    private final Clock clock;
    private final SessionEventDetector happenings = new SessionEventDetector();
    private final SilenceDetector silences = new SilenceDetector();
    private final Set<SessionKey> asked = new HashSet<>();
    private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper(this, "title", "Pilothouse");
    private List<HostLink> links = List.of();

    /** @param notifier the system's notifications; it reports a pressed one on any thread */
    AnnouncementsPresenter(
            SettingsPresenter settings,
            NoticesPresenter notices,
            Optional<Notifier> notifier,
            Optional<Vibrator> vibrator,
            Navigation navigation,
            Clock clock,
            Executor fx) {
        this.settings = settings;
        this.notices = notices;
        this.notifier = notifier;
        this.vibrator = vibrator;
        this.navigation = navigation;
        this.clock = clock;
        notifier.ifPresent(system -> system.onPressed(key -> fx.execute(() -> onPressed(key))));
        navigation.onViewed(notices.attendedProperty(), this::seen);
        settings.notifyNeedsYouProperty().addListener((property, before, now) -> renderTitle());
        settings.notifyDoneProperty().addListener((property, before, now) -> renderTitle());
        settings.notifyFailedProperty().addListener((property, before, now) -> renderTitle());
    }

    /** Brings the window to the front and opens the session of a system notification, unless it is gone. */
    private void onPressed(String noticeKey) {
        navigation.summon();
        links.stream()
                .flatMap(link -> link.reader().host().sessions().stream()
                        .map(session -> new SessionKey(link.hostId(), session.sessionId())))
                .filter(key -> key.asText().equals(noticeKey))
                .findFirst()
                .ifPresent(navigation::open);
    }

    /** The window's title: the counts of waiting sessions, then the program's name. */
    ReadOnlyStringProperty titleProperty() {
        return title.getReadOnlyProperty();
    }

    void render(List<HostLink> current) {
        links = current;
        boolean asks = false;
        for (SessionEventDetector.Happening happening : happenings.since(links)) {
            if (isEnabled(happening.tone())) {
                asks |= happening.tone() == Notice.Tone.NEEDS_YOU;
                announce(happening);
            }
        }
        // Once for all questions that came together. In the background it is for the push notification to vibrate.
        if (asks
                && notices.attendedProperty().get()
                && settings.vibrateProperty().get()) {
            vibrator.ifPresent(Vibrator::vibrate);
        }
        int minutes = settings.quietTimeProperty().get().minutes();
        silences.longer(links, Duration.ofMinutes(minutes), clock.instant()).forEach(this::announce);
        withdrawAnswered();
        renderTitle();
    }

    private boolean isEnabled(Notice.Tone tone) {
        return switch (tone) {
            case PROBLEM -> true;
            case NEEDS_YOU -> settings.notifyNeedsYouProperty().get();
            case DONE -> settings.notifyDoneProperty().get();
            case FAILED -> settings.notifyFailedProperty().get();
            case QUIET, NEWS -> true;
        };
    }

    private void announce(SessionEventDetector.Happening happening) {
        boolean attended = notices.attendedProperty().get();
        if (attended && navigation.isOnScreen(happening.session())) {
            return;
        }
        if (happening.tone() == Notice.Tone.NEEDS_YOU && happening.goal() == null) {
            asked.add(happening.session());
        }
        if (!attended && notifier.isPresent()) {
            boolean details = settings.notifyDetailsProperty().get();
            String said = Texts.text(
                    happening.goal() == null
                            ? "announce." + happening.tone().name()
                            : "announceGoal." + happening.goal().name());
            notifier.get()
                    .show(new Notifier.Notice(
                            happening.session().asText(),
                            details ? happening.name() : "Pilothouse",
                            details && !happening.what().isEmpty() ? said + " " + happening.what() : said));
        }
        if (navigation.isOnScreen(happening.session())) {
            // The notice would cover the question that it announces.
            return;
        }
        if (attended
                && happening.tone() == Notice.Tone.NEEDS_YOU
                && happening.goal() == null
                && navigation.screenProperty().get() == MainScreen.DECISIONS) {
            // The inbox shows the question itself.
            return;
        }
        // Shown in addition to the system notification, which may be disabled. It stays until the person returns.
        notices.show(Notice.of(happening.session(), happening.tone(), text(happening)));
    }

    private static String text(SessionEventDetector.Happening happening) {
        if (happening.goal() != null) {
            return Texts.text("noticeGoal." + happening.goal().name(), happening.name(), happening.what())
                    .strip();
        }
        return happening.what().isEmpty() || happening.tone() == Notice.Tone.DONE
                ? Texts.text("notice." + happening.tone().name(), happening.name())
                : Texts.text("noticeWith." + happening.tone().name(), happening.name(), happening.what());
    }

    /** Withdraws notifications of questions that were answered elsewhere. */
    private void withdrawAnswered() {
        if (asked.isEmpty()) {
            return;
        }
        Set<SessionKey> waiting = new HashSet<>();
        forEach((key, status) -> {
            if (status.isWaiting()) {
                waiting.add(key);
            }
        });
        for (SessionKey key : List.copyOf(asked)) {
            if (!waiting.contains(key)) {
                asked.remove(key);
                notices.removeNotices(key);
                notifier.ifPresent(system -> system.withdraw(key.asText()));
            }
        }
    }

    /** Withdraws everything that was announced for this session, because the person is looking at it. */
    private void seen(SessionKey key) {
        notices.removeNotices(key);
        notifier.ifPresent(system -> system.withdraw(key.asText()));
    }

    private void renderTitle() {
        Map<SessionStatus, Integer> counts = new EnumMap<>(SessionStatus.class);
        forEach((key, status) -> counts.merge(status, 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        if (settings.notifyNeedsYouProperty().get()) {
            part(parts, "title.needsYou", counts, SessionStatus::isWaiting);
        }
        if (settings.notifyFailedProperty().get()) {
            part(parts, "title.failed", counts, SessionStatus.FAILED::equals);
        }
        if (settings.notifyDoneProperty().get()) {
            part(parts, "title.done", counts, SessionStatus.DONE::equals);
        }
        parts.add("Pilothouse");
        title.set(String.join(" \u00b7 ", parts));
    }

    private static void part(
            List<String> parts, String key, Map<SessionStatus, Integer> counts, Predicate<SessionStatus> counted) {
        int count = counts.entrySet().stream()
                .filter(each -> counted.test(each.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum();
        if (count > 0) {
            parts.add(Texts.counted(key, count));
        }
    }

    private void forEach(BiConsumer<SessionKey, SessionStatus> session) {
        for (HostLink link : links) {
            HostView host = link.reader().host();
            for (SessionSummary each : host.sessions()) {
                session.accept(
                        new SessionKey(link.hostId(), each.sessionId()), SessionStatus.of(each, host.unread(each)));
            }
        }
    }

    @Override
    public void close() {
        asked.forEach(key -> notifier.ifPresent(system -> system.withdraw(key.asText())));
        asked.clear();
        // The notifier keeps its listener until another shell with notifications replaces this one. A demo has none.
        links = List.of();
    }
}
