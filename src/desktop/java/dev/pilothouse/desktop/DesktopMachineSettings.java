package dev.pilothouse.desktop;

import dev.pilothouse.desktop.power.MachineSettings;
import dev.pilothouse.desktop.power.SleepInhibitor;
import dev.pilothouse.desktop.service.Autostart;
import dev.pilothouse.platform.MachinePreferences;
import dev.pilothouse.pulse.NamedThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;

/**
 * The machine settings that the window offers: the host's own settings file, and the system's autostart list.
 *
 * <p>Owns the thread {@code machine-choices}, which reads and writes them and ends when idle. Any thread. Ends with
 * {@link #close()}.
 */
final class DesktopMachineSettings implements MachinePreferences, AutoCloseable {
    private static final int WAITING = 16;

    private final Path dataFolder;
    private final Autostart autostart;
    private final ThreadPoolExecutor thread;

    DesktopMachineSettings(Path dataFolder, Autostart autostart) {
        this.dataFolder = dataFolder;
        this.autostart = autostart;
        this.thread = NamedThreads.pool(1, Duration.ofSeconds(5), WAITING, NamedThreads.factory("machine-choices"));
    }

    @Override
    public void read(Consumer<Choices> told) {
        try {
            thread.execute(() -> {
                MachineSettings settings = MachineSettings.open(dataFolder);
                told.accept(new Choices(
                        autostart.isOn(), Awake.valueOf(settings.keepAwake().name()), settings.keepsFiles()));
            });
        } catch (RejectedExecutionException ending) {
            // The window is closing, so no result is needed.
            return;
        }
    }

    @Override
    public void write(Choices wanted, Consumer<String> told) {
        try {
            thread.execute(() -> told.accept(change(wanted)));
        } catch (RejectedExecutionException busy) {
            told.accept("The machine has not taken earlier choices yet. Try again in a moment.");
        }
    }

    /** @return the error, or an empty text */
    private String change(Choices wanted) {
        try {
            MachineSettings settings = MachineSettings.open(dataFolder);
            SleepInhibitor.When when =
                    SleepInhibitor.When.valueOf(wanted.awake().name());
            if (settings.keepAwake() != when) {
                settings.setKeepAwake(when);
            }
            if (settings.keepsFiles() != wanted.keepsFiles()) {
                settings.setKeepsFiles(wanted.keepsFiles());
            }
            if (autostart.isOn() != wanted.startsAtLogin()) {
                autostart.set(wanted.startsAtLogin());
            }
            return "";
        } catch (IOException refused) {
            return "This machine did not take the choice: " + refused.getMessage() + ".";
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
