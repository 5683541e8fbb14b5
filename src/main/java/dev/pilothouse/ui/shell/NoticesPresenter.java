package dev.pilothouse.ui.shell;

import dev.pilothouse.ui.status.SessionKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The notices over the window. An error stays until it is dismissed. Other notices disappear after {@link #READ_IN},
 * counted only while the window has the person's attention.
 *
 * <p>Owns at most {@value #KEPT} notices, of which {@value #SHOWN} are shown. When there are more, the oldest notice
 * that is not an error is dropped; an error is dropped only if there is nothing else. Confined to the FX thread. Ends
 * with the shell.
 */
public final class NoticesPresenter {
    private static final Logger log = LoggerFactory.getLogger(NoticesPresenter.class);
    private static final int SHOWN = 4;
    private static final int KEPT = 20;
    private static final Duration READ_IN = Duration.ofSeconds(8);

    private final Clock clock;
    private final Consumer<Duration> wake;
    private final Consumer<SessionKey> open;
    private final Consumer<String> openPage;
    private final List<Notice> kept = new ArrayList<>();
    private final Map<String, Instant> seenSince = new HashMap<>();
    private final ObservableList<Notice> shown = FXCollections.observableArrayList();
    private final ReadOnlyIntegerWrapper behind = new ReadOnlyIntegerWrapper(this, "behind");
    private final BooleanProperty attended = new SimpleBooleanProperty(this, "attended", true);

    /** @param openPage opens a web page */
    NoticesPresenter(Clock clock, Consumer<Duration> wake, Consumer<SessionKey> open, Consumer<String> openPage) {
        this.openPage = openPage;
        this.clock = clock;
        this.wake = wake;
        this.open = open;
        attended.addListener((property, before, now) -> {
            // The person has not seen the notices while away, so their time restarts.
            seenSince.clear();
            render();
        });
    }

    /** The visible notices, the latest first. */
    public ObservableList<Notice> shown() {
        return shown;
    }

    /** The number of notices that are not visible. */
    public ReadOnlyIntegerProperty behindProperty() {
        return behind.getReadOnlyProperty();
    }

    /** Whether the window has the person's attention. */
    public BooleanProperty attendedProperty() {
        return attended;
    }

    /** Shows a sentence until it is dismissed. */
    public void showProblem(String text) {
        show(Notice.problem(text));
    }

    void show(Notice notice) {
        Notice next = notice;
        for (Notice each : List.copyOf(kept)) {
            if (each.key().equals(notice.key())) {
                next = each.text().equals(notice.text()) ? each.again() : notice;
                kept.remove(each);
            }
        }
        seenSince.remove(notice.key());
        kept.add(0, next);
        if (kept.size() > KEPT) {
            int last = kept.size() - 1;
            while (last > 0 && !kept.get(last).isTransient()) {
                last--;
            }
            Notice dropped = kept.remove(last == 0 ? kept.size() - 1 : last);
            log.debug("There is no room for the notice {}", dropped.key());
        }
        render();
    }

    /** Removes a notice, because the person has read it or it is no longer true. */
    public void dismiss(String key) {
        seenSince.remove(key);
        if (kept.removeIf(notice -> notice.key().equals(key))) {
            render();
        }
    }

    /** Opens the target of a notice. */
    public void onOpen(Notice notice) {
        dismiss(notice.key());
        notice.session().ifPresent(open);
        if (!notice.page().isEmpty()) {
            openPage.accept(notice.page());
        }
    }

    /** Removes all notices of a session. */
    void removeNotices(SessionKey session) {
        dismiss("session:" + session.asText());
    }

    /** Removes notices whose time is over. */
    void onTime() {
        Instant now = clock.instant();
        for (Notice notice : List.copyOf(shown)) {
            Instant since = seenSince.get(notice.key());
            // Also handles a clock that was set back, which would otherwise keep the notice until the old time.
            if (notice.isTransient()
                    && since != null
                    && (now.isBefore(since) || !since.plus(READ_IN).isAfter(now))) {
                kept.remove(notice);
                seenSince.remove(notice.key());
            }
        }
        render();
    }

    private void render() {
        List<Notice> now = List.copyOf(kept.subList(0, Math.min(SHOWN, kept.size())));
        if (!shown.equals(now)) {
            shown.setAll(now);
        }
        behind.set(kept.size() - now.size());
        if (!attended.get()) {
            return;
        }
        boolean started = false;
        for (Notice notice : now) {
            if (notice.isTransient() && seenSince.putIfAbsent(notice.key(), clock.instant()) == null) {
                started = true;
            }
        }
        if (started) {
            wake.accept(READ_IN);
        }
    }
}
