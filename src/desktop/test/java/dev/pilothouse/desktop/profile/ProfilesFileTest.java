package dev.pilothouse.desktop.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ConfigError;
import dev.pilothouse.model.Profile;
import dev.pilothouse.model.ProfileServer;
import dev.pilothouse.model.ProfileSetting;
import dev.pilothouse.model.ServerKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfilesFileTest {
    private final List<ConfigError> unusable = new ArrayList<>();

    private ProfilesFile parse(String text) {
        return ProfilesFile.parse("profiles.json", text.replace('\'', '"'), unusable)
                .orElseThrow();
    }

    @Test
    void aProfileIsReadAndWrittenWithoutALoss() {
        ProfilesFile file = parse("""
                {'profiles': {'web': {
                  'servers': {
                    'docs': {'command': 'npx', 'args': ['-y', 'docs'], 'env': {'LOG': 'debug', 'KEY': {'env': 'DOCS'}}},
                    'tickets': {'type': 'sse', 'url': 'https://t.example/mcp',
                      'headers': {'Authorization': {'keystore': 'tickets', 'prefix': 'Bearer '}}}},
                  'env': {'GH_TOKEN': {'env': 'GITHUB'}},
                  'instructions': 'Be short.', 'mode': 'plan', 'model': 'opus', 'options': {'effort': 'high'}}}}
                """);

        assertThat(file.problems()).isEmpty();
        Profile profile = file.profiles().get(0);
        assertThat(profile.servers()).extracting(ProfileServer::kind).containsExactly(ServerKind.STDIO, ServerKind.SSE);
        assertThat(profile.servers().get(1).settings())
                .containsExactly(
                        new ProfileSetting("Authorization", ProfileSetting.Source.KEYSTORE, "tickets", "Bearer "));
        assertThat(parse(ProfilesFile.EMPTY.with(profile, null)).profiles()).containsExactly(profile);
    }

    @Test
    void aWrongPartIsNamedWithItsLineAndCostsOnlyItself() {
        ProfilesFile file = parse("""
                {'profiles': {
                  'web': {'servers': {
                    'good': {'command': 'npx'},
                    'relative': {'command': './run.sh'},
                    'odd': {'type': 'carrier-pigeon'},
                    'login': {'url': 'https://me:pw@t.example'}},
                    'env': {'API_TOKEN': 'abc', 'COLOUR': 'teal'}},
                  'later': 3,
                  'fine': {'mode': 'plan'}}}
                """);

        assertThat(file.profiles()).extracting(Profile::name).containsExactly("web", "fine");
        assertThat(file.profiles().get(0).servers())
                .extracting(ProfileServer::name)
                .containsExactly("good");
        assertThat(file.profiles().get(0).environment())
                .extracting(ProfileSetting::name)
                .containsExactly("COLOUR");
        assertThat(file.problems())
                .extracting(ConfigError::english)
                .satisfiesExactly(
                        problem -> assertThat(problem)
                                .startsWith("profiles.json:4: profiles.web.servers.relative.command: ")
                                .contains("absolute path"),
                        problem -> assertThat(problem).startsWith("profiles.json:5: profiles.web.servers.odd.type: "),
                        problem -> assertThat(problem).startsWith("profiles.json:6: profiles.web.servers.login.url: "),
                        problem -> assertThat(problem)
                                .startsWith("profiles.json:7: profiles.web.env.API_TOKEN: ")
                                .contains("looks like a secret"),
                        problem -> assertThat(problem).startsWith("profiles.json:8: profiles.later: "));
    }

    @Test
    void aWrongOriginIsNamedAndCostsNoServer() {
        ProfilesFile file = parse("""
                {'profiles': {'web': {'servers': {
                  'cut': {'command': 'npx', 'taken': {'folder': '/shop', 'file': '.mcp.json', 'name': 'a', 'digest': '0a'}},
                  'odd': {'command': 'npx', 'taken': 'by hand'}}}}}
                """);

        assertThat(file.problems())
                .extracting(ConfigError::path)
                .containsExactly("profiles.web.servers.cut.taken.digest", "profiles.web.servers.odd.taken");
        assertThat(file.profiles().get(0).servers())
                .hasSize(2)
                .allSatisfy(server -> assertThat(server.origin()).isNull());
    }

    @Test
    void whatASaveWouldLoseIsAProblem() {
        ProfilesFile file = parse("""
                {'profiles': {'web': {
                  'servers': {
                    'numbers': {'command': 'npx', 'args': ['--port', 8080]},
                    'words': {'command': 'npx', 'args': '--all'}},
                  'options': {'effort': {'level': 'high'}}}}}
                """);

        assertThat(file.problems())
                .extracting(ConfigError::path)
                .containsExactly(
                        "profiles.web.servers.numbers.args",
                        "profiles.web.servers.words.args",
                        "profiles.web.options.effort");
        assertThat(file.profiles().get(0).servers()).isEmpty();
    }

    @Test
    void aTextThatIsNoJsonHasOneProblemWithItsPlace() {
        assertThat(ProfilesFile.parse("profiles.json", "{\"profiles\": {", unusable))
                .isEmpty();
        assertThat(unusable)
                .singleElement()
                .satisfies(problem -> assertThat(problem.line()).isEqualTo(1));
    }

    @Test
    void aPlainValueIsPrintedNowhere() {
        Profile profile = parse("{'profiles': {'web': {'servers': {'a': {'command': 'x', 'env': {'LOG': 'quiet'}}}}}}")
                .profiles()
                .get(0);

        assertThat(profile.toString()).doesNotContain("quiet");
        assertThat(profile.servers().toString()).doesNotContain("quiet");
        assertThat(profile.withheld().servers().get(0).settings())
                .containsExactly(new ProfileSetting("LOG", ProfileSetting.Source.KEPT, "", ""));
    }
}
