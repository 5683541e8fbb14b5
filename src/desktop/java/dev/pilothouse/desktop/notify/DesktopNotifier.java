package dev.pilothouse.desktop.notify;

import dev.pilothouse.desktop.process.SystemCommand;
import dev.pilothouse.desktop.process.SystemEventReader;
import dev.pilothouse.platform.Notifier;
import dev.pilothouse.pulse.NamedThreads;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows notifications with the system's own program. At most {@value #WAITING} are queued. A later one with the same
 * key replaces a queued one; when the queue is full the oldest is dropped. After a failure the program is not used for
 * a while ({@link FailureBackoff}), and notifications are dropped meanwhile, since late ones are useless.
 *
 * <p>Where a notification can be clicked, its program keeps running until the notification is gone. At most
 * {@value #PRESSABLE} are kept; after that the oldest can no longer be clicked.
 *
 * <p>Owns a thread that starts those programs and waits for each at most {@link #TIMEOUT}. Also owns the programs that
 * wait for a click, with one thread each. Any thread may show and withdraw, and never blocks. Ends with
 * {@link #close()}, which drops the queue and returns when no program can be started any more.
 */
public final class DesktopNotifier implements Notifier, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DesktopNotifier.class);
    private static final int WAITING = 16;
    private static final int PRESSABLE = 16;
    private static final int REMEMBERED = 256;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    /** The thread ends its program and itself when interrupted; it takes longer only if the system hangs. */
    private static final Duration END = Duration.ofSeconds(2);

    private final NotificationProgram program;
    private final FailureBackoff rest;
    private final Deque<Job> jobs = new ArrayDeque<>();
    /** By key, the system's id of the last notification; confined to the thread. */
    private final Map<String, String> shown = new HashMap<>();
    /** By key, the programs that wait for a click, oldest first; guarded by itself. */
    private final Map<String, SystemEventReader> talks = new LinkedHashMap<>();

    private final Thread thread;
    private volatile Consumer<String> pressed = key -> {};
    private boolean closed;

    /** A notification to show, or if that is empty a key to withdraw. Immutable. */
    private record Job(String key, Optional<Notice> notice) {}

    public DesktopNotifier() {
        this(NotificationCommands.ofThisSystem(), System::nanoTime);
    }

    DesktopNotifier(NotificationProgram program, LongSupplier ticker) {
        this.program = program;
        rest = new FailureBackoff(ticker);
        thread = NamedThreads.create("notifier", this::run);
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

    @Override
    public void onPressed(Consumer<String> told) {
        pressed = told;
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
        try {
            Optional<Boolean> pressable = Optional.empty();
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
                if (job.notice().isEmpty()) {
                    unregister(job.key());
                } else if (rest.canTry()) {
                    if (pressable.isEmpty()) {
                        pressable = Optional.of(canBePressed());
                    }
                    show(job.notice().get(), pressable.get());
                }
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean canBePressed() {
        return program.asksForActions()
                .flatMap(command -> SystemCommand.ask(TIMEOUT, command))
                .filter(answer -> answer.contains(NotificationProgram.ACTION))
                .isPresent();
    }

    private void show(Notice notice, boolean pressable) throws InterruptedException {
        String replaced = shown.getOrDefault(notice.key(), "");
        Optional<String> answer = pressable
                ? showPressable(notice, replaced)
                : SystemCommand.ask(TIMEOUT, new ArrayList<>(program.show(notice, replaced)));
        if (answer.isEmpty()) {
            if (!closedMeanwhile()) {
                log.info(
                        "{} did not show a notification; the next try is in {} min at the earliest",
                        program.show(notice, "").get(0),
                        rest.failed().toMinutes());
            }
            return;
        }
        rest.onSuccess();
        String id = answer.get().strip();
        if (id.matches("\\d{1,10}")) {
            if (shown.size() >= REMEMBERED) {
                shown.clear();
            }
            shown.put(notice.key(), id);
        }
    }

    /** @return the first line of the program, empty if it failed */
    private Optional<String> showPressable(Notice notice, String replaced) throws InterruptedException {
        CompletableFuture<Optional<String>> first = new CompletableFuture<>();
        String key = notice.key();
        Optional<SystemEventReader> started = SystemEventReader.start(
                "notice-press", program.showPressable(notice, replaced), new SystemEventReader.Listener() {
                    @Override
                    public void onLine(String line) {
                        if (!first.complete(Optional.of(line)) && line.equals(NotificationProgram.PRESSED)) {
                            pressed.accept(key);
                        }
                    }

                    @Override
                    public void onEnd(boolean failed) {
                        first.complete(Optional.empty());
                    }
                });
        if (started.isEmpty()) {
            return Optional.empty();
        }
        register(key, started.get());
        try {
            return first.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            started.get().close();
            return Optional.empty();
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }

    private void register(String key, SystemEventReader talk) {
        synchronized (talks) {
            SystemEventReader before = talks.remove(key);
            if (before != null) {
                before.close();
            }
            talks.put(key, talk);
            if (talks.size() > PRESSABLE) {
                Iterator<SystemEventReader> oldest = talks.values().iterator();
                oldest.next().close();
                oldest.remove();
            }
        }
        if (closedMeanwhile()) {
            talk.close();
        }
    }

    private boolean closedMeanwhile() {
        synchronized (jobs) {
            return closed;
        }
    }

    private void unregister(String key) {
        String id = shown.remove(key);
        if (id != null) {
            program.withdraw(id).ifPresent(command -> SystemCommand.ask(TIMEOUT, command));
        }
        synchronized (talks) {
            SystemEventReader talk = talks.remove(key);
            if (talk != null) {
                talk.close();
            }
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
        synchronized (talks) {
            talks.values().forEach(SystemEventReader::close);
            talks.clear();
        }
        awaitThread();
    }

    /** Waits for the thread, which may be about to start a program: after close no program may be started. */
    private void awaitThread() {
        try {
            thread.join(END.toMillis());
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }
}
