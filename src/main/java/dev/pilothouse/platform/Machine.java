package dev.pilothouse.platform;

import java.util.function.Consumer;

/**
 * What the person lets the app do with the machine, where there is a host on it: only on a desktop. It is the machine's, and
 * not this device's to keep: other programs may change it too.
 *
 * <p>Any thread; nothing waits. Whoever asks is told on another thread.
 */
public interface Machine {

    /** When running turns keep the machine from falling asleep. */
    enum Awake {
        NEVER,
        /** Unless it runs on its battery. */
        PLUGGED_IN,
        ALWAYS
    }

    /** @param startsAtLogin whether the system opens the app when the person logs in */
    record Choices(boolean startsAtLogin, Awake awake) {}

    /** Tells how it is now. */
    void read(Consumer<Choices> told);

    /**
     * Changes it.
     *
     * @param told gets a sentence on what did not work, or an empty text
     */
    void write(Choices wanted, Consumer<String> told);
}
