package dev.pilothouse.desktop.process;

import dev.pilothouse.pulse.NamedThreads;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running child process and its whole tree. Owns the process handle, its three pipes and four daemon threads:
 * {@code cli-n-out} and {@code cli-n-err} drain the pipes from the start, {@code cli-n-in} writes, {@code cli-n-exit}
 * waits for the exit. Any thread may call it, also a listener. Ends when the child exits or with {@link #close()}. In
 * both cases the rest of the tree is ended, and the handle is released once, after both pipes have closed.
 */
public final class CliProcess implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CliProcess.class);

    /** Time that a child may run on after it has closed its stdout. */
    static final Duration MUTE_GRACE = Duration.ofSeconds(5);

    /** Time that an exit waits for the last lines before the rest of the tree, which may hold the pipes, is ended. */
    private static final Duration DRAIN = Duration.ofMillis(200);

    /**
     * Time that an exit or a release waits for the reader threads at most; a listener may still be busy with a line.
     */
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(3);

    private static final int BUFFER = 8 * 1024;

    private final Process process;
    private final ProcessMark mark;
    private final ProcessListener listener;
    private final ProcessRegistry ledger;
    private final StopTimings timings;
    private final int lineLimit;
    private final String name;

    private final ProcessTree tree;
    private final StderrTail stderrTail = new StderrTail();
    private final StdinWriter stdin;
    private final Thread out;
    private final Thread err;
    private final Thread exit;
    private final CompletableFuture<ProcessExit> exited = new CompletableFuture<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicBoolean silent = new AtomicBoolean();
    private final AtomicBoolean released = new AtomicBoolean();
    private final CountDownLatch rootGone = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    CliProcess(
            Process process,
            ProcessMark mark,
            ProcessListener listener,
            ProcessRegistry ledger,
            StopTimings timings,
            int lineLimit,
            String name,
            Procfs procfs) {
        this.process = process;
        this.mark = mark;
        this.listener = listener;
        this.ledger = ledger;
        this.timings = timings;
        this.lineLimit = lineLimit;
        this.name = name;
        this.tree = new ProcessTree(procfs, Optional.of(process.toHandle()), mark.session());
        this.stdin = new StdinWriter(process.getOutputStream(), StdinWriter.DEFAULT_BOUND, name + "-in");
        this.out = NamedThreads.create(name + "-out", this::drainStdout);
        this.err = NamedThreads.create(name + "-err", this::drainStderr);
        this.exit = NamedThreads.create(name + "-exit", this::awaitExit);
    }

    void startThreads() {
        err.start();
        out.start();
        stdin.start();
        exit.start();
    }

    /** Returns the child's process id. */
    public long pid() {
        return process.pid();
    }

    /** Returns the mark that the child and its descendants carry in their environment. */
    public ProcessMark mark() {
        return mark;
    }

    /** Returns whether the child itself is alive. */
    public boolean isRunning() {
        return process.isAlive();
    }

    /**
     * Returns the resource usage of the child and its descendants. A process that left the tree before it was ever seen
     * in it is not counted.
     *
     * @return empty if none of them was alive when the table was made
     */
    public Optional<ProcessUsage> usage(ProcessTable table) {
        return isRunning() ? table.usage(pid(), tree.knownPids()) : Optional.empty();
    }

    /** Completes with the exit of the child, on thread {@code cli-n-exit}, after the listener was called. */
    public CompletableFuture<ProcessExit> onExit() {
        return exited.copy();
    }

    /** Returns the last lines on stderr so far; see {@link ProcessExit#stderrExcerpt}. */
    public String stderrExcerpt() {
        return StderrExcerpt.of(stderrTail.text());
    }

    /**
     * Returns the living processes of the tree that are in another session than the child. Commands that an agent's
     * tools run are such processes. Empty where the system has no such data.
     */
    public Set<ProcessHandle> detachedProcesses() {
        Procfs procfs = Procfs.system();
        OptionalLong own = procfs.session(pid());
        if (own.isEmpty()) {
            return Set.of();
        }
        return tree.refresh().stream()
                .filter(member -> {
                    OptionalLong session = procfs.session(member.pid());
                    return session.isPresent() && session.getAsLong() != own.getAsLong();
                })
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Queues a line for stdin, as UTF-8 and with a line feed. Never blocks. */
    public WriteResult writeLine(String line) {
        return stdin.offer((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Queues bytes for stdin as they are. Never blocks. */
    public WriteResult write(byte[] bytes) {
        return stdin.offer(bytes.clone());
    }

    /** Closes stdin once the queue has been written. Never blocks. */
    public void closeStdin() {
        stdin.close();
    }

    /**
     * Ends the tree: closes stdin, waits, asks every process to end, waits, kills them, and looks again. Returns when
     * that is done, after a few seconds at most. Concurrent calls wait for the first one.
     */
    @Override
    public void close() {
        if (stopping.compareAndSet(false, true)) {
            try {
                stop();
            } finally {
                release();
                closed.countDown();
            }
        } else if (!isOwnThread()) {
            awaitQuietly(closed, total());
        }
    }

    private void stop() {
        // Collect descendants before killing the parents; afterwards only those that carry the mark can be found.
        tree.collectByParent();
        stdin.close();
        awaitQuietly(rootGone, timings.graceBeforeDestroy(process.supportsNormalTermination()));
        // If the root was alone and has exited, the exit thread ends the tree, and it is joined below. If there were
        // other processes, look twice: one of them may start another process during the first look.
        if (isOwnThread() || rootGone.getCount() > 0 || tree.hadDescendants()) {
            endTree();
        }
        if (!isOwnThread()) {
            // After close, the listener has received the exit and is not called again.
            joinQuietly(exit, DRAIN_LIMIT.multipliedBy(2));
        }
    }

    private void endTree() {
        int left = tree.end(timings.termGrace(), timings.killGrace());
        if (left > 0) {
            log.warn("{}: {} processes of its tree could not be ended", name, left);
        }
    }

    private void drainStdout() {
        try {
            Optional<ProcessListener.ByteSink> raw = listener.rawOutput();
            if (raw.isPresent()) {
                drain(process.getInputStream(), raw.get());
            } else {
                drainLines(new LineReader(process.getInputStream(), lineLimit));
            }
        } catch (IOException broken) {
            log.debug("{}: stdout broke: {}", name, broken.getMessage());
        }
        endIfSilent();
    }

    private void drainLines(LineReader reader) throws IOException {
        for (Optional<Line> line = reader.next(); line.isPresent(); line = reader.next()) {
            deliver(line.get());
        }
    }

    private void drain(InputStream stream, ProcessListener.ByteSink sink) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
            try {
                sink.accept(buffer, read);
            } catch (RuntimeException bug) {
                log.error("{}: a listener failed on a piece of output", name, bug);
            }
        }
    }

    /**
     * A child that has closed its stdout but lives on can no longer answer. Ends it, since callers would wait forever.
     */
    private void endIfSilent() {
        awaitQuietly(rootGone, MUTE_GRACE);
        if (rootGone.getCount() > 0 && !stopping.get()) {
            log.info("{}: ended, because it closed its output but did not exit", name);
            silent.set(true);
            endTree();
        }
    }

    private void deliver(Line line) {
        try {
            listener.onLine(line);
        } catch (RuntimeException bug) {
            // A line that a listener fails on must not stop the draining, or the child would hang.
            log.error("{}: a listener failed on a line", name, bug);
        }
    }

    private void drainStderr() {
        ProcessListener.ByteSink sink = listener.rawErrors().orElse((buffer, count) -> {});
        try (InputStream stream = process.getErrorStream()) {
            drain(stream, (buffer, count) -> {
                stderrTail.append(buffer, count);
                sink.accept(buffer, count);
            });
        } catch (IOException broken) {
            log.debug("{}: stderr broke: {}", name, broken.getMessage());
        }
    }

    private void awaitExit() {
        int code = waitForProcess();
        boolean stopped = stopping.get();
        rootGone.countDown();
        stdin.abandon();
        joinQuietly(out, DRAIN);
        joinQuietly(err, DRAIN);
        // Without its root the tree has no purpose, and any process that still holds a pipe would delay the last lines.
        endTree();
        joinQuietly(out, DRAIN_LIMIT);
        joinQuietly(err, DRAIN_LIMIT);
        ProcessExit end = new ProcessExit(code, stopped, silent.get(), stderrTail.text());
        try {
            listener.onExit(end);
        } catch (RuntimeException bug) {
            log.error("{}: a listener failed on the exit", name, bug);
        }
        exited.complete(end);
        release();
    }

    private int waitForProcess() {
        while (true) {
            try {
                return process.waitFor();
            } catch (InterruptedException nobodyInterruptsUs) {
                log.debug("{}: interrupted while waiting for its end", name);
            }
        }
    }

    private void release() {
        stdin.abandon();
        if (process.isAlive() || !released.compareAndSet(false, true)) {
            return;
        }
        closePipe(out, process.getInputStream());
        closePipe(err, process.getErrorStream());
        ledger.onReleased(mark);
    }

    /**
     * Closes a pipe. While a process that could not be ended holds its other end, the reader waits in it, and on Windows
     * closing it would wait for the reader. So that is left to a thread.
     */
    private void closePipe(Thread reader, InputStream pipe) {
        if (reader.isAlive() && reader != Thread.currentThread()) {
            NamedThreads.start(name + "-close", () -> closeQuietly(pipe));
        } else {
            closeQuietly(pipe);
        }
    }

    boolean isReleased() {
        return released.get();
    }

    /** Remembers the descendants that run now, also in the registry. */
    void trackDescendants() {
        tree.collectByParent();
        if (!isReleased()) {
            ledger.descendants(tree.others(pid()), mark);
        }
    }

    private boolean isOwnThread() {
        Thread current = Thread.currentThread();
        return current == out || current == err || current == exit;
    }

    private Duration total() {
        return timings.stdinGrace()
                .plus(timings.termGrace())
                .plus(timings.killGrace())
                .plus(DRAIN_LIMIT.multipliedBy(3));
    }

    private static void closeQuietly(InputStream stream) {
        try {
            stream.close();
        } catch (IOException alreadyBroken) {
            log.debug("closing a pipe: {}", alreadyBroken.getMessage());
        }
    }

    /** Waits the full time even on an interrupted thread, because a stop that is cut short leaves processes behind. */
    private static void awaitQuietly(CountDownLatch latch, Duration limit) {
        uninterruptibly(limit, nanos -> latch.await(nanos, TimeUnit.NANOSECONDS));
    }

    private static void joinQuietly(Thread thread, Duration limit) {
        if (thread != Thread.currentThread()) {
            uninterruptibly(limit, nanos -> {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
                return !thread.isAlive();
            });
        }
    }

    private static void uninterruptibly(Duration limit, Wait wait) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        try {
            for (long left = limit.toNanos(); left > 0; left = deadline - System.nanoTime()) {
                try {
                    if (wait.await(left)) {
                        return;
                    }
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A bounded wait; returns whether the awaited event has happened. */
    private interface Wait {
        boolean await(long nanos) throws InterruptedException;
    }
}
