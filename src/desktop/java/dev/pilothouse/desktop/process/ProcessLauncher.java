package dev.pilothouse.desktop.process;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Starts child processes and numbers their threads. Owns no process: each {@link CliProcess} belongs to its caller. Any
 * thread; needs no closing.
 */
public final class ProcessLauncher {
    private static final Pattern SYSTEM_REASON = Pattern.compile("\\berror=(\\d+), (.+)$");
    private static final String NO_SUCH_FILE = "2";
    private static final String NO_DESCRIPTOR_IN_THE_SYSTEM = "23";
    private static final String NO_DESCRIPTOR = "24";

    private final ProcessRegistry ledger;
    private final StopTimings timings;
    private final int lineLimit;
    private final Procfs procfs;
    private final DescendantWatch watch;
    private final AtomicInteger numbers = new AtomicInteger();

    public ProcessLauncher(ProcessRegistry ledger, StopTimings timings) {
        this(ledger, timings, LineReader.DEFAULT_LIMIT);
    }

    /** @param lineLimit the longest line of stdout that is kept, in bytes */
    public ProcessLauncher(ProcessRegistry ledger, StopTimings timings, int lineLimit) {
        this(ledger, timings, lineLimit, Procfs.system(), DescendantWatch.INTERVAL);
    }

    ProcessLauncher(
            ProcessRegistry ledger, StopTimings timings, int lineLimit, Procfs procfs, Duration descendantInterval) {
        this.ledger = ledger;
        this.timings = timings;
        this.lineLimit = lineLimit;
        this.procfs = procfs;
        this.watch = new DescendantWatch(descendantInterval);
    }

    /**
     * Starts a process. Its pipes are drained before this returns, so the listener may be called before the caller has
     * the result. A failure leaves nothing behind.
     */
    public ProcessStart start(ProcessSpec spec, ProcessListener listener) {
        if (!Files.isDirectory(spec.directory())) {
            return new ProcessStart.Failed(
                    ProcessStart.Reason.NO_SUCH_DIRECTORY,
                    HostText.of(HostTextCode.START_DIRECTORY_MISSING, spec.directory()));
        }
        String command = spec.command().get(0);
        Optional<Path> program = CommandLookup.of(spec.environment()).find(command, spec.directory());
        if (program.isEmpty()) {
            return notFound(command, spec.directory());
        }
        try {
            return new ProcessStart.Started(launch(spec, program.get(), listener));
        } catch (IOException | IllegalArgumentException refused) {
            // IllegalArgumentException: not a valid variable or argument of a process, such as a name with '='.
            return new ProcessStart.Failed(ProcessStart.Reason.REFUSED, refused(command, refused.getMessage()));
        }
    }

    private CliProcess launch(ProcessSpec spec, Path program, ProcessListener listener) throws IOException {
        List<String> command = new ArrayList<>(spec.command());
        command.set(0, program.toString());
        ProcessBuilder builder = WindowsCommandLine.builder(command)
                .directory(spec.directory().toFile())
                .redirectErrorStream(spec.errorsAmongOutput());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(spec.environment());
        environment.putAll(spec.mark().variables());
        // Recorded before the process exists, so that a host that is killed right after the start has a record of it.
        ledger.starting(spec.mark());
        Process process;
        try {
            process = builder.start();
        } catch (IOException | RuntimeException refused) {
            ledger.onReleased(spec.mark());
            throw refused;
        }
        String name = "cli-" + numbers.incrementAndGet();
        CliProcess child = new CliProcess(process, spec.mark(), listener, ledger, timings, lineLimit, name, procfs);
        try {
            ledger.started(process.toHandle(), spec.mark());
        } finally {
            child.startThreads();
        }
        if (!procfs.showsEnvironments()) {
            watch.add(child);
        }
        return child;
    }

    /** @param reason Java's message, which repeats the command and the directory before the system's message */
    static HostText refused(String command, @Nullable String reason) {
        Matcher system = SYSTEM_REASON.matcher(reason == null ? "" : reason);
        if (!system.find()) {
            return HostText.of(HostTextCode.START_REFUSED, command, String.valueOf(reason));
        }
        return switch (system.group(1)) {
            case NO_SUCH_FILE ->
                // The file was found just now, so the missing file is the interpreter in its first line.
                HostText.of(HostTextCode.START_NO_INTERPRETER, command);
            case NO_DESCRIPTOR, NO_DESCRIPTOR_IN_THE_SYSTEM ->
                // The remedy comes first: the sentence is cut where space is small.
                HostText.of(HostTextCode.START_NO_DESCRIPTORS);
            default -> HostText.of(HostTextCode.START_REFUSED_ERROR, command, system.group(2), system.group(1));
        };
    }

    private static ProcessStart.Failed notFound(String command, Path directory) {
        boolean path = CommandLookup.isPath(command);
        if (path && Files.exists(directory.resolve(command))) {
            return new ProcessStart.Failed(
                    ProcessStart.Reason.NOT_EXECUTABLE, HostText.of(HostTextCode.START_FILE_NOT_EXECUTABLE, command));
        }
        return new ProcessStart.Failed(
                ProcessStart.Reason.COMMAND_NOT_FOUND,
                HostText.of(path ? HostTextCode.START_PROGRAM_MISSING : HostTextCode.START_COMMAND_MISSING, command));
    }
}
