package dev.pilothouse.desktop.doctor;

import dev.pilothouse.desktop.process.SystemCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks the clock without a network. It must not be before files that this machine has already written, as after a
 * clock was set back or with an empty battery. It also reports whether the system follows a time server. Tickets,
 * devices and the order of sessions depend on the clock. Immutable; any thread that may block.
 */
public final class ClockCheck implements HealthCheck {
    private static final String AREA = "clock";
    /** Network file systems use another clock. */
    private static final Duration TOLERANCE = Duration.ofMinutes(2);
    /** Pilothouse did not exist before; an earlier date means that the clock was never set. */
    private static final Instant FIRST_DAY = Instant.parse("2025-01-01T00:00:00Z");

    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final Path folder;
    private final Clock clock;
    private final List<String> synchronizedQuestion;

    public ClockCheck(Path folder) {
        this(folder, Clock.systemUTC(), List.of("timedatectl", "show", "--property=NTPSynchronized", "--value"));
    }

    /** @param synchronizedQuestion a command that prints yes or no; if it is missing, the answer is unknown */
    ClockCheck(Path folder, Clock clock, List<String> synchronizedQuestion) {
        this.folder = folder;
        this.clock = clock;
        this.synchronizedQuestion = List.copyOf(synchronizedQuestion);
    }

    @Override
    public List<DiagnosticResult> examine() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        if (now.isBefore(FIRST_DAY)) {
            return List.of(
                    DiagnosticResult.failure(AREA, "the clock says " + now + ", so it was never set", "Set it."));
        }
        Optional<Instant> newest = newest();
        if (newest.isPresent() && newest.get().isAfter(now.plus(TOLERANCE))) {
            return List.of(DiagnosticResult.warning(
                    AREA,
                    "the clock says " + now + ", but files in " + folder + " are from " + newest.get(),
                    "Set the clock: times of sessions and the expiry of tickets go by it."));
        }
        boolean adrift = SystemCommand.ask(TIMEOUT, synchronizedQuestion)
                .map(String::strip)
                .filter("no"::equals)
                .isPresent();
        return List.of(
                adrift
                        ? DiagnosticResult.warning(
                                AREA,
                                "the clock says " + now + "; the system does not follow a time server",
                                "timedatectl set-ntp true")
                        : DiagnosticResult.ok(AREA, "the clock says " + now + ", not before what was written last"));
    }

    /** Returns the latest modification time in the folder and in the sessions' folders. */
    private Optional<Instant> newest() {
        return Stream.concat(list(folder), list(folder.resolve("sessions")))
                .flatMap(path -> {
                    try {
                        return Stream.of(Files.getLastModifiedTime(path).toInstant());
                    } catch (IOException gone) {
                        return Stream.empty();
                    }
                })
                .max(Instant::compareTo);
    }

    private static Stream<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList().stream();
        } catch (IOException missing) {
            return Stream.empty();
        }
    }
}
