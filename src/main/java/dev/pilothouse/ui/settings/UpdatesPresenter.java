package dev.pilothouse.ui.settings;

import dev.pilothouse.platform.ReleaseFeed;
import dev.pilothouse.platform.SemanticVersion;
import dev.pilothouse.ui.text.Moments;
import dev.pilothouse.ui.text.Texts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;

/**
 * Whether there is a newer release, for whoever has said that the app may ask: at most once in {@link #EVERY}, over
 * restarts too. What it finds it says once for each version; that it could not ask stands on the settings screen alone.
 *
 * <p>Confined to the FX thread; ends with {@link #close()}.
 */
public final class UpdatesPresenter implements AutoCloseable {
    public static final Duration EVERY = Duration.ofDays(1);

    private static final String WANTED = "updates";
    private static final String ASKED = "updatesAsked";
    private static final String FOUND = "updatesFound";
    private static final String TOLD = "updatesTold";

    private final ReleaseFeed feed;
    private final KeptValues kept;
    private final Clock clock;
    private final String version;
    private final Executor fx;
    private final BiConsumer<String, String> notice;
    private final BooleanProperty wanted;
    private final ReadOnlyStringWrapper status = new ReadOnlyStringWrapper(this, "status", "");
    private final ReadOnlyStringWrapper page = new ReadOnlyStringWrapper(this, "page", "");
    private boolean asking;
    private boolean closed;

    /**
     * @param version of this program
     * @param notice told once of each newer release: a sentence, and the address of its page
     */
    public UpdatesPresenter(
            ReleaseFeed feed,
            KeptValues kept,
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
            showKept();
            onTime();
        });
        showKept();
    }

    /** Whether the app may ask. */
    public BooleanProperty wantedProperty() {
        return wanted;
    }

    /** What is known, in a sentence; empty before anything is. */
    public ReadOnlyStringProperty statusProperty() {
        return status.getReadOnlyProperty();
    }

    /** Where the newer release is, empty if there is none. */
    public ReadOnlyStringProperty pageProperty() {
        return page.getReadOnlyProperty();
    }

    /** Asks if it is time to. */
    public void onTime() {
        if (!wanted.get() || asking || !isDue()) {
            return;
        }
        asking = true;
        // Before the answer: whoever asks and fails has asked.
        kept.put(ASKED, Long.toString(clock.millis()));
        status.set(Texts.text("updates.asking"));
        feed.ask(answer -> fx.execute(() -> {
            asking = false;
            if (wanted.get()) {
                show(answer);
            }
        }));
    }

    /** An answer that comes later is kept, and told by whoever asks next. */
    @Override
    public void close() {
        closed = true;
    }

    private boolean isDue() {
        Instant now = clock.instant();
        // A clock that was set back would keep it from asking until the old time comes again.
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

    private void showKept() {
        String[] found = kept.get(FOUND).orElse("").split(" ", 2);
        if (!wanted.get()) {
            status.set("");
            page.set("");
        } else if (found.length == 2 && isNewer(found[0])) {
            status.set(Texts.text("updates.newer", found[0]));
            page.set(found[1]);
        } else {
            page.set("");
            status.set(asked().map(at -> Texts.text("updates.asked", Moments.when(at, clock.instant())))
                    .orElse(""));
        }
    }

    private void show(ReleaseFeed.Answer answer) {
        if (answer instanceof ReleaseFeed.Answer.Failed failed) {
            // A newer release that is known already stays to be had.
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

    /** A build without a version of its own is older than none. */
    private boolean isNewer(String other) {
        return SemanticVersion.parse(version)
                .flatMap(own -> SemanticVersion.parse(other).map(found -> found.compareTo(own) > 0))
                .orElse(false);
    }
}
