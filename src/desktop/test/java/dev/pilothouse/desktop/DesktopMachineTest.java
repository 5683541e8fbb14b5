package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.machine.Autostart;
import dev.pilothouse.desktop.machine.KeepAwake;
import dev.pilothouse.desktop.machine.MachineSettings;
import dev.pilothouse.platform.Machine;
import dev.pilothouse.platform.Machine.Awake;
import dev.pilothouse.platform.Machine.Choices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DesktopMachineTest {
    @TempDir
    Path folder;

    private boolean on;
    private boolean refuses;
    private DesktopMachine machine;

    private Machine open() {
        machine = new DesktopMachine(folder, new Autostart() {
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

    private static Choices read(Machine machine) throws Exception {
        CompletableFuture<Choices> told = new CompletableFuture<>();
        machine.read(told::complete);
        return told.get(20, TimeUnit.SECONDS);
    }

    private static String write(Machine machine, Choices wanted) throws Exception {
        CompletableFuture<String> told = new CompletableFuture<>();
        machine.write(wanted, told::complete);
        return told.get(20, TimeUnit.SECONDS);
    }

    @Test
    void choicesAreTheMachinesAndHoldForTheNextWindow() throws Exception {
        Machine machine = open();
        assertThat(read(machine)).isEqualTo(new Choices(false, Awake.PLUGGED_IN));
        assertThat(write(machine, new Choices(true, Awake.ALWAYS))).isEmpty();
        assertThat(read(machine)).isEqualTo(new Choices(true, Awake.ALWAYS));
        assertThat(MachineSettings.open(folder).keepAwake()).isEqualTo(KeepAwake.When.ALWAYS);
    }

    @Test
    void whatTheSystemDoesNotTakeIsSaid() throws Exception {
        refuses = true;
        Machine machine = open();
        assertThat(write(machine, new Choices(true, Awake.PLUGGED_IN))).contains("the system is locked");
        assertThat(read(machine)).isEqualTo(new Choices(false, Awake.PLUGGED_IN));
    }
}
