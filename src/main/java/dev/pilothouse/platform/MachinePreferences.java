package dev.pilothouse.platform;

import java.util.function.Consumer;

/**
 * The person's settings for this machine, available only on a desktop with a host. The machine owns the settings, and
 * this device must not cache them: other programs may change them too.
 *
 * <p>Any thread. No method blocks. Callbacks run on another thread.
 */
public interface MachinePreferences {

    /** When running turns keep the machine from going to sleep. */
    enum Awake {
        NEVER,
        /** Only on mains power. */
        PLUGGED_IN,
        ALWAYS
    }

    /**
     * The settings.
     *
     * @param startsAtLogin whether the system opens the app at login
     * @param keepsFiles whether the files of a repository are kept before each turn
     */
    record Choices(boolean startsAtLogin, Awake awake, boolean keepsFiles) {}

    /** Reads the current settings. */
    void read(Consumer<Choices> told);

    /**
     * Changes the settings.
     *
     * @param told gets one sentence that describes the failure, or an empty text
     */
    void write(Choices wanted, Consumer<String> told);
}
