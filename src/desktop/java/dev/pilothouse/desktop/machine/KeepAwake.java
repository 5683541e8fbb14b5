package dev.pilothouse.desktop.machine;

import dev.pilothouse.desktop.process.HeldProgram;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the machine from falling asleep while turns run. Told at regular times how many do.
 *
 * <p>Owns the program that does it, of which there is one at most. Any thread that may wait half a second; calls take turns,
 * but for {@link #isHolding}, which never waits. Ends with {@link #close()}.
 */
public final class KeepAwake implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeepAwake.class);
    /** A program that ends by itself, as where the system does not allow it, is not tried again before this. */
    static final Duration REST = Duration.ofMinutes(10);

    /** Some systems start a program to be asked. */
    static final Duration POWER_EVERY = Duration.ofMinutes(1);

    private final Supplier<When> when;
    private final List<String> command;
    private final PowerSupply power;
    private final LongSupplier nanoTime;
    /** Written under this object's monitor, read by anybody. */
    private volatile Optional<HeldProgram> program = Optional.empty();

    private boolean closed;
    private boolean resting;
    private long restingSince;
    private boolean onBattery;
    private boolean powerKnown;
    private long powerSeen;

    /** When a running turn keeps the machine awake. */
    public enum When {
        NEVER,
        /** Unless it runs on its battery, which an agent at work overnight would empty. */
        PLUGGED_IN,
        ALWAYS;

        /** @return empty for a word that is none */
        public static Optional<When> of(String word) {
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "never" -> Optional.of(NEVER);
                case "plugged-in" -> Optional.of(PLUGGED_IN);
                case "always" -> Optional.of(ALWAYS);
                default -> Optional.empty();
            };
        }
    }

    /** @param when asked while turns run, since the person may change it meanwhile */
    public KeepAwake(Supplier<When> when) {
        this(
                when,
                AwakeCommands.ofThisSystem().keepAwake(ProcessHandle.current().pid()),
                PowerSupply.ofThisSystem(),
                System::nanoTime);
    }

    KeepAwake(Supplier<When> when, List<String> command, PowerSupply power, LongSupplier nanoTime) {
        this.when = when;
        this.command = List.copyOf(command);
        this.power = power;
        this.nanoTime = nanoTime;
    }

    /** @param turns how many run now */
    public synchronized void look(int turns) {
        if (closed) {
            return;
        }
        if (program.isPresent() && !program.get().isRunning()) {
            LOG.info(
                    "{} has ended by itself, so the machine may fall asleep; next try in {} min",
                    command.get(0),
                    REST.toMinutes());
            rest();
        }
        boolean wanted = turns > 0 && isWanted(when.get());
        if (!wanted) {
            release();
        } else if (program.isEmpty() && !isResting()) {
            program = HeldProgram.start(command);
            if (program.isEmpty()) {
                LOG.info("There is no {}, so the machine may fall asleep while agents work", command.get(0));
                rest();
            }
        }
    }

    /** Whether the machine is being kept awake. Does not wait, whatever {@link #look} is just waiting for. */
    public boolean isHolding() {
        return program.filter(HeldProgram::isRunning).isPresent();
    }

    private boolean isWanted(When now) {
        return now == When.ALWAYS || (now == When.PLUGGED_IN && !isOnBattery());
    }

    private boolean isOnBattery() {
        long now = nanoTime.getAsLong();
        if (!powerKnown || now - powerSeen >= POWER_EVERY.toNanos()) {
            onBattery = power.onBattery();
            powerKnown = true;
            powerSeen = now;
        }
        return onBattery;
    }

    private void rest() {
        release();
        resting = true;
        restingSince = nanoTime.getAsLong();
    }

    private boolean isResting() {
        resting = resting && nanoTime.getAsLong() - restingSince < REST.toNanos();
        return resting;
    }

    private void release() {
        program.ifPresent(HeldProgram::close);
        program = Optional.empty();
    }

    @Override
    public synchronized void close() {
        closed = true;
        release();
    }
}
