package dev.pilothouse.desktop.forge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.forge.ForgeLocator.Kind;
import dev.pilothouse.model.PullRequestReference.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginHostsTest {
    private static final String GH = """
            code.example.org:
                users:
                    me:
                        oauth_token: secret.example.org
                git_protocol: ssh
            GitHub.com:
                user: me
            """;

    private static final String GLAB = """
            # What git uses
            git_protocol: ssh
            hosts:
                gitlab.com:
                    api_host: api.example.org
                "forge.example.org":
                    token: secret.example.org
            host: other.example.org
            """;

    @TempDir
    Path home;

    private LoginHosts hosts(Map<String, String> more) {
        return new LoginHosts(() -> more.isEmpty() ? Map.of("HOME", home.toString()) : more);
    }

    private void write(String file, String text) throws Exception {
        Path place = home.resolve(file);
        Files.createDirectories(place.getParent());
        Files.writeString(place, text);
    }

    @Test
    void theHostsOfEachProgramAreKnown() throws Exception {
        write(".config/gh/hosts.yml", GH);
        write(".config/glab-cli/config.yml", GLAB);
        LoginHosts hosts = hosts(Map.of());

        assertThat(hosts.has(Kind.GITHUB, "code.example.org")).isTrue();
        assertThat(hosts.has(Kind.GITHUB, "github.com")).isTrue();
        assertThat(hosts.has(Kind.GITHUB, "forge.example.org")).isFalse();
        assertThat(hosts.has(Kind.GITHUB, "users")).isFalse();
        assertThat(hosts.has(Kind.GITLAB, "forge.example.org")).isTrue();
        assertThat(hosts.has(Kind.GITLAB, "api.example.org")).isFalse();
        assertThat(hosts.has(Kind.GITLAB, "other.example.org")).isFalse();
    }

    @Test
    void theProgramsOwnVariablesCount() throws Exception {
        write("elsewhere/hosts.yml", GH);
        LoginHosts hosts = hosts(Map.of(
                "HOME", "/nowhere",
                "GH_CONFIG_DIR", home.resolve("elsewhere").toString(),
                "GITLAB_HOST", "https://git.example.org/"));

        assertThat(hosts.has(Kind.GITHUB, "code.example.org")).isTrue();
        assertThat(hosts.has(Kind.GITLAB, "git.example.org")).isTrue();
    }

    @Test
    void aForgeOfAnotherNameIsKnownByItsLogin() throws Exception {
        write(".config/gh/hosts.yml", GH);
        write(".config/glab-cli/config.yml", GLAB);

        assertThat(ForgeLocator.kind(new Repository("code.example.org", "team/shop"), hosts(Map.of())))
                .contains(Kind.GITHUB);
        assertThat(ForgeLocator.kind(new Repository("forge.example.org", "team/sub/shop"), hosts(Map.of())))
                .contains(Kind.GITLAB);
        assertThat(ForgeLocator.kind(new Repository("unknown.example.org", "team/shop"), hosts(Map.of())))
                .isEmpty();
    }
}
