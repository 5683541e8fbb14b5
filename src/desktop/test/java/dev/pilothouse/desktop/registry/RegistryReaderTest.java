package dev.pilothouse.desktop.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.protocol.StrictJson;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistryReaderTest {
    private static final String DIGEST = "951055fac48e50a2087178307a75a1285f25f6a81675b84974ffc4fe6abe0d62";

    private static List<RegistryEntry> read(String... agents) throws Exception {
        return RegistryReader.read(StrictJson.parse(
                "{\"version\":\"1.0.0\",\"agents\":[" + String.join(",", agents) + "],\"extensions\":[],\"new\":1}"));
    }

    private static String agent(String id, String distribution) {
        return "{\"id\":\"" + id + "\",\"name\":\"An agent\",\"version\":\"1.2.3\",\"description\":\"It works.\","
                + "\"authors\":[\"Somebody\"],\"license\":\"MIT\",\"preview\":{\"version\":\"9\"},"
                + "\"repository\":\"https://example.org/it\",\"distribution\":" + distribution + "}";
    }

    private static String npx(String source) {
        return "{\"npx\":{\"package\":\"" + source + "\",\"args\":[\"--acp\"],\"env\":{\"QUIET\":\"1\"}}}";
    }

    private static String binary(String archive, String program, String digest) {
        return "{\"binary\":{\"linux-x86_64\":{\"archive\":\"" + archive + "\",\"cmd\":\"" + program
                + "\",\"sha256\":\"" + digest + "\"}}}";
    }

    @Test
    void theCopyThatShipsHasTheAgentsOfTheRegistryAndNoVersionIsOpen() {
        List<RegistryEntry> entries = RegistryStore.shipped().entries();

        assertThat(entries).extracting(RegistryEntry::id).contains("claude-acp", "gemini", "opencode", "goose", "kilo");
        assertThat(entries).hasSize(20).allSatisfy(entry -> {
            entry.npm().ifPresent(source -> assertThat(source.version()).matches("[0-9]+\\.[0-9]+\\.[0-9]+.*"));
            entry.python().ifPresent(source -> assertThat(source.version()).matches("[0-9]+\\.[0-9]+\\.[0-9]+.*"));
            assertThat(entry.license()).isNotEmpty();
        });
    }

    @Test
    void membersOfAnEntryAreReadAndUnknownOnesPassedOver() throws Exception {
        RegistryEntry entry = read(agent("it", npx("@some/agent@1.2.4"))).get(0);

        assertThat(entry.npm().orElseThrow())
                .isEqualTo(new RegistryEntry.PackageSource(
                        "@some/agent", "1.2.4", new RegistryEntry.Arguments(List.of("--acp"), Map.of("QUIET", "1"))));
        assertThat(entry.authors()).containsExactly("Somebody");
        assertThat(entry.link()).isEqualTo("https://example.org/it");
    }

    @Test
    void aPackageWithoutAVersionGetsTheOneOfTheAgent() throws Exception {
        assertThat(read(agent("it", npx("agent"))).get(0).npm().orElseThrow().version())
                .isEqualTo("1.2.3");
    }

    @Test
    void aWrongEntryCostsOnlyItself() throws Exception {
        assertThat(read(
                        agent("good", npx("agent@1.0.0")),
                        agent("Bad id", npx("agent@1.0.0")),
                        agent("open", npx("agent@latest")),
                        agent("range", npx("agent@^1.0.0")),
                        agent("option", npx("--registry=http://evil.example")),
                        agent("nothing", "{}"),
                        "7",
                        agent("good", npx("twice@1.0.0"))))
                .extracting(RegistryEntry::id)
                .containsExactly("good");
    }

    @Test
    void anArchiveNeedsHttpsAProgramInsideAndADigestThatIsOne() throws Exception {
        String archive = "https://example.org/a.zip";
        assertThat(read(
                        agent("good", binary(archive, "./bin/agent", DIGEST)),
                        agent("plain", binary("http://example.org/a.zip", "agent", DIGEST)),
                        agent("file", binary("file:///etc/a.zip", "agent", DIGEST)),
                        agent("above", binary(archive, "../../bin/sh", DIGEST)),
                        agent("absolute", binary(archive, "/bin/sh", DIGEST)),
                        agent("drive", binary(archive, "C:/windows/cmd.exe", DIGEST)),
                        agent("digest", binary(archive, "agent", "abc"))))
                .extracting(RegistryEntry::id)
                .containsExactly("good");
        assertThat(read(agent("good", binary(archive, ".\\\\bin\\\\agent.exe", "")))
                        .get(0)
                        .binaries()
                        .get("linux-x86_64")
                        .program())
                .isEqualTo("bin/agent.exe");
    }

    @Test
    void aFileOfAnotherFormIsRefusedAsAWhole() {
        assertThatThrownBy(() -> RegistryReader.read(StrictJson.parse("{\"version\":\"2.0.0\",\"agents\":[]}")))
                .hasMessage("its version is not 1");
        assertThatThrownBy(() -> RegistryReader.read(StrictJson.parse("{\"version\":\"1.0.0\"}")))
                .hasMessage("it has no list of agents");
        assertThatThrownBy(() -> RegistryReader.read(StrictJson.parse("[]"))).hasMessage("its version is not 1");
        assertThatThrownBy(() -> read(agent("only", "{}"))).hasMessage("it has no usable agent");
    }

    @Test
    void controlCharactersOfTextsAreRemovedAndOfArgumentsRefused() throws Exception {
        String odd = agent("odd", npx("agent@1.0.0")).replace("It works.", "It \\u001b[31mworks\\u202e.");

        assertThat(read(odd).get(0).description()).isEqualTo("It works.");
        assertThatThrownBy(() -> read(agent("odd", npx("agent@1.0.0")).replace("--acp", "a\\u001bb")))
                .hasMessage("it has no usable agent");
    }
}
