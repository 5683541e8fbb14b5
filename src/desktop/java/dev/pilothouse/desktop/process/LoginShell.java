package dev.pilothouse.desktop.process;

import dev.pilothouse.pulse.NamedThreads;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the user's login shell once for its {@code PATH}. A program that is started from a desktop has the desktop's
 * {@code PATH}, which often lacks the user's command line tools. The shell runs the user's start files, which may
 * print, wait for input or never end. Therefore it gets no terminal, no input and a deadline, and its answer is framed
 * by two random words. Only the {@code PATH} is taken.
 *
 * <p>Owns the shell with its descendants, and the thread {@code login-shell}. Both end with the answer, at the
 * deadline, or with {@link #close()}. Any thread.
 */
public final class LoginShell implements AutoCloseable {
    /** Set for the shell, so that start files can skip slow or interactive parts. */
    public static final String VARIABLE = "PILOTHOUSE_ASKS_PATH";

    public static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(LoginShell.class);
    private static final int LINE_BYTES = 64 * 1024;
    private static final Path TERMINAL = Path.of("/dev/tty");
    private static final Path SHELL = Path.of("/bin/sh");

    private final ProcessLauncher launcher;
    private final ProcessSpec spec;
    private final String word;
    private final Duration patience;
    private final Consumer<Optional<String>> answer;
    private final Thread thread;
    private final CompletableFuture<Optional<String>> found = new CompletableFuture<>();

    private LoginShell(
            ProcessLauncher launcher,
            ProcessSpec spec,
            String word,
            Duration patience,
            Consumer<Optional<String>> answer) {
        this.launcher = launcher;
        this.spec = spec;
        this.word = word;
        this.patience = patience;
        this.answer = answer;
        this.thread = NamedThreads.create("login-shell", this::run);
    }

    /**
     * Returns whether the login shell must be asked. Not on Windows, where desktop programs have the user's
     * {@code PATH}. Not if this program has a terminal, since a shell has then started it and passed on its own
     * {@code PATH}.
     */
    public static boolean isNeeded(Map<String, String> environment) {
        return File.separatorChar == '/' && shell(environment).isPresent() && !hasTerminal();
    }

    /**
     * Asks in the background.
     *
     * @param environment of this process
     * @param mark for the shell's process
     * @param answer called once, on thread {@code login-shell}, unless this is closed before; empty if there was no
     *     answer
     */
    public static LoginShell ask(
            Map<String, String> environment,
            ProcessMark mark,
            ProcessRegistry ledger,
            Duration patience,
            Consumer<Optional<String>> answer) {
        String word = "path-" + mark.session();
        Path shell = shell(environment).orElse(SHELL);
        Map<String, String> clean = ChildEnvironment.from(
                environment, List.of(), Map.of("TERM", "dumb", VARIABLE, "1", "DISABLE_AUTO_UPDATE", "true"));
        ProcessSpec spec = new ProcessSpec(command(shell, word), home(environment), clean, mark);
        StopTimings timings = new StopTimings(Duration.ofMillis(100), Duration.ofMillis(400), Duration.ofSeconds(1));
        LoginShell asking =
                new LoginShell(new ProcessLauncher(ledger, timings, LINE_BYTES), spec, word, patience, answer);
        asking.thread.start();
        return asking;
    }

    private static List<String> command(Path shell, String word) {
        // An external program prints the environment that a child of the shell gets, in whatever syntax the shell has.
        String question = "echo; echo " + word + "; printenv PATH; echo " + word;
        String name = shell.getFileName().toString().toLowerCase(Locale.ROOT);
        // Shells of the C family accept -l only as the sole option, and read their start file in any case.
        return name.endsWith("csh")
                ? List.of(shell.toString(), "-c", question)
                : List.of(shell.toString(), "-l", "-i", "-c", question);
    }

    private static Optional<Path> shell(Map<String, String> environment) {
        try {
            return Optional.ofNullable(environment.get("SHELL"))
                    .filter(text -> !text.isBlank())
                    .map(Path::of)
                    .filter(Path::isAbsolute)
                    .filter(Files::isExecutable);
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    private static Path home(Map<String, String> environment) {
        return Path.of(environment.getOrDefault("HOME", "/"));
    }

    /** Returns whether this process has a controlling terminal; the file can be opened only then. */
    private static boolean hasTerminal() {
        try {
            Files.newByteChannel(TERMINAL).close();
            return true;
        } catch (java.io.IOException none) {
            return false;
        }
    }

    private void run() {
        Answer reading = new Answer();
        launcher.start(spec, reading)
                .match(
                        process -> {
                            await(process);
                            return true;
                        },
                        failed -> {
                            log.info("the login shell was not asked for its PATH: {}", failed.sentence());
                            found.complete(Optional.empty());
                            return false;
                        });
        Optional<String> path = found.getNow(Optional.empty());
        if (path.isEmpty()) {
            log.info("{} did not print its PATH", spec.command().get(0));
        }
        if (!Thread.currentThread().isInterrupted()) {
            answer.accept(path);
        }
    }

    private void await(CliProcess process) {
        try (process) {
            process.closeStdin();
            found.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException slow) {
            log.info("{} took too long", spec.command().get(0));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException neverThrown) {
            throw new IllegalStateException(neverThrown);
        }
    }

    /** Cleans a {@code PATH}: keeps absolute entries without control characters, each once. Empty if none is left. */
    static Optional<String> validated(String path) {
        LinkedHashSet<String> entries = Stream.of(path.split(":", -1))
                .map(String::strip)
                .filter(entry -> entry.startsWith("/") && entry.chars().noneMatch(Character::isISOControl))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return entries.isEmpty() ? Optional.empty() : Optional.of(String.join(":", entries));
    }

    /** Ends the shell and waits until it is gone. */
    @Override
    public void close() {
        thread.interrupt();
        if (Thread.currentThread() != thread) {
            try {
                thread.join(TIMEOUT.toMillis());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Collects the lines between the two words, and no others. Confined to the thread that reads the shell. */
    private final class Answer implements ProcessListener {
        private final List<String> between = new ArrayList<>();
        private boolean inside;

        @Override
        public void onLine(Line line) {
            String text = line.match(Line.Text::text, tooLong -> "");
            if (text.equals(word) && inside) {
                // With more than one line, other output was mixed in, and the answer is unusable.
                found.complete(between.size() == 1 ? validated(between.get(0)) : Optional.empty());
            } else if (text.equals(word)) {
                inside = true;
            } else if (inside && between.size() < 2) {
                between.add(text);
            }
        }

        @Override
        public void onExit(ProcessExit exit) {
            found.complete(Optional.empty());
        }
    }
}
