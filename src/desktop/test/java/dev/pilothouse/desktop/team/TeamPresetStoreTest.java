package dev.pilothouse.desktop.team;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.OwnPreset;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeamPresetStoreTest {
    private static final String TEAM = "{\"lead\":{\"instructions\":\"Go.\"},\"workers\":[{\"name\":\"a\"}]}";

    @TempDir
    Path folder;

    private List<OwnPreset> list() {
        List<HostMessage> answers = new ArrayList<>();
        new TeamPresetStore(folder, Runnable::run)
                .list(new ClientMessage.ListPresets(new RequestId("q")), answers::add);
        return ((HostMessage.Presets) answers.get(0)).presets();
    }

    private HostMessage save(String before, OwnPreset preset) {
        List<HostMessage> answers = new ArrayList<>();
        new TeamPresetStore(folder, Runnable::run)
                .save(new ClientMessage.SavePreset(new RequestId("q"), before, preset), answers::add);
        return answers.get(0);
    }

    private static String refusal(HostMessage answer) {
        return ((HostMessage.Failure) answer).sentence().text();
    }

    @Test
    void aPresetIsSavedReplacedRenamedAndRemovedInTheFile() throws Exception {
        Files.writeString(
                folder.resolve(TeamPreset.FILE), "{\"mine\":1,\"teams\":[{\"name\":\"by hand\",\"note\":\"x\"}]}");

        assertThat(save("", new OwnPreset("Pair", TEAM))).isInstanceOf(HostMessage.Ack.class);
        save("", new OwnPreset("Pair", TEAM.replace("Go.", "Stop.")));
        save("Pair", new OwnPreset("Two", TEAM));
        assertThat(list()).extracting(OwnPreset::name).containsExactly("by hand", "Two");
        assertThat(TeamPreset.read(folder).get(1).team().has("workers")).isTrue();

        save("Two", null);
        assertThat(list()).extracting(OwnPreset::name).containsExactly("by hand");
        assertThat(Files.readString(folder.resolve(TeamPreset.FILE)))
                .contains("\"mine\":1")
                .contains("\"note\":\"x\"");
    }

    @Test
    void whatIsGoneIsNeitherRenamedNorRemoved() {
        assertThat(refusal(save("Pair", null))).contains("Pair");
        assertThat(refusal(save("Pair", new OwnPreset("Two", TEAM)))).contains("Pair");
        assertThat(folder.resolve(TeamPreset.FILE)).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"lead\":{},\"workers\":[]}",
                "{\"workers\":[{\"name\":\"a\"}]}",
                "{\"lead\":{},\"workers\":[{\"name\":\"a b\"}]}",
                "{\"lead\":{},\"workers\":[{\"name\":\"a\"}],\"tokens\":-1}"
            })
    void aTeamThatCouldNotBeStartedIsRefused(String team) {
        assertThat(save("", new OwnPreset("Pair", team))).isInstanceOf(HostMessage.Failure.class);
        assertThat(list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "two\nlines", " edge", "1234567890123456789012345678901234567890123456789012345678901"})
    void aNameIsOneBoundedLine(String name) {
        assertThat(refusal(save("", new OwnPreset(name, TEAM)))).contains("one line");
    }

    @Test
    void thereIsRoomForFifty() {
        for (int i = 0; i < OwnPreset.MOST; i++) {
            assertThat(save("", new OwnPreset("p" + i, TEAM))).isInstanceOf(HostMessage.Ack.class);
        }
        assertThat(refusal(save("", new OwnPreset("more", TEAM)))).contains("50");
        assertThat(save("", new OwnPreset("p7", TEAM))).isInstanceOf(HostMessage.Ack.class);
    }

    @Test
    void aFileThatCannotBeReadIsNotOverwritten() throws Exception {
        Files.writeString(folder.resolve(TeamPreset.FILE), "{");

        assertThat(save("", new OwnPreset("Pair", TEAM))).isInstanceOf(HostMessage.Failure.class);
        assertThat(Files.readString(folder.resolve(TeamPreset.FILE))).isEqualTo("{");
    }
}
