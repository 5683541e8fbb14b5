package dev.pilothouse.desktop.notify;

import dev.pilothouse.desktop.process.SystemQuestion;
import dev.pilothouse.platform.Notifier;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows notifications by the system's own program. At most {@value #WAITING} wait for it; a later one of the same key takes the
 * place of one that waits, and when there are too many the oldest is dropped. A program that is not there is asked once.
 *
 * <p>Owns a thread that starts those programs and waits for each at most {@link #PATIENCE}; any thread may show and withdraw,
 * and never waits; ends with {@link #close()}, which drops what waits.
 */
public final class DesktopNotifier implements Notifier, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DesktopNotifier.class);
    private static final int WAITING = 16;
    private static final int REMEMBERED = 256;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final NoticeCommands commands;
    private final Deque<Job> jobs = new ArrayDeque<>();
    private final Thread thread;
    private boolean closed;

    /** A notice to show, or with an empty one a key to withdraw. Immutable. */
    private record Job(String key, Optional<Notice> notice) {}

    public DesktopNotifier() {
        this(NoticeCommands.ofThisSystem());
    }

    DesktopNotifier(NoticeCommands commands) {
        this.commands = commands;
        thread = new Thread(this::run, "notifier");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void show(Notice notice) {
        add(new Job(notice.key(), Optional.of(notice)));
    }

    @Override
    public void withdraw(String key) {
        add(new Job(key, Optional.empty()));
    }

    private void add(Job job) {
        synchronized (jobs) {
            if (closed) {
                return;
            }
            jobs.removeIf(waiting -> waiting.key().equals(job.key()));
            jobs.add(job);
            if (jobs.size() > WAITING) {
                jobs.poll();
            }
            jobs.notifyAll();
        }
    }

    private void run() {
        // By key, what the system calls the notice that was shown last; only this thread touches it.
        Map<String, String> shown = new HashMap<>();
        try {
            while (true) {
                Job job;
                synchronized (jobs) {
                    while (jobs.isEmpty() && !closed) {
                        jobs.wait();
                    }
                    if (closed) {
                        return;
                    }
                    job = jobs.poll();
                }
                if (job.notice().isPresent()) {
                    if (!show(job.notice().get(), shown)) {
                        return;
                    }
                } else {
                    takeBack(shown.remove(job.key()));
                }
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether the system's program works at all */
    private boolean show(Notice notice, Map<String, String> shown) {
        List<String> command = new ArrayList<>(commands.show(notice, shown.getOrDefault(notice.key(), "")));
        Optional<String> answer = SystemQuestion.ask(PATIENCE, command);
        if (answer.isEmpty()) {
            if (closedMeanwhile()) {
                return false;
            }
            log.info("{} does not show notifications here; none are shown from now on", command.get(0));
            close();
            return false;
        }
        String id = answer.get().strip();
        if (id.matches("\\d{1,10}")) {
            if (shown.size() >= REMEMBERED) {
                shown.clear();
            }
            shown.put(notice.key(), id);
        }
        return true;
    }

    private boolean closedMeanwhile() {
        synchronized (jobs) {
            return closed;
        }
    }

    private void takeBack(String id) {
        if (id != null) {
            commands.withdraw(id).ifPresent(command -> SystemQuestion.ask(PATIENCE, command));
        }
    }

    @Override
    public void close() {
        synchronized (jobs) {
            closed = true;
            jobs.clear();
            jobs.notifyAll();
        }
        thread.interrupt();
    }
}
