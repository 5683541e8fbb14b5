package dev.pilothouse.desktop.trust;

import dev.pilothouse.desktop.process.ChildEnvironment;
import dev.pilothouse.desktop.process.CliProcess;
import dev.pilothouse.desktop.process.Line;
import dev.pilothouse.desktop.process.ProcessExit;
import dev.pilothouse.desktop.process.ProcessLauncher;
import dev.pilothouse.desktop.process.ProcessListener;
import dev.pilothouse.desktop.process.ProcessMark;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.desktop.process.ProcessSpec;
import dev.pilothouse.desktop.process.ProcessStart;
import dev.pilothouse.desktop.process.StopTimings;
import dev.pilothouse.desktop.process.WindowsCommandLine;
import dev.pilothouse.desktop.process.WindowsPrograms;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command with the shell of the platform, without a terminal, and with the part of the host's environment that
 * every child gets. Its whole process tree ends with it. Blocks the calling thread. Owns nothing; any thread.
 */
public final class ShellRunner {
    private static final long LOOK_MILLIS = 20;

    private final ProcessLauncher launcher;
    private final String hostMark;
    private final Supplier<Map<String, String>> environment;

    /** @param environment the host's own, of which commands get the part that every child gets */
    public ShellRunner(ProcessRegistry ledger, String hostMark, Supplier<Map<String, String>> environment) {
        this.launcher = new ProcessLauncher(ledger, StopTimings.standard());
        this.hostMark = hostMark;
        this.environment = environment;
    }

    /** The way in which a command ended. */
    public enum Outcome {
        ENDED,
        CANCELLED,
        TIMED_OUT,
        NOT_STARTED
    }

    /** @param text the reason if it was not started */
    public record Result(Outcome outcome, int code, String text) {
        public boolean succeeded() {
            return outcome == Outcome.ENDED && code == 0;
        }
    }

    /**
     * @param variables in addition to those of every child
     * @param limit the time of the command
     * @param output receives each line of stdout and stderr
     * @throws InterruptedException if the host ends; the command has ended then, too
     */
    public Result run(
            String command,
            Path directory,
            Map<String, String> variables,
            Duration limit,
            Consumer<String> output,
            BooleanSupplier cancelled)
            throws InterruptedException {
        return runProgram(shell(command), directory, List.of(), variables, limit, output, cancelled);
    }

    /**
     * Runs a program without a shell.
     *
     * @param command the program and its arguments
     * @param inherited further variables of the host; a final {@code *} matches any suffix
     */
    public Result runProgram(
            List<String> command,
            Path directory,
            List<String> inherited,
            Map<String, String> variables,
            Duration limit,
            Consumer<String> output,
            BooleanSupplier cancelled)
            throws InterruptedException {
        ProcessSpec spec = new ProcessSpec(
                command,
                directory,
                ChildEnvironment.from(environment.get(), inherited, variables),
                ProcessMark.fresh(hostMark),
                true);
        Exit exit = new Exit(output);
        ProcessStart start = launcher.start(spec, exit);
        if (start instanceof ProcessStart.Failed failed) {
            return new Result(Outcome.NOT_STARTED, -1, failed.sentence());
        }
        try (CliProcess process = ((ProcessStart.Started) start).process()) {
            process.closeStdin();
            return exit.await(limit, cancelled);
        }
    }

    private static List<String> shell(String command) {
        return File.separatorChar == '\\'
                ? WindowsCommandLine.shell(command, WindowsPrograms.ofThisSystem())
                : List.of("sh", "-c", command);
    }

    /** The process threads write, the caller waits. */
    private static final class Exit implements ProcessListener {
        private final Consumer<String> output;
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile @Nullable ProcessExit exit;

        Exit(Consumer<String> output) {
            this.output = output;
        }

        @Override
        public void onLine(Line line) {
            output.accept(line.match(Line.Text::text, Line.TooLong::head));
        }

        @Override
        public void onExit(ProcessExit ended) {
            exit = ended;
            over.countDown();
        }

        Result await(Duration limit, BooleanSupplier cancelled) throws InterruptedException {
            long began = System.nanoTime();
            while (!over.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (cancelled.getAsBoolean()) {
                    return new Result(Outcome.CANCELLED, -1, "");
                }
                if (System.nanoTime() - began > limit.toNanos()) {
                    return new Result(Outcome.TIMED_OUT, -1, "");
                }
            }
            ProcessExit ended = exit;
            return new Result(Outcome.ENDED, ended == null ? -1 : ended.code(), "");
        }
    }
}
