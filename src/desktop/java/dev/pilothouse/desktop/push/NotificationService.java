package dev.pilothouse.desktop.push;

import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.CrashReporter;
import dev.pilothouse.pulse.Lanes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies the user's targets of events while nobody uses the app. The targets are those in {@code away.json} when the
 * host starts; without that file nothing runs here.
 *
 * <p>Owns the queues, each with its own lane, since they wait for remote servers. {@link #changed} on any thread,
 * never blocks. Ends with {@link #close()}.
 */
public final class NotificationService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NotificationService.class);
    private static final Duration ATTEMPT = Duration.ofSeconds(15);
    private static final int LANE = 16;

    private final WebhookClient post;
    private final Lanes lanes;
    private final List<NotificationQueue> outboxes = new CopyOnWriteArrayList<>();
    private final NotificationWatcher watch;

    private NotificationService(
            WebhookClient post,
            List<NotificationTarget> targets,
            NotificationJournal journal,
            List<SessionFeed> before) {
        this.post = post;
        this.lanes = new Lanes("away", CrashReporter::report);
        for (NotificationTarget target : targets) {
            outboxes.add(new NotificationQueue(
                    target,
                    post,
                    journal,
                    lanes.open("away-" + target.name(), LANE),
                    System::nanoTime,
                    () -> ThreadLocalRandom.current().nextDouble()));
        }
        this.watch = new NotificationWatcher(before, this::enqueue);
    }

    /**
     * Starts the notifications. If the file is invalid or the journal is unusable, this is logged and nothing is sent;
     * the host runs all the same.
     *
     * @param before the current sessions; their present state causes no notification
     */
    public static Optional<NotificationService> start(Path dataFolder, String hostName, List<SessionFeed> before) {
        try {
            List<NotificationTarget> targets = NotificationConfig.read(dataFolder);
            if (targets.isEmpty()) {
                return Optional.empty();
            }
            NotificationJournal journal = NotificationJournal.open(dataFolder);
            return Optional.of(
                    new NotificationService(new OkHttpWebhookClient(hostName, ATTEMPT), targets, journal, before));
        } catch (NotificationConfig.InvalidException e) {
            LOG.warn("Push notifications are off. {}", e.getMessage());
        } catch (IOException e) {
            LOG.warn("Push notifications are off: {} cannot be stored: {}", NotificationJournal.FILE, e.toString());
        }
        return Optional.empty();
    }

    private void enqueue(PushNotification notice, BooleanSupplier open) {
        for (NotificationQueue outbox : outboxes) {
            if (outbox.target().kinds().contains(notice.kind())) {
                outbox.offer(notice, open);
            }
        }
    }

    /** A session has changed, and the change is on disk. */
    public void changed(SessionFeed feed) {
        watch.changed(feed);
    }

    /** Goals tell instead of the turns of their sessions, from their present state on. */
    public void useRuns(Supplier<List<Run>> runs) {
        watch.useRuns(runs);
    }

    /** The runs have changed. Any thread, never blocks. */
    public void runsChanged(Function<SessionId, Optional<SessionFeed>> feeds) {
        watch.runsChanged(feeds);
    }

    public void removed(SessionId sessionId) {
        watch.removed(sessionId);
    }

    /** Drops the queues. Idempotent. */
    @Override
    public void close() {
        outboxes.forEach(NotificationQueue::stop);
        // Cancels the requests first, since the lanes wait for them.
        post.close();
        outboxes.forEach(NotificationQueue::close);
        lanes.close();
    }
}
