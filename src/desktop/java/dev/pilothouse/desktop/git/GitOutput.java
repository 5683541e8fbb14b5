package dev.pilothouse.desktop.git;

import dev.pilothouse.desktop.process.CliProcess;
import dev.pilothouse.desktop.process.Line;
import dev.pilothouse.desktop.process.ProcessExit;
import dev.pilothouse.desktop.process.ProcessListener;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.TextCutter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects the output of one git process up to its limit, and waits for its end. The process threads write, the caller
 * waits. Ends with the process.
 */
final class GitOutput implements ProcessListener {
    private static final long LOOK_MILLIS = 20;

    private final GitRequest request;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Lines outputLines;
    private final Lines errorLines;
    private boolean tooLarge;
    private @Nullable ProcessExit exit;

    GitOutput(GitRequest request) {
        this.request = request;
        Consumer<String> progress = request.progress().orElse(line -> {});
        this.outputLines = new Lines(progress);
        this.errorLines = new Lines(progress);
    }

    /** Waits for the end of the process, or stops it with its whole tree. */
    GitResult await(CliProcess process, BooleanSupplier closing) {
        try (process) {
            request.input().ifPresent(process::write);
            process.closeStdin();
            long end = System.nanoTime() + request.limits().time().toNanos();
            while (!over.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (closing.getAsBoolean() || request.cancelled().getAsBoolean()) {
                    return cancelled();
                }
                if (isTooLarge()) {
                    return tooLarge();
                }
                if (System.nanoTime() - end > 0) {
                    return timedOut();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return cancelled();
        }
        return isTooLarge() ? tooLarge() : ended();
    }

    private synchronized boolean isTooLarge() {
        return tooLarge;
    }

    private static GitResult cancelled() {
        return GitResult.without(GitResult.Outcome.CANCELLED, HostText.of(HostTextCode.GIT_STOPPED));
    }

    private GitResult tooLarge() {
        return GitResult.without(
                GitResult.Outcome.TOO_LARGE,
                HostText.of(
                        HostTextCode.GIT_TOO_LARGE,
                        request.subcommand(),
                        request.limits().bytes()));
    }

    private GitResult timedOut() {
        Duration time = request.limits().time();
        return GitResult.without(
                GitResult.Outcome.TIMED_OUT,
                HostText.of(HostTextCode.GIT_TOO_SLOW, request.subcommand(), time.toSeconds()));
    }

    private synchronized GitResult ended() {
        outputLines.end();
        errorLines.end();
        ProcessExit ended = exit;
        return ended == null
                ? cancelled()
                : new GitResult(
                        GitResult.Outcome.ENDED,
                        ended.code(),
                        bytes.toByteArray(),
                        HostText.untranslated(ended.stderrExcerpt()));
    }

    @Override
    public Optional<ByteSink> rawOutput() {
        return Optional.of(this::onOutput);
    }

    @Override
    public Optional<ByteSink> rawErrors() {
        return Optional.of(this::onErrors);
    }

    private synchronized void onOutput(byte[] buffer, int count) {
        tooLarge |= bytes.size() + count > request.limits().bytes();
        if (!tooLarge) {
            bytes.write(buffer, 0, count);
        }
        outputLines.accept(buffer, count);
    }

    private synchronized void onErrors(byte[] buffer, int count) {
        errorLines.accept(buffer, count);
    }

    @Override
    public void onLine(Line line) {
        throw new IllegalStateException("Output is read as bytes.");
    }

    @Override
    public void onExit(ProcessExit ended) {
        synchronized (this) {
            exit = ended;
        }
        over.countDown();
    }

    /** Splits bytes into lines. Git ends a line of progress with CR alone. Guarded by the output's monitor. */
    private static final class Lines {
        private static final int CHARACTERS = 500;
        private static final int BYTES = 4 * CHARACTERS;

        private final Consumer<String> sink;
        private final byte[] line = new byte[BYTES];
        private int length;

        Lines(Consumer<String> sink) {
            this.sink = sink;
        }

        void accept(byte[] buffer, int count) {
            for (int i = 0; i < count; i++) {
                if (buffer[i] == '\n' || buffer[i] == '\r') {
                    end();
                } else if (length < BYTES) {
                    line[length++] = buffer[i];
                }
            }
        }

        void end() {
            String text = PlainText.line(new String(line, 0, length, StandardCharsets.UTF_8));
            length = 0;
            if (!text.isBlank()) {
                sink.accept(TextCutter.line(text, CHARACTERS));
            }
        }
    }
}
