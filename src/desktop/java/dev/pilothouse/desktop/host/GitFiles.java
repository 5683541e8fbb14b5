package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.process.ChildEnvironment;
import dev.pilothouse.desktop.process.CliProcess;
import dev.pilothouse.desktop.process.Line;
import dev.pilothouse.desktop.process.ProcessExit;
import dev.pilothouse.desktop.process.ProcessLauncher;
import dev.pilothouse.desktop.process.ProcessListener;
import dev.pilothouse.desktop.process.ProcessMark;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.desktop.process.ProcessSpec;
import dev.pilothouse.desktop.process.StopTimings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Lists the files of a git repository that are tracked, or untracked and not ignored. A repository may be hostile, and
 * its configuration can name programs. The options and variables here disable every program that this command could
 * run. They also disable fetching of missing objects, because a transport is a program.
 *
 * <p>Owns the git process and its tree while {@link #list} runs. Thread-safe; blocks for {@link #TIMEOUT} at most.
 */
final class GitFiles {
    static final Duration TIMEOUT = Duration.ofSeconds(2);
    static final int MAX_BYTES = 8 * 1024 * 1024;

    private static final Duration LOOK = Duration.ofMillis(20);
    private static final StopTimings TIMINGS =
            new StopTimings(Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofSeconds(1));
    private static final List<String> COMMAND = List.of(
            "git",
            "--no-pager",
            "--no-optional-locks",
            "-c",
            "core.fsmonitor=false",
            "-c",
            "core.hooksPath=/dev/null",
            "-c",
            "core.pager=cat",
            "-c",
            "core.sshCommand=false",
            "-c",
            "protocol.allow=never",
            "-c",
            "safe.bareRepository=explicit",
            "-c",
            "submodule.recurse=false",
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard",
            "-z");
    private static final Map<String, String> SETTINGS = Map.of(
            "GIT_OPTIONAL_LOCKS", "0",
            "GIT_TERMINAL_PROMPT", "0",
            "GIT_NO_LAZY_FETCH", "1",
            // No transport has this name.
            "GIT_ALLOW_PROTOCOL", "none",
            "GIT_PAGER", "cat",
            "LC_ALL", "C");

    private final ProcessLauncher launcher;
    private final String hostMark;
    private final Map<String, String> environment;
    private final Duration patience;

    /**
     * @param hostMark see {@link ProcessMark#host}
     * @param environment the host's own; {@link ChildEnvironment} selects the variables for git, none of which is
     *     specific to git
     */
    GitFiles(ProcessRegistry ledger, String hostMark, Map<String, String> environment) {
        this(ledger, hostMark, environment, TIMEOUT);
    }

    /** Creates an instance with another time limit. */
    GitFiles(ProcessRegistry ledger, String hostMark, Map<String, String> environment, Duration patience) {
        this.patience = patience;
        this.launcher = new ProcessLauncher(ledger, TIMINGS, MAX_BYTES);
        this.hostMark = hostMark;
        this.environment = ChildEnvironment.from(environment, List.of(), SETTINGS);
    }

    /**
     * The paths below a directory, with {@code /} between names. A nested repository ends with {@code /} or is listed
     * without its content. A deleted tracked file is included.
     *
     * @param directory a real path
     * @param cancelled checked repeatedly
     * @return empty if there is no repository, no git, or no complete output in time
     */
    Optional<List<String>> list(Path directory, BooleanSupplier cancelled) {
        if (!isInRepository(directory)) {
            return Optional.empty();
        }
        Answer answer = new Answer();
        ProcessSpec spec = new ProcessSpec(COMMAND, directory, environment, ProcessMark.fresh(hostMark));
        return launcher.start(spec, answer)
                .match(process -> answer.of(process, patience, cancelled), notStarted -> Optional.empty());
    }

    /** Avoids a git process outside of a repository. */
    private static boolean isInRepository(Path directory) {
        for (Path folder = directory; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(".git"))) {
                return true;
            }
        }
        return false;
    }

    /** Collects git's output up to {@link #MAX_BYTES}. Line ends occur only within names. */
    private static final class Answer implements ProcessListener {
        private final StringBuilder text = new StringBuilder();
        private final CountDownLatch over = new CountDownLatch(1);
        private boolean tooLarge;
        private int code = -1;

        Optional<List<String>> of(CliProcess process, Duration patience, BooleanSupplier cancelled) {
            try (process) {
                process.closeStdin();
                long end = System.nanoTime() + patience.toNanos();
                while (!over.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    if (cancelled.getAsBoolean() || System.nanoTime() - end > 0) {
                        return Optional.empty();
                    }
                }
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
            return paths();
        }

        private synchronized Optional<List<String>> paths() {
            return code == 0 && !tooLarge
                    ? Optional.of(Stream.of(text.toString().split("\0"))
                            .filter(path -> !path.isEmpty())
                            .toList())
                    : Optional.empty();
        }

        @Override
        public synchronized void onLine(Line line) {
            String more = line.match(Line.Text::text, tooLong -> {
                tooLarge = true;
                return "";
            });
            tooLarge |= text.length() + more.length() > MAX_BYTES;
            if (!tooLarge) {
                // A line end between two lines belongs to a file name; such a name is never displayed.
                text.append(text.length() == 0 ? "" : "\n").append(more);
            }
        }

        @Override
        public void onExit(ProcessExit exit) {
            synchronized (this) {
                code = exit.code();
            }
            over.countDown();
        }
    }
}
