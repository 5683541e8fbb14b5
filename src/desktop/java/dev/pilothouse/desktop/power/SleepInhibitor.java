package dev.pilothouse.desktop.power;

import dev.pilothouse.desktop.process.BackgroundProgram;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prevents the machine from sleeping while turns run. Called at regular times with the number of running turns.
 *
 * <p>Owns at most one program, which does it. Any thread that may block for half a second; calls are synchronized,
 * except {@link #isHolding}, which never blocks. Ends with {@link #close()}.
 */
public final class SleepInhibitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SleepInhibitor.class);
    /** Retry delay after the program ended by itself, for example because the system does not allow it. */
    static final Duration REST = Duration.ofMinutes(10);

    /** Interval of power checks, since some systems start a program for each. */
    static final Duration POWER_EVERY = Duration.ofMinutes(1);

    private final Supplier<When> when;
    private final List<String> command;
    private final PowerSupply power;
    private final LongSupplier ticker;
    /** Written under this object's monitor, read by any thread. */
    private volatile Optional<BackgroundProgram> program = Optional.empty();

    private boolean closed;
    private boolean paused;
    private long restingSince;
    private boolean onBattery;
    private boolean powerKnown;
    private long powerSeen;

    /** The condition under which a running turn keeps the machine awake. */
    public enum When {
        NEVER,
        /** Only on mains power, since an agent that works overnight would empty the battery. */
        PLUGGED_IN,
        ALWAYS;

        /** @return empty for an unknown word */
        public static Optional<When> of(String word) {
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "never" -> Optional.of(NEVER);
                case "plugged-in" -> Optional.of(PLUGGED_IN);
                case "always" -> Optional.of(ALWAYS);
                default -> Optional.empty();
            };
        }
    }

    /** @param when called while turns run, since the user may change the setting meanwhile */
    public SleepInhibitor(Supplier<When> when) {
        this(
                when,
                SleepInhibitorCommands.ofThisSystem()
                        .keepAwake(ProcessHandle.current().pid()),
                PowerSupply.ofThisSystem(),
                System::nanoTime);
    }

    SleepInhibitor(Supplier<When> when, List<String> command, PowerSupply power, LongSupplier ticker) {
        this.when = when;
        this.command = List.copyOf(command);
        this.power = power;
        this.ticker = ticker;
    }

    /** @param turns the number of running turns */
    public synchronized void update(int turns) {
        if (closed) {
            return;
        }
        if (program.isPresent() && !program.get().isRunning()) {
            LOG.info(
                    "{} has ended by itself, so the machine may fall asleep; next try in {} min",
                    command.get(0),
                    REST.toMinutes());
            pause();
        }
        boolean wanted = turns > 0 && isWanted(when.get());
        if (!wanted) {
            release();
        } else if (program.isEmpty() && !isResting()) {
            program = BackgroundProgram.start(command);
            if (program.isEmpty()) {
                LOG.info("There is no {}, so the machine may fall asleep while agents work", command.get(0));
                pause();
            }
        }
    }

    /** Returns whether the machine is being kept awake. Never blocks, even while {@link #update} does. */
    public boolean isHolding() {
        return program.filter(BackgroundProgram::isRunning).isPresent();
    }

    private boolean isWanted(When now) {
        return now == When.ALWAYS || (now == When.PLUGGED_IN && !isOnBattery());
    }

    private boolean isOnBattery() {
        long now = ticker.getAsLong();
        if (!powerKnown || now - powerSeen >= POWER_EVERY.toNanos()) {
            onBattery = power.onBattery();
            powerKnown = true;
            powerSeen = now;
        }
        return onBattery;
    }

    private void pause() {
        release();
        paused = true;
        restingSince = ticker.getAsLong();
    }

    private boolean isResting() {
        paused = paused && ticker.getAsLong() - restingSince < REST.toNanos();
        return paused;
    }

    private void release() {
        program.ifPresent(BackgroundProgram::close);
        program = Optional.empty();
    }

    @Override
    public synchronized void close() {
        closed = true;
        release();
    }
}
