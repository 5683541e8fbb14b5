package dev.pilothouse.ui.settings;

import dev.pilothouse.platform.MachinePreferences;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;

/**
 * The settings of this machine, for the settings screen. A choice is shown at once. If the machine refuses it, the
 * choice is reverted and a notice explains why.
 *
 * <p>Confined to the FX thread. Ends with the shell.
 */
public final class MachinePresenter {
    private final MachinePreferences machine;
    private final Executor fx;
    private final Consumer<String> notice;
    private final BooleanProperty startsAtLogin = new SimpleBooleanProperty(this, "startsAtLogin");
    private final ObjectProperty<MachinePreferences.Awake> keepAwake =
            new SimpleObjectProperty<>(this, "awake", MachinePreferences.Awake.PLUGGED_IN);
    private final BooleanProperty keepsFiles = new SimpleBooleanProperty(this, "keepsFiles", true);
    private boolean telling;

    public MachinePresenter(MachinePreferences machine, Executor fx, Consumer<String> notice) {
        this.machine = machine;
        this.fx = fx;
        this.notice = notice;
        startsAtLogin.addListener((property, before, now) -> onChosen());
        keepAwake.addListener((property, before, now) -> onChosen());
        keepsFiles.addListener((property, before, now) -> onChosen());
        read();
    }

    public BooleanProperty startsAtLoginProperty() {
        return startsAtLogin;
    }

    public ObjectProperty<MachinePreferences.Awake> keepAwakeProperty() {
        return keepAwake;
    }

    /** Whether the files of a repository are kept before each turn. */
    public BooleanProperty keepsFilesProperty() {
        return keepsFiles;
    }

    private void read() {
        machine.read(choices -> fx.execute(() -> show(choices)));
    }

    private void show(MachinePreferences.Choices choices) {
        telling = true;
        startsAtLogin.set(choices.startsAtLogin());
        keepAwake.set(choices.awake());
        keepsFiles.set(choices.keepsFiles());
        telling = false;
    }

    private void onChosen() {
        if (telling) {
            return;
        }
        machine.write(
                new MachinePreferences.Choices(startsAtLogin.get(), keepAwake.get(), keepsFiles.get()),
                problem -> fx.execute(() -> {
                    if (!problem.isEmpty()) {
                        notice.accept(problem);
                        read();
                    }
                }));
    }
}
