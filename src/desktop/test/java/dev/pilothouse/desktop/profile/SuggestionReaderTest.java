package dev.pilothouse.desktop.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pilothouse.model.ConfigError;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.ProfileServer;
import dev.pilothouse.model.ProfileSetting;
import dev.pilothouse.model.ServerKind;
import dev.pilothouse.model.ServerSuggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SuggestionReaderTest {
    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    private void file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text.replace('\'', '"'));
    }

    private List<ServerSuggestion> suggestions() throws IOException {
        return SuggestionReader.read(folder).suggestions();
    }

    private List<ConfigError> problems() throws IOException {
        return SuggestionReader.read(folder).problems();
    }

    private static ProfileServer stdio(String name, String command, List<String> arguments, String... variables) {
        return new ProfileServer(name, ServerKind.STDIO, command, arguments, "", names(variables));
    }

    private static List<ProfileSetting> names(String... names) {
        return List.of(names).stream()
                .map(name -> new ProfileSetting(name, ProfileSetting.Source.PLAIN, "", ""))
                .toList();
    }

    private static String word(HostTextCode code) {
        return code.word();
    }

    @Test
    void ofManyMistakesTheFirstAreNamed() throws IOException {
        String many = IntStream.range(0, 5_000).mapToObj(i -> "'s" + i + "': 1").collect(Collectors.joining(", "));
        file(".mcp.json", "{'mcpServers': {" + many + "}}");
        file(".cursor/mcp.json", "{'mcpServers': {" + many + "}}");

        assertThat(problems()).hasSize(SuggestionReader.MAX_PROBLEMS);
    }

    @Test
    void eachKindOfFileIsReadInItsOwnForm() throws IOException {
        file(".mcp.json", "{'mcpServers': {'docs': {'command': 'npx', 'args': ['-y', 'docs', '--port', 8080]}}}");
        file(".cursor/mcp.json", "{'mcpServers': {'tickets': {'url': 'https://t.example/mcp'}}}");
        file(".vscode/mcp.json", "{'servers': {'My Server': {'type': 'sse', 'url': 'https://s.example/sse'}}}");
        file(".gemini/settings.json", "{'theme': 'dark', 'mcpServers': {'g': {'httpUrl': 'https://g.example/mcp'}}}");
        file(
                "opencode.json",
                "{'mcp': {'o': {'type': 'local', 'command': ['bun', 'x', 'o'], 'environment': {'LOG': 'debug'}},"
                        + " 'r': {'type': 'remote', 'url': 'https://r.example/mcp'}}}");

        assertThat(problems()).isEmpty();
        assertThat(suggestions())
                .allMatch(ServerSuggestion::isUsable)
                .extracting(ServerSuggestion::file)
                .containsExactly(
                        ".mcp.json",
                        ".cursor/mcp.json",
                        ".vscode/mcp.json",
                        ".gemini/settings.json",
                        "opencode.json",
                        "opencode.json");
        assertThat(suggestions())
                .extracting(ServerSuggestion::server)
                .containsExactly(
                        stdio("docs", "npx", List.of("-y", "docs", "--port", "8080")),
                        new ProfileServer(
                                "tickets", ServerKind.HTTP, "", List.of(), "https://t.example/mcp", List.of()),
                        new ProfileServer(
                                "My-Server", ServerKind.SSE, "", List.of(), "https://s.example/sse", List.of()),
                        new ProfileServer("g", ServerKind.HTTP, "", List.of(), "https://g.example/mcp", List.of()),
                        stdio("o", "bun", List.of("x", "o"), "LOG"),
                        new ProfileServer("r", ServerKind.HTTP, "", List.of(), "https://r.example/mcp", List.of()));
    }

    @Test
    void noValueOfAVariableOrAHeaderIsTakenOver() throws IOException {
        file(
                ".mcp.json",
                "{'mcpServers': {'docs': {'command': 'npx', 'env': {'TOKEN': 'abc-123', 'OWN': '${HOME_TOKEN}'}},"
                        + " 'web': {'url': 'https://w.example', 'headers': {'Authorization': 'Bearer abc-123'}}}}");

        assertThat(suggestions()).allMatch(ServerSuggestion::isUsable);
        assertThat(suggestions().get(0).server().settings()).isEqualTo(names("TOKEN", "OWN"));
        assertThat(suggestions().get(1).server().settings()).isEqualTo(names("Authorization"));
    }

    @Test
    void commentsAndCommasAtTheEndDoNotHideAFileNorChangeItsTexts() throws IOException {
        file(".vscode/mcp.json", """
                {
                  // what the team uses
                  "servers": {
                    /* "old": {}, */
                    "docs": {"command": "npx", "args": ["//no/comment", "a,]\\"/*b*/",]}, // here
                  },
                }
                """);

        assertThat(problems()).isEmpty();
        assertThat(suggestions().get(0).server())
                .isEqualTo(stdio("docs", "npx", List.of("//no/comment", "a,]'/*b*/".replace('\'', '"'))));
    }

    @Test
    void aServerThatAnotherProgramWouldCompleteIsShownAndNotTakenOver() throws IOException {
        file(
                ".mcp.json",
                "{'mcpServers': {'command': {'command': '${TOOLS}/run'}, 'argument': {'command': 'a', 'args': ['$HOME']},"
                        + " 'address': {'url': 'https://${input:host}/mcp'}, 'opencode': {'command': 'a', 'args':"
                        + " ['{file:key.txt}']}, 'windows': {'command': 'a', 'args': ['%APPDATA%']},"
                        + " 'escape': {'url': 'https://e.example/%C3%A9%20'}, 'cwd': {'command': 'a', 'cwd': '.'},"
                        + " 'relative': {'command': './run.sh'}, 'login': {'url': 'https://me:pw@l.example'}}}");

        assertThat(suggestions())
                .extracting(
                        each -> each.server().name(),
                        each -> each.reason().code().word())
                .containsExactly(
                        tuple("command", word(HostTextCode.SUGGESTION_EXPANDS)),
                        tuple("argument", word(HostTextCode.SUGGESTION_EXPANDS)),
                        tuple("address", word(HostTextCode.SUGGESTION_EXPANDS)),
                        tuple("opencode", word(HostTextCode.SUGGESTION_EXPANDS)),
                        tuple("windows", word(HostTextCode.SUGGESTION_EXPANDS)),
                        tuple("escape", ""),
                        tuple("cwd", word(HostTextCode.SUGGESTION_NOT_KEPT)),
                        tuple("relative", word(HostTextCode.PROFILE_WRONG)),
                        tuple("login", word(HostTextCode.PROFILE_WRONG)));
        assertThat(suggestions().get(0).server().command()).isEqualTo("${TOOLS}/run");
        assertThat(suggestions().get(0).reason().text()).contains("${TOOLS}");
        assertThat(suggestions().get(7).reason().text()).startsWith("command: ");
    }

    @Test
    void anArgumentThatAPersonCannotSeeWholeIsNotTakenOver() throws IOException {
        file(
                ".mcp.json",
                "{'mcpServers': {'hidden': {'command': 'a', 'args': ['x\\u202ey']}, 'empty': {'command': 'a', 'args':"
                        + " ['']}, 'lines': {'command': 'a', 'args': ['x\\ny']}, 'object': {'command': 'a', 'args': {}}}}");

        assertThat(suggestions())
                .hasSize(4)
                .extracting(each -> each.reason().code().word())
                .containsOnly(word(HostTextCode.SUGGESTION_NOT_PLAIN));
    }

    @Test
    void aBrokenFileIsNamedWithItsLineAndTheOthersCount() throws IOException {
        file(".mcp.json", "{\n  'mcpServers': {\n");
        file(".cursor/mcp.json", "{'mcpServers': []}");
        file(".vscode/mcp.json", "{'servers': {'a': 3, 'good': {'command': 'npx'}}}");
        file("opencode.json", "{'mcp': {'x': {'command': ['" + "x".repeat(SuggestionReader.MAX_BYTES) + "']}}}");

        assertThat(suggestions()).extracting(each -> each.server().name()).containsExactly("good");
        assertThat(problems())
                .extracting(ConfigError::english)
                .satisfiesExactly(
                        json -> assertThat(json).startsWith(".mcp.json:3:").contains("valid JSON"),
                        list -> assertThat(list).startsWith(".cursor/mcp.json:1: mcpServers: This must be an object"),
                        number -> assertThat(number).startsWith(".vscode/mcp.json:1: servers.a: "),
                        large -> assertThat(large).startsWith("opencode.json: ").contains("65536 bytes"));
    }

    @Test
    void atMostTwentyServersOfAFolderAreListed() throws IOException {
        String servers = IntStream.range(0, SuggestionReader.MAX_SUGGESTIONS + 5)
                .mapToObj(i -> "'s" + i + "': {'command': 'npx'}")
                .collect(Collectors.joining(","));
        file(".mcp.json", "{'mcpServers': {" + servers + "}}");

        assertThat(suggestions()).hasSize(SuggestionReader.MAX_SUGGESTIONS);
        assertThat(problems())
                .singleElement()
                .satisfies(full -> assertThat(full.english()).contains("mcpServers.s20"));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a right there")
    void aLinkThatLeadsOutOfTheFolderIsNotFollowed() throws IOException {
        Path secret =
                Files.writeString(elsewhere.resolve("mcp.json"), "{\"mcpServers\": {\"s\": {\"command\": \"a\"}}}");
        Files.createSymbolicLink(folder.resolve(".mcp.json"), secret);
        Files.createSymbolicLink(folder.resolve(".cursor"), elsewhere);
        Files.createDirectory(folder.resolve("opencode.json"));
        file("config/mcp.json", "{'servers': {'inside': {'command': 'a'}}}");
        Files.createSymbolicLink(folder.resolve(".vscode"), folder.resolve("config"));

        assertThat(suggestions()).extracting(each -> each.server().name()).containsExactly("inside");
        assertThat(problems())
                .extracting(ConfigError::file)
                .containsExactly(".mcp.json", ".cursor/mcp.json", "opencode.json");
    }

    @Test
    void aFolderWithoutSuchFilesSuggestsNothing() throws IOException {
        assertThat(suggestions()).isEmpty();
        assertThat(problems()).isEmpty();
    }

    private String digest(String server) throws IOException {
        file(".mcp.json", "{'mcpServers': {'docs': " + server + "}}");
        return suggestions().get(0).origin().digest();
    }

    @Test
    void eachPartOfAServerThatIsReadChangesItsDigestAndNoValueDoes() throws IOException {
        List<String> digests = new ArrayList<>();
        for (String server : List.of(
                "{'command': 'npx', 'args': ['a', 'b'], 'env': {'A': '1'}}",
                "{'command': 'bun', 'args': ['a', 'b'], 'env': {'A': '1'}}",
                "{'command': 'npx', 'args': ['a b'], 'env': {'A': '1'}}",
                "{'command': 'npx', 'args': ['b', 'a'], 'env': {'A': '1'}}",
                "{'command': 'npx', 'args': ['a', 'b'], 'env': {'B': '1'}}",
                "{'command': 'npx', 'args': ['a', 'b'], 'env': {'A': '1'}, 'cwd': '/'}",
                "{'url': 'https://a.example', 'headers': {'A': '1'}}",
                "{'url': 'https://b.example', 'headers': {'A': '1'}}",
                "{'url': 'https://a.example', 'headers': {'B': '1'}}",
                "{'type': 'sse', 'url': 'https://a.example', 'headers': {'A': '1'}}")) {
            digests.add(digest(server));
        }
        assertThat(digests).doesNotHaveDuplicates();

        assertThat(digest("{'env': {'A': 'secret'}, 'args': ['a', 'b'], 'command': 'npx'}"))
                .as("the value of a variable, and the order of members")
                .isEqualTo(digests.get(0));
        assertThat(suggestions().get(0).origin().folder())
                .isEqualTo(folder.toRealPath().toString());
    }
}
