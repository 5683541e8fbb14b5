package dev.pilothouse.desktop.away;

import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.pulse.Mishaps;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the person's targets what happens while nobody looks. The targets are those of {@code away.json} when the host
 * starts; without that file nothing here runs.
 *
 * <p>Owns the outboxes, with lanes of their own, since they wait for strangers. {@link #changed} on any thread, never
 * waits. Ends with {@link #close()}.
 */
public final class AwayService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AwayService.class);
    private static final Duration ATTEMPT = Duration.ofSeconds(15);
    private static final int LANE = 16;

    private final AwayPost post;
    private final Lanes lanes;
    private final List<AwayOutbox> outboxes = new CopyOnWriteArrayList<>();
    private final AwayWatch watch;

    private AwayService(AwayPost post, List<AwayTarget> targets, AwayJournal journal, List<SessionFeed> before) {
        this.post = post;
        this.lanes = new Lanes("away", Mishaps::report);
        for (AwayTarget target : targets) {
            outboxes.add(new AwayOutbox(
                    target,
                    post,
                    journal,
                    lanes.open("away-" + target.name(), LANE),
                    System::nanoTime,
                    () -> ThreadLocalRandom.current().nextDouble()));
        }
        this.watch = new AwayWatch(before, this::tell);
    }

    /**
     * Begins to watch. A file that is wrong, or an outbox that cannot be kept, is said in the log and nothing is told: the
     * host itself runs all the same.
     *
     * @param before the sessions as they are now; what they show is not told
     */
    public static Optional<AwayService> start(Path dataFolder, String hostName, List<SessionFeed> before) {
        try {
            List<AwayTarget> targets = AwayConfig.read(dataFolder);
            if (targets.isEmpty()) {
                return Optional.empty();
            }
            AwayJournal journal = AwayJournal.open(dataFolder);
            return Optional.of(new AwayService(new OkHttpAwayPost(hostName, ATTEMPT), targets, journal, before));
        } catch (AwayConfig.InvalidException e) {
            LOG.warn("Nobody is told anything away from the app. {}", e.getMessage());
        } catch (IOException e) {
            LOG.warn(
                    "Nobody is told anything away from the app: {} cannot be kept: {}", AwayJournal.FILE, e.toString());
        }
        return Optional.empty();
    }

    private void tell(AwayNotice notice, BooleanSupplier open) {
        for (AwayOutbox outbox : outboxes) {
            if (outbox.target().kinds().contains(notice.kind())) {
                outbox.offer(notice, open);
            }
        }
    }

    /** A session shows something new, and that is on disk. */
    public void changed(SessionFeed feed) {
        watch.changed(feed);
    }

    public void removed(SessionId sessionId) {
        watch.removed(sessionId);
    }

    /** What waits is not told any more. Idempotent. */
    @Override
    public void close() {
        outboxes.forEach(AwayOutbox::stop);
        // Then the requests, on whose ends the lanes wait.
        post.close();
        outboxes.forEach(AwayOutbox::close);
        lanes.close();
    }
}
