package dev.pilothouse.ui.shell;

import dev.pilothouse.ui.sessions.SessionKey;
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
 * The sentences over the window. What went wrong stays until it is dismissed; news of a session goes after a while, and that
 * while counts only as long as the window has the person's attention.
 *
 * <p>Owns at most {@value #KEPT} notices, of which {@value #SHOWN} are shown; the oldest news goes first when there are more,
 * and a problem only when there is nothing else. Confined to the FX thread; ends with the shell.
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

    /**
     * @param wake asks for a call of {@link #onTime} after so long
     * @param open shows a session
     */
    NoticesPresenter(Clock clock, Consumer<Duration> wake, Consumer<SessionKey> open) {
        this(clock, wake, open, page -> {});
    }

    /** @param openPage shows a page of the web */
    NoticesPresenter(Clock clock, Consumer<Duration> wake, Consumer<SessionKey> open, Consumer<String> openPage) {
        this.openPage = openPage;
        this.clock = clock;
        this.wake = wake;
        this.open = open;
        attended.addListener((property, before, now) -> {
            // Who was away has seen nothing, so that the while begins anew.
            seenSince.clear();
            render();
        });
    }

    /** What is shown now, the latest first. */
    public ObservableList<Notice> shown() {
        return shown;
    }

    /** How many wait behind those. */
    public ReadOnlyIntegerProperty behindProperty() {
        return behind.getReadOnlyProperty();
    }

    /** Whether the person looks at the window. */
    public BooleanProperty attendedProperty() {
        return attended;
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
            while (last > 0 && !kept.get(last).goesByItself()) {
                last--;
            }
            Notice dropped = kept.remove(last == 0 ? kept.size() - 1 : last);
            log.debug("There is no room for the notice {}", dropped.key());
        }
        render();
    }

    /** Takes a notice away: the person has read it, or it is no longer true. */
    public void dismiss(String key) {
        seenSince.remove(key);
        if (kept.removeIf(notice -> notice.key().equals(key))) {
            render();
        }
    }

    /** Goes where a notice leads. */
    public void onOpen(Notice notice) {
        dismiss(notice.key());
        notice.session().ifPresent(open);
        if (!notice.page().isEmpty()) {
            openPage.accept(notice.page());
        }
    }

    /** Takes away all notices of a session. */
    void forget(SessionKey session) {
        dismiss("session:" + session.asText());
    }

    /** Some time has passed. */
    void onTime() {
        Instant now = clock.instant();
        for (Notice notice : List.copyOf(shown)) {
            Instant since = seenSince.get(notice.key());
            // A clock that was set back would keep it until the old time comes again.
            if (notice.goesByItself()
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
            if (notice.goesByItself() && seenSince.putIfAbsent(notice.key(), clock.instant()) == null) {
                started = true;
            }
        }
        if (started) {
            wake.accept(READ_IN);
        }
    }
}
