package dev.pilothouse.desktop.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exact local commands. */
final class RunnersTest {
    private static final String NONCE = "0123456789abcdef";
    private static final List<String> REMOTE = List.of("sh", "-c", "echo \"$HOME\"");

    @Test
    void a_remote_directory_is_read_by_the_rules_of_its_own_machine() {
        assertThat(RemoteStart.directory("/home//ada/./x/../shop/")).isEqualTo("/home/ada/shop");
        assertThat(RemoteStart.directory("/../..")).isEqualTo("/");
        assertThat(RemoteStart.directory("/odd\\name")).isEqualTo("/odd\\name");
        assertThat(RemoteStart.directory("home/ada")).isNull();
        assertThat(RemoteStart.directory("C:\\work")).isNull();
        assertThat(RemoteStart.directory("/a\0b")).isNull();
    }

    @Test
    void sshAsksNothingAndGivesItsShellOneCommand() {
        Runner runner = new SshRunner("ssh", "me@build.example", List.of("-p", "2222", "-o", "BatchMode=no"));
        assertThat(runner.location()).isEqualTo("ssh me@build.example");
        List<String> command = runner.command(REMOTE, NONCE);
        assertThat(command).startsWith("ssh", "-T", "-o", "BatchMode=yes");
        assertThat(command.indexOf("BatchMode=yes")).isLessThan(command.indexOf("BatchMode=no"));
        assertThat(command).containsSubsequence("-p", "2222");
        assertThat(command.subList(command.indexOf("--"), command.size()))
                .containsExactly("--", "me@build.example", "exec 'sh' '-c' 'echo \"$HOME\"'");
    }

    @Test
    void dockerRunsInAContainerThatIsThereOrInANewOne() {
        assertThat(new DockerRunner("docker", true, "web", List.of("-u", "dev")).command(REMOTE, NONCE))
                .containsExactly("docker", "exec", "-i", "-u", "dev", "web", "sh", "-c", "echo \"$HOME\"");
        assertThat(new DockerRunner("podman", false, "img:1", List.of("-v", "/a:/b")).command(REMOTE, NONCE))
                .containsExactly("podman", "run", "-i", "--rm", "-v", "/a:/b", "img:1", "sh", "-c", "echo \"$HOME\"");
        assertThat(new DockerRunner("podman", false, "img:1", List.of()).location())
                .isEqualTo("podman run img:1");
    }

    @Test
    void kubectlRunsInAPodThatIsThereOrInANewOne() {
        assertThat(new KubectlRunner("kubectl", true, "deploy/web", List.of("-n", "team")).command(REMOTE, NONCE))
                .containsExactly(
                        "kubectl", "exec", "-i", "-n", "team", "deploy/web", "--", "sh", "-c", "echo \"$HOME\"");
        assertThat(new KubectlRunner("kubectl", false, "img:1", List.of("-n", "team")).command(REMOTE, NONCE))
                .containsExactly(
                        "kubectl",
                        "run",
                        "pilothouse-" + NONCE,
                        "-i",
                        "--rm",
                        "--quiet",
                        "--restart=Never",
                        "--image=img:1",
                        "-n",
                        "team",
                        "--command",
                        "--",
                        "sh",
                        "-c",
                        "echo \"$HOME\"");
    }

    @Test
    void devcontainerRunsInTheContainerOfAFolder() {
        assertThat(new DevcontainerRunner("devcontainer", "/src/app", List.of()).command(REMOTE, NONCE))
                .containsExactly(
                        "devcontainer", "exec", "--workspace-folder", "/src/app", "sh", "-c", "echo \"$HOME\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-oProxyCommand=evil", "a\nb"})
    void aTargetThatAProgramWouldTakeForAnOptionIsRefused(String target) {
        assertThatThrownBy(() -> new SshRunner("ssh", target, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'host'");
        assertThatThrownBy(() -> new DockerRunner("docker", true, target, List.of()))
                .hasMessageContaining("'container'");
        assertThatThrownBy(() -> new KubectlRunner("kubectl", false, target, List.of()))
                .hasMessageContaining("'image'");
        assertThatThrownBy(() -> new DevcontainerRunner("devcontainer", target, List.of()))
                .hasMessageContaining("'workspace'");
    }

    @Test
    void theCommandLineShowsNothingOfWhatIsStarted() {
        RemoteStart start =
                new RemoteStart("/secret/dir", List.of("agent", "--key=abc"), Map.of("TOKEN", "hush"), NONCE);
        assertThat(start.arguments()).hasSize(3).noneMatch(word -> word.contains("secret") || word.contains("hush"));
        // Shells differ in these characters within single quotes.
        assertThat(start.arguments().get(2)).doesNotContain("'", "!", "\n");
        assertThat(start.scriptStart())
                .contains("hush", "--key=abc", "/secret/dir")
                .endsWith("pilothouse-" + NONCE);
    }

    @Test
    void whatNoShellCanCarryIsRefused() {
        assertThatThrownBy(() -> new RemoteStart("/", List.of("a"), Map.of("A-B", "x"), NONCE))
                .hasMessageContaining("'A-B'");
        assertThatThrownBy(() -> new RemoteStart("/", List.of("a"), Map.of(), "no;nonce"))
                .isInstanceOf(IllegalArgumentException.class);
        RemoteStart nul = new RemoteStart("/", List.of("a\0b"), Map.of(), NONCE);
        assertThatThrownBy(nul::scriptStart).hasMessageContaining("NUL");
    }
}
