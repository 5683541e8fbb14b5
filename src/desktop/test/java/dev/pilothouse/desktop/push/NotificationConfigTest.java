package dev.pilothouse.desktop.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.model.NotificationKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationConfigTest {
    @TempDir
    Path folder;

    private static String file(String members) {
        return "{\"targets\": [{\"name\": \"phone\", \"form\": \"ntfy\"" + members + "}]}";
    }

    @Test
    void whatIsNotSaidIsTheCarefulChoice() throws NotificationConfig.InvalidException {
        NotificationTarget target = NotificationConfig.parse(file(", \"url\": \"https://ntfy.example/my-topic\""))
                .get(0);

        assertThat(target.kinds()).containsExactlyInAnyOrder(NotificationKind.NEEDS_YOU, NotificationKind.FAILED);
        assertThat(target.transcript()).isFalse();
        assertThat(target.idempotent()).isFalse();
    }

    @Test
    void withoutAFileThereAreNoTargets() throws NotificationConfig.InvalidException {
        assertThat(NotificationConfig.read(folder)).isEmpty();
    }

    @Test
    void theFileIsClosedToOthersBeforeItIsRead() throws Exception {
        Path path = folder.resolve(NotificationConfig.FILE);
        Files.writeString(
                path, file(", \"url\": \"https://ntfy.example/t\", \"token\": \"tk_1\""), StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(NotificationConfig.read(folder)).hasSize(1);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ntfy.sh/topic",
                "https://ntfy.example:8443/sub/topic",
                "http://127.0.0.1:8080/topic",
                "http://localhost/topic",
                "http://[::1]:1/topic"
            })
    void anAddressThatNobodyElseCanReadIsTaken(String url) throws NotificationConfig.InvalidException {
        assertThat(NotificationConfig.parse(file(", \"url\": \"" + url + "\""))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "http://ntfy.sh/topic, must begin with https://",
        "http://192.168.1.5/topic, must begin with https://",
        "http://127.0.0.1.evil.example/topic, must begin with https://",
        "http://localhost.evil.example/topic, must begin with https://",
        "ftp://ntfy.sh/topic, must begin with https://",
        "https://me:secret@ntfy.sh/topic, put a token into",
        "https://ntfy.sh/, must end with the topic",
        "https://ntfy.sh/topic?auth=secret, must end with the topic",
        "ntfy.sh/topic, must be a whole URL",
        "'https://ntfy.sh/a b', is no URL"
    })
    void anAddressThatGivesAwayMoreIsRefusedWithWhatToDoAndWithoutItself(String url, String words) {
        assertThatThrownBy(() -> NotificationConfig.parse(file(", \"url\": \"" + url + "\"")))
                .isInstanceOf(NotificationConfig.InvalidException.class)
                .hasMessageContaining("targets")
                .hasMessageContaining(words)
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"targets\": [{\"name\": \"a b\", \"form\": \"ntfy\", \"url\": \"https://n.example/t\"}]}",
                "{\"contact\": \"ada@example.org\", \"targets\": []}",
                "{\"contact\": \"mailto:a\\\"b@example.org\", \"targets\": []}",
                "{\"targets\": [{\"name\": \"a\", \"form\": \"mail\", \"url\": \"https://n.example/t\"}]}",
                "{\"targets\": [{\"name\": \"a\", \"form\": \"ntfy\", \"url\": \"https://n.example/t\", \"events\": [\"all\"]}]}",
                "{\"targets\": [{\"name\": \"a\", \"form\": \"ntfy\", \"url\": \"https://n.example/t\", \"token\": \"a\\nb\"}]}"
            })
    void whatIsWrongIsSaid(String text) {
        assertThatThrownBy(() -> NotificationConfig.parse(text))
                .isInstanceOf(NotificationConfig.InvalidException.class)
                .hasMessageStartingWith("away.json: ");
    }

    @Test
    void twoTargetsOfOneNameAreOneTooMany() {
        String one = "{\"name\": \"a\", \"form\": \"webhook\", \"url\": \"https://n.example/t\"}";

        assertThatThrownBy(() -> NotificationConfig.parse("{\"targets\": [" + one + "," + one + "]}"))
                .hasMessageContaining("two targets have the name a");
    }

    @Test
    void aTargetShowsNeitherItsAddressNorItsToken() throws NotificationConfig.InvalidException {
        NotificationTarget target = NotificationConfig.parse(
                        file(", \"url\": \"https://ntfy.example/my-topic\", \"token\": \"tk_1\""))
                .get(0);

        assertThat(target.toString()).isEqualTo("NotificationTarget[phone]");
    }
}
