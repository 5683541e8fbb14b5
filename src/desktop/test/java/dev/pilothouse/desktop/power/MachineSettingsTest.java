package dev.pilothouse.desktop.power;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineSettingsTest {
    @TempDir
    Path folder;

    @Test
    void whatIsSaidIsRemembered() throws IOException {
        assertThat(MachineSettings.open(folder).keepAwake()).isEqualTo(SleepInhibitor.When.PLUGGED_IN);
        for (SleepInhibitor.When when : SleepInhibitor.When.values()) {
            MachineSettings.open(folder).setKeepAwake(when);
            assertThat(MachineSettings.open(folder).keepAwake()).isEqualTo(when);
        }
    }

    @Test
    void whatMakesNoSenseCountsAsNotSaid() throws IOException {
        for (String text : new String[] {"", "{", "[]", "{\"keepAwake\":\"sometimes\"}", "{\"keepAwake\":{}}", "{}"}) {
            Files.writeString(folder.resolve("machine.json"), text);
            assertThat(MachineSettings.open(folder).keepAwake()).isEqualTo(MachineSettings.KEEP_AWAKE);
        }
    }

    @Test
    void aFileWithoutAVersionIsReadAndWhatIsNotKnownStays() throws IOException {
        Path file = folder.resolve("machine.json");
        Files.writeString(file, "{\"keepAwake\":\"never\",\"later\":{\"a\":1}}");
        MachineSettings settings = MachineSettings.open(folder);
        assertThat(settings.keepAwake()).isEqualTo(SleepInhibitor.When.NEVER);

        settings.setKeepAwake(SleepInhibitor.When.ALWAYS);
        assertThat(file).content().contains("\"later\":{\"a\":1}", "\"version\":1", "always");
    }
}
