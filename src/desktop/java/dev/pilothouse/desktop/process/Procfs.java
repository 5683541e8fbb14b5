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
import java.util.stream.Stream;

/**
 * Linux's view of its processes, for what Java's cannot tell: zombies, environments, exact start times. On systems
 * without it every question has an empty answer. Immutable; any thread.
 *
 * @param root where it is mounted
 */
record Procfs(Path root) {
    /** Fields of {@code stat} after the command's closing parenthesis: the state is the first, the session the 4th, the start the 20th. */
    private static final int STATE = 0;

    private static final int PARENT = 1;

    private static final int SESSION = 3;

    /** User and system time of the process, and of its children that it has waited for: four fields, in ticks. */
    private static final int FIRST_TIME = 11;

    private static final int TIMES = 4;

    private static final int START_TICKS = 19;

    /** What the kernel shows to programs as ticks in a second, whatever it counts in itself. */
    private static final long TICKS_A_SECOND = 100;

    private static final String RESIDENT = "VmRSS:";

    static Procfs system() {
        return new Procfs(Path.of("/proc"));
    }

    /** A process that has ended and whose parent has not asked: it can neither act nor be ended. */
    boolean isZombie(long pid) {
        return statField(pid, STATE).map(Procfs::isZombie).orElse(false);
    }

    private static boolean isZombie(String state) {
        return state.equals("Z") || state.equals("X");
    }

    /** When a process started, in clock ticks since boot: with the pid and {@link #bootId} it names one process. */
    OptionalLong startTicks(long pid) {
        return statField(pid, START_TICKS)
                .map(ticks -> OptionalLong.of(Long.parseLong(ticks)))
                .orElse(OptionalLong.empty());
    }

    /** The session (in the terminal's sense) of a process: the pid of its leader. */
    OptionalLong session(long pid) {
        return statField(pid, SESSION)
                .map(leader -> OptionalLong.of(Long.parseLong(leader)))
                .orElse(OptionalLong.empty());
    }

    /** All processes but zombies; none where procfs is not mounted. */
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

    /** The main memory that a process occupies now; empty where that is not told, as of a kernel's thread. */
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

    /** A text that is another one after every boot; empty where it is not known. */
    String bootId() {
        try {
            return Files.readString(root.resolve("sys/kernel/random/boot_id"), StandardCharsets.US_ASCII)
                    .strip();
        } catch (IOException unknown) {
            return "";
        }
    }

    /** All processes whose initial environment has this variable with this value. Zombies have none. */
    List<Long> withVariable(String name, String value) {
        return pids().stream().filter(pid -> hasVariable(pid, name, value)).toList();
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

    /** The value of a variable with which a process started; empty where it has none or that cannot be read. */
    Optional<String> variable(long pid, String name) {
        try {
            String environment = Files.readString(root.resolve(pid + "/environ"), StandardCharsets.ISO_8859_1);
            return Stream.of(environment.split("\0", -1))
                    .filter(entry -> entry.startsWith(name + "="))
                    .map(entry -> entry.substring(name.length() + 1))
                    .findFirst();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Whether a process had this variable when it started; false too where that cannot be read. */
    boolean hasVariable(long pid, String name, String value) {
        try {
            byte[] environment = Files.readAllBytes(root.resolve(pid + "/environ"));
            byte[] wanted = (name + "=" + value).getBytes(StandardCharsets.UTF_8);
            return containsEntry(environment, wanted);
        } catch (IOException gone) {
            return false;
        }
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

    /** The fields after the command. */
    private Optional<String[]> statFields(long pid) {
        try {
            String stat = Files.readString(root.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            // The command's name may hold spaces and parentheses, so count from the last one.
            return Optional.of(stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1));
        } catch (IOException | IndexOutOfBoundsException gone) {
            return Optional.empty();
        }
    }
}
