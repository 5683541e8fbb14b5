package dev.pilothouse.desktop.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Reads Linux's procfs for data that Java's process API lacks: zombies, environments, exact start times. On systems
 * without procfs every query returns an empty result. Immutable; any thread.
 *
 * <p>While a process executes another program, the kernel briefly shows its environment as empty: the old one is gone
 * and the new one is not there yet. Such a process is read again until it shows one, at most {@value #LOOKS} times.
 *
 * @param root the mount point
 * @param pause waits between two reads
 */
record Procfs(Path root, Runnable pause) {
    /**
     * Fields of {@code stat} after the command's closing parenthesis. The state is the first, the session the 4th, the
     * start the 20th.
     */
    private static final int STATE = 0;

    private static final int PARENT = 1;

    private static final int SESSION = 3;

    /** User and system time of the process and of its waited-for children: four fields, in ticks. */
    private static final int FIRST_TIME = 11;

    private static final int TIMES = 4;

    private static final int START_TICKS = 19;

    /** Zero for a process without memory of its own: a zombie or a kernel thread. */
    private static final int VIRTUAL_MEMORY = 20;

    /** Start and end address of the environment. Both are zero while another program is being executed. */
    private static final int ENVIRONMENT_START = 47;

    private static final int ENVIRONMENT_END = 48;

    private static final int LOOKS = 100;

    private static final long PAUSE_NANOS = Duration.ofMillis(1).toNanos();

    /** Ticks per second that the kernel shows to programs, whatever it uses internally. */
    private static final long TICKS_A_SECOND = 100;

    private static final String RESIDENT = "VmRSS:";

    static Procfs system() {
        return new Procfs(Path.of("/proc"));
    }

    Procfs(Path root) {
        this(root, () -> LockSupport.parkNanos(PAUSE_NANOS));
    }

    /** Returns whether a process has ended without being waited for. It can neither act nor be ended. */
    boolean isZombie(long pid) {
        return statField(pid, STATE).map(Procfs::isZombie).orElse(false);
    }

    private static boolean isZombie(String state) {
        return state.equals("Z") || state.equals("X");
    }

    /**
     * Returns when a process started, in clock ticks since boot. With the pid and {@link #bootId} this identifies a
     * process.
     */
    OptionalLong startTicks(long pid) {
        return statField(pid, START_TICKS)
                .map(ticks -> OptionalLong.of(Long.parseLong(ticks)))
                .orElse(OptionalLong.empty());
    }

    /** Returns the session (in the terminal's sense) of a process: the pid of its leader. */
    OptionalLong session(long pid) {
        return statField(pid, SESSION)
                .map(leader -> OptionalLong.of(Long.parseLong(leader)))
                .orElse(OptionalLong.empty());
    }

    /** Returns all processes except zombies; none where procfs is not mounted. */
    List<ProcessTable.Row> processes() {
        List<ProcessTable.Row> rows = new ArrayList<>();
        for (long pid : pids()) {
            statFields(pid).flatMap(fields -> row(pid, fields)).ifPresent(rows::add);
        }
        return rows;
    }

    private static Optional<ProcessTable.Row> row(long pid, String[] fields) {
        if (fields.length < FIRST_TIME + TIMES || isZombie(fields[STATE])) {
            return Optional.empty();
        }
        long ticks = 0;
        for (int i = FIRST_TIME; i < FIRST_TIME + TIMES; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        Duration cpu = Duration.ofMillis(ticks * (1000 / TICKS_A_SECOND));
        return Optional.of(new ProcessTable.Row(pid, Long.parseLong(fields[PARENT]), cpu));
    }

    /** Returns the main memory that a process occupies now; empty where there is none, as for a kernel thread. */
    OptionalLong residentBytes(long pid) {
        try {
            for (String line : Files.readAllLines(root.resolve(pid + "/status"), StandardCharsets.ISO_8859_1)) {
                if (line.startsWith(RESIDENT)) {
                    String kibibytes = line.substring(RESIDENT.length()).replace("kB", "");
                    return OptionalLong.of(Long.parseLong(kibibytes.strip()) * 1024);
                }
            }
        } catch (IOException | NumberFormatException gone) {
            return OptionalLong.empty();
        }
        return OptionalLong.empty();
    }

    /** Returns a text that changes with every boot; empty if unknown. */
    String bootId() {
        try {
            return Files.readString(root.resolve("sys/kernel/random/boot_id"), StandardCharsets.US_ASCII)
                    .strip();
        } catch (IOException unknown) {
            return "";
        }
    }

    /** Returns whether the environments of processes can be read, so that marks can be found. */
    boolean showsEnvironments() {
        return Files.isReadable(root.resolve("self/environ"));
    }

    /** Returns all processes whose initial environment has this variable with this value. Zombies have none. */
    List<Long> withVariable(String name, String value) {
        return withVariable(pids(), name, value);
    }

    private List<Long> withVariable(List<Long> pids, String name, String value) {
        byte[] wanted = (name + "=" + value).getBytes(StandardCharsets.UTF_8);
        List<Long> found = new ArrayList<>();
        List<Long> unknown = pids;
        for (int look = 1; !unknown.isEmpty(); look++) {
            List<Long> hidden = new ArrayList<>();
            for (long pid : unknown) {
                Optional<byte[]> environment = environment(pid);
                if (environment.filter(bytes -> containsEntry(bytes, wanted)).isPresent()) {
                    found.add(pid);
                } else if (look < LOOKS && isHidden(pid, environment)) {
                    hidden.add(pid);
                }
            }
            if (!hidden.isEmpty()) {
                pause.run();
            }
            unknown = hidden;
        }
        return found;
    }

    private List<Long> pids() {
        List<Long> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, "[0-9]*")) {
            for (Path entry : entries) {
                found.add(Long.parseLong(entry.getFileName().toString()));
            }
        } catch (IOException | DirectoryIteratorException | NumberFormatException unreadable) {
            return found;
        }
        return found;
    }

    /** Returns the value of a variable in a process's initial environment; empty if it is not set or cannot be read. */
    Optional<String> variable(long pid, String name) {
        Optional<byte[]> environment = environment(pid);
        for (int look = 1; look < LOOKS && isHidden(pid, environment); look++) {
            pause.run();
            environment = environment(pid);
        }
        return environment.stream()
                .flatMap(bytes -> Stream.of(new String(bytes, StandardCharsets.ISO_8859_1).split("\0", -1)))
                .filter(entry -> entry.startsWith(name + "="))
                .map(entry -> entry.substring(name.length() + 1))
                .findFirst();
    }

    /** Returns whether a process had this variable when it started; false also if that cannot be read. */
    boolean hasVariable(long pid, String name, String value) {
        return !withVariable(List.of(pid), name, value).isEmpty();
    }

    /** Returns the environment that the kernel shows now; empty if it may not be read or the process is gone. */
    private Optional<byte[]> environment(long pid) {
        try {
            return Optional.of(Files.readAllBytes(root.resolve(pid + "/environ")));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Returns whether the environment just read was empty only because it is not shown yet. */
    private boolean isHidden(long pid, Optional<byte[]> environment) {
        if (environment.filter(bytes -> bytes.length == 0).isEmpty()) {
            return false;
        }
        return statFields(pid)
                .filter(fields -> fields.length > ENVIRONMENT_END)
                .filter(fields -> !isZombie(fields[STATE]) && !fields[VIRTUAL_MEMORY].equals("0"))
                .filter(fields -> fields[ENVIRONMENT_START].equals("0")
                        || !fields[ENVIRONMENT_START].equals(fields[ENVIRONMENT_END]))
                .isPresent();
    }

    private static boolean containsEntry(byte[] environment, byte[] wanted) {
        int start = 0;
        for (int i = 0; i <= environment.length; i++) {
            if (i == environment.length || environment[i] == 0) {
                if (i - start == wanted.length && Arrays.equals(environment, start, i, wanted, 0, wanted.length)) {
                    return true;
                }
                start = i + 1;
            }
        }
        return false;
    }

    private Optional<String> statField(long pid, int index) {
        return statFields(pid).filter(fields -> index < fields.length).map(fields -> fields[index]);
    }

    /** Returns the fields after the command. */
    private Optional<String[]> statFields(long pid) {
        try {
            String stat = Files.readString(root.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            // The command's name may contain spaces and parentheses, so start from the last one.
            return Optional.of(stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1));
        } catch (IOException | IndexOutOfBoundsException gone) {
            return Optional.empty();
        }
    }
}
