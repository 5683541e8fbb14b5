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
 * Notifies the user's targets of events while nobody uses the app. The targets are those in {@code away.json} when the
 * host starts; without that file nothing runs here.
 *
 * <p>Owns the outboxes, each with its own lane, since they wait for remote servers. {@link #changed} on any thread,
 * never blocks. Ends with {@link #close()}.
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
     * Starts the notifications. If the file is invalid or the outbox is unusable, this is logged and nothing is sent;
     * the host runs all the same.
     *
     * @param before the current sessions; their present state causes no notification
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

    /** A session has changed, and the change is on disk. */
    public void changed(SessionFeed feed) {
        watch.changed(feed);
    }

    public void removed(SessionId sessionId) {
        watch.removed(sessionId);
    }

    /** Drops the queues. Idempotent. */
    @Override
    public void close() {
        outboxes.forEach(AwayOutbox::stop);
        // Cancels the requests first, since the lanes wait for them.
        post.close();
        outboxes.forEach(AwayOutbox::close);
        lanes.close();
    }
}
