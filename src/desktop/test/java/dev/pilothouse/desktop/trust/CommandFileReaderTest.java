package dev.pilothouse.desktop.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandFileReaderTest {
    @TempDir
    Path data;

    @TempDir
    Path worktree;

    private final Path main = Path.of("/home/me/shop").toAbsolutePath();
    private CommandFileReader reader;

    @BeforeEach
    void open() {
        reader = new CommandFileReader(data);
    }

    private RepositoryCommands read(String json) throws Exception {
        Files.writeString(worktree.resolve(CommandFileReader.FILE), json);
        return reader.read(worktree, main);
    }

    private void assertRefused(String json, String... words) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(CommandFileException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void aRepositoryWithoutAFileRunsNothingAndCopiesSettings() throws Exception {
        RepositoryCommands commands = reader.read(worktree, main);

        assertThat(commands.isEmpty()).isTrue();
        assertThat(commands.copy()).containsExactly(".env*");
    }

    @Test
    void membersThatAreNotKnownAreIgnored() throws Exception {
        RepositoryCommands commands =
                read("{\"setup\":[\"npm ci\",\" \"],\"teardown\":[\"make stop\"],\"copy\":[],\"later\":{\"a\":[1]}}");

        assertThat(commands.setup()).containsExactly("npm ci");
        assertThat(commands.teardown()).containsExactly("make stop");
        assertThat(commands.copy()).isEmpty();
        assertThat(commands.own()).isFalse();
    }

    @Test
    void aWrongFileIsNamedWithItsLine() {
        assertRefused("{\n\"setup\": [\"a\"],\n nonsense\n}", ".pilothouse.json, line 3");
        assertRefused("{\n\"setup\":\n \"make\"\n}", "line 2", "setup", "list");
        assertRefused("{\"setup\": [\n\"a\",\n 1]}", "line 3", "setup[1]");
        assertRefused("[]", "object");
        assertRefused("{\"setup\":[],\"setup\":[]}", "line 1");
    }

    @Test
    void whatIsTooLargeOrTooDeepIsRefused() throws Exception {
        assertRefused("{\"setup\":[\"" + "x".repeat(2_001) + "\"]}", "setup[0]", "2000");
        assertRefused("{\"setup\":[" + "\"a\",".repeat(20) + "\"a\"]}", "setup", "20");
        assertRefused("{\"setup\":[" + ("\"" + "x".repeat(1_999) + "\",").repeat(4) + "\"abcde\"]}", "8000");
        assertRefused("{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}", "65536 bytes");
        assertRefused("{\"a\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}", "JSON");
        Files.write(worktree.resolve(CommandFileReader.FILE), new byte[] {'{', (byte) 0xff, '}'});
        assertThatThrownBy(() -> reader.read(worktree, main)).hasMessageContaining("UTF-8");
    }

    @Test
    void aLinkOrAFolderIsNoFile() throws Exception {
        Path secret = Files.writeString(data.resolve("secret"), "{\"setup\":[\"a\"]}");
        Files.createSymbolicLink(worktree.resolve(CommandFileReader.FILE), secret);
        assertThatThrownBy(() -> reader.read(worktree, main)).hasMessageContaining("no link");
        Files.delete(worktree.resolve(CommandFileReader.FILE));
        Files.createDirectory(worktree.resolve(CommandFileReader.FILE));

        assertThatThrownBy(() -> reader.read(worktree, main)).hasMessageContaining("no link");
    }

    @Test
    void thePersonsOwnEntryReplacesTheFileOfTheRepository() throws Exception {
        Files.writeString(
                data.resolve("worktrees.json"),
                "{\"repositories\":[{\"path\":\"/elsewhere\",\"setup\":[\"x\"]},{\"path\":\"" + main
                        + "\",\"setup\":[\"mine\"]}]}",
                StandardCharsets.UTF_8);

        RepositoryCommands commands = read("{\"setup\":[\"theirs\"],\"teardown\":[\"theirs\"]}");

        assertThat(commands.own()).isTrue();
        assertThat(commands.setup()).containsExactly("mine");
        assertThat(commands.teardown()).isEmpty();
    }

    @Test
    void anotherOrderSplitOrListOfCommandsIsOtherContent() {
        List<String> digests = List.of(
                commands(List.of("a", "b"), List.of()).digest(),
                commands(List.of("b", "a"), List.of()).digest(),
                commands(List.of("a\nb"), List.of()).digest(),
                commands(List.of("ab"), List.of()).digest(),
                commands(List.of("a"), List.of("b")).digest(),
                commands(List.of(), List.of("a", "b")).digest());

        assertThat(digests).doesNotHaveDuplicates();
    }

    private static RepositoryCommands commands(List<String> setup, List<String> teardown) {
        return new RepositoryCommands("f", false, setup, teardown, List.of(), List.of());
    }

    @Test
    void commandsAreShownWholeWithTheirHiddenCharactersNamed() {
        List<String> lines = commands(List.of("rm\u202e -rf\u0007 x\nsecond \u001b[2K```"), List.of("make\rstop"))
                .lines();

        assertThat(lines)
                .containsExactly(
                        "setup:",
                        "1  rm\u27e8U+202E\u27e9 -rf\u27e8U+0007\u27e9 x",
                        "   second \u27e8U+001B\u27e9[2K```",
                        "teardown:",
                        "1  make\u27e8U+000D\u27e9stop");
        assertThat(RepositoryCommands.block(lines)).startsWith("````\n").endsWith("\n````");
    }

    @ParameterizedTest
    @CsvSource({
        ".env*,.env.local,true", ".env*,web/.env,true", ".env*,env,false", "config/*.key,config/a.key,true",
        "config/*.key,config/a/b.key,false", "config/**,config/a/b.key,true", "**/x?,a/b/xy,true", "/a,a,true",
        "/a,b/a,false", "*a*a*a*a*a*a*a*a*b,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,false"
    })
    void aPatternMatchesNamesOrPaths(String pattern, String path, boolean matches) {
        assertThat(new PathMatcher(pattern).matches(path)).isEqualTo(matches);
    }
}
