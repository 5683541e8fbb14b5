package dev.pilothouse.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeviceLanguageTest {

    @TempDir
    Path folder;

    @Test
    void theLanguageIsTheOneInTheFile() throws IOException {
        assertThat(DeviceLanguage.read(file("de-CH"))).contains(Locale.forLanguageTag("de-CH"));
        assertThat(DeviceLanguage.read(file("fr\n"))).contains(Locale.FRENCH);
    }

    @Test
    void withoutAFileThereIsNone() {
        assertThat(DeviceLanguage.read(folder.resolve("nowhere"))).isEmpty();
        assertThat(DeviceLanguage.read(folder)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "und", "///", "a b", "\0"})
    void aTextThatIsNoLanguageIsNone(String text) throws IOException {
        assertThat(DeviceLanguage.read(file(text))).isEmpty();
    }

    @Test
    void aHugeFileCostsNothing() throws IOException {
        assertThat(DeviceLanguage.read(file("x".repeat(1_000_000)))).isEmpty();
    }

    private Path file(String text) throws IOException {
        return Files.write(folder.resolve("language"), text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aTagOfTheEnvironmentIsReadLikeThatOfAFile() {
        assertThat(DeviceLanguage.parse("fr-CA")).contains(Locale.CANADA_FRENCH);
        assertThat(DeviceLanguage.parse("zh-Hans-CN\n"))
                .map(Locale::getLanguage)
                .contains("zh");
        assertThat(DeviceLanguage.parse("")).isEmpty();
        assertThat(DeviceLanguage.parse(null)).isEmpty();
    }
}
