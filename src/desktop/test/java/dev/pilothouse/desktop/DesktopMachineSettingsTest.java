package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.power.MachineSettings;
import dev.pilothouse.desktop.power.SleepInhibitor;
import dev.pilothouse.desktop.service.Autostart;
import dev.pilothouse.platform.MachinePreferences;
import dev.pilothouse.platform.MachinePreferences.Awake;
import dev.pilothouse.platform.MachinePreferences.Choices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DesktopMachineSettingsTest {
    @TempDir
    Path folder;

    private boolean on;
    private boolean refuses;
    private DesktopMachineSettings machine;

    private MachinePreferences open() {
        machine = new DesktopMachineSettings(folder, new Autostart() {
            @Override
            public boolean isOn() {
                return on;
            }

            @Override
            public void set(boolean wanted) throws IOException {
                if (refuses) {
                    throw new IOException("the system is locked");
                }
                on = wanted;
            }
        });
        return machine;
    }

    @AfterEach
    void close() {
        machine.close();
        machine.close();
    }

    private static Choices read(MachinePreferences machine) throws Exception {
        CompletableFuture<Choices> told = new CompletableFuture<>();
        machine.read(told::complete);
        return told.get(20, TimeUnit.SECONDS);
    }

    private static String write(MachinePreferences machine, Choices wanted) throws Exception {
        CompletableFuture<String> told = new CompletableFuture<>();
        machine.write(wanted, told::complete);
        return told.get(20, TimeUnit.SECONDS);
    }

    @Test
    void choicesAreTheMachinesAndHoldForTheNextWindow() throws Exception {
        MachinePreferences machine = open();
        assertThat(read(machine)).isEqualTo(new Choices(false, Awake.PLUGGED_IN, true));
        assertThat(write(machine, new Choices(true, Awake.ALWAYS, false))).isEmpty();
        assertThat(read(machine)).isEqualTo(new Choices(true, Awake.ALWAYS, false));
        assertThat(MachineSettings.open(folder).keepAwake()).isEqualTo(SleepInhibitor.When.ALWAYS);
    }

    @Test
    void whatTheSystemDoesNotTakeIsSaid() throws Exception {
        refuses = true;
        MachinePreferences machine = open();
        assertThat(write(machine, new Choices(true, Awake.PLUGGED_IN, true))).contains("the system is locked");
        assertThat(read(machine)).isEqualTo(new Choices(false, Awake.PLUGGED_IN, true));
    }
}
