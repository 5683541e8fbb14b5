package dev.pilothouse.ui.settings;

import dev.pilothouse.platform.Preferences;
import dev.pilothouse.platform.ReleaseFeed;
import dev.pilothouse.platform.SemanticVersion;
import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.text.TimeFormatter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;

/**
 * Checks for a newer release, if the person has enabled it: at most once in {@link #EVERY}, across restarts. Each newer
 * version is announced once. A failed check is shown only on the settings screen.
 *
 * <p>Confined to the FX thread. Ends with {@link #close()}.
 */
public final class UpdatesPresenter implements AutoCloseable {
    public static final Duration EVERY = Duration.ofDays(1);

    private static final Duration HOUR = Duration.ofHours(1);
    private static final String WANTED = "updates";
    private static final String ASKED = "updatesAsked";
    private static final String FOUND = "updatesFound";
    private static final String TOLD = "updatesTold";

    private final ReleaseFeed feed;
    private final Preferences kept;
    private final Clock clock;
    private final String version;
    private final Executor fx;
    private final BiConsumer<String, String> notice;
    private final BooleanProperty wanted;
    private final ReadOnlyStringWrapper status = new ReadOnlyStringWrapper(this, "status", "");
    private final ReadOnlyStringWrapper page = new ReadOnlyStringWrapper(this, "page", "");
    private boolean asking;
    private boolean closed;
    private Cancellable hourly = Cancellable.NOTHING;

    /**
     * @param version the version of this program
     * @param notice called once per newer release with a sentence and the address of its page
     */
    public UpdatesPresenter(
            ReleaseFeed feed,
            Preferences kept,
            Clock clock,
            String version,
            Executor fx,
            BiConsumer<String, String> notice) {
        this.feed = feed;
        this.kept = kept;
        this.clock = clock;
        this.version = version;
        this.fx = fx;
        this.notice = notice;
        wanted = new SimpleBooleanProperty(
                this, WANTED, kept.get(WANTED).map(Boolean::parseBoolean).orElse(false));
        wanted.addListener((property, before, now) -> {
            kept.put(WANTED, now.toString());
            showStored();
            onTime();
        });
        showStored();
    }

    /** Whether the person allows the check. */
    public BooleanProperty enabledProperty() {
        return wanted;
    }

    /** The result of the last check as a sentence; empty before the first one. */
    public ReadOnlyStringProperty statusProperty() {
        return status.getReadOnlyProperty();
    }

    /** The page of the newer release, empty if there is none. */
    public ReadOnlyStringProperty pageProperty() {
        return page.getReadOnlyProperty();
    }

    /** Checks now and every hour if a check is due. */
    public void start(Lane timers) {
        if (closed) {
            return;
        }
        onTime();
        try {
            hourly = timers.schedule(HOUR, () -> fx.execute(() -> start(timers)));
        } catch (RejectedExecutionException ending) {
            // The app is ending. The next run checks.
        }
    }

    /** Checks if a check is due. */
    public void onTime() {
        if (!wanted.get() || asking || !isDue()) {
            return;
        }
        asking = true;
        // Stored before the answer, so that a failed check counts as one.
        kept.put(ASKED, Long.toString(clock.millis()));
        status.set(Texts.text("updates.asking"));
        feed.ask(answer -> fx.execute(() -> {
            asking = false;
            if (wanted.get()) {
                show(answer);
            }
        }));
    }

    /** Stops announcements. A later answer is still stored, and the next check announces it. */
    @Override
    public void close() {
        closed = true;
        hourly.cancel();
    }

    private boolean isDue() {
        Instant now = clock.instant();
        // Ignores a time in the future: after the clock was set back, checks would stop until that time.
        return asked().filter(at -> !at.isAfter(now) && now.isBefore(at.plus(EVERY)))
                .isEmpty();
    }

    private Optional<Instant> asked() {
        try {
            return kept.get(ASKED).map(text -> Instant.ofEpochMilli(Long.parseLong(text)));
        } catch (NumberFormatException damaged) {
            return Optional.empty();
        }
    }

    private void showStored() {
        String[] found = kept.get(FOUND).orElse("").split(" ", 2);
        if (!wanted.get()) {
            status.set("");
            page.set("");
        } else if (found.length == 2 && isNewer(found[0])) {
            status.set(Texts.text("updates.newer", found[0]));
            page.set(found[1]);
        } else {
            page.set("");
            status.set(asked().map(at -> Texts.text("updates.asked", TimeFormatter.dateOrTime(at, clock.instant())))
                    .orElse(""));
        }
    }

    private void show(ReleaseFeed.Answer answer) {
        if (answer instanceof ReleaseFeed.Answer.Failed failed) {
            // Keeps the page of a newer release that is known already.
            status.set(Texts.text(
                    "updates.failed",
                    Texts.text("updates.failed." + failed.reason().name(), Integer.toString(failed.status()))));
            return;
        }
        if (answer instanceof ReleaseFeed.Answer.Newest newest && isNewer(newest.version())) {
            kept.put(FOUND, newest.version() + " " + newest.page());
            status.set(Texts.text("updates.newer", newest.version()));
            page.set(newest.page());
            if (!closed && !newest.version().equals(kept.get(TOLD).orElse(""))) {
                kept.put(TOLD, newest.version());
                notice.accept(Texts.text("updates.newer", newest.version()), newest.page());
            }
            return;
        }
        kept.put(FOUND, "");
        page.set("");
        status.set(Texts.text("updates.newest"));
    }

    /** False if this build has no version of its own. */
    private boolean isNewer(String other) {
        return SemanticVersion.parse(version)
                .flatMap(own -> SemanticVersion.parse(other).map(found -> found.compareTo(own) > 0))
                .orElse(false);
    }
}
