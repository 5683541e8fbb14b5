package dev.pilothouse.desktop.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.pilothouse.desktop.catalog.AgentCatalog;
import dev.pilothouse.desktop.commit.TestRun;
import dev.pilothouse.desktop.job.JobResult;
import dev.pilothouse.desktop.process.ProcessLauncher;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.desktop.process.StopTimings;
import dev.pilothouse.desktop.trust.ShellRunner;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentTrial;
import dev.pilothouse.model.JobState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Installs by the real npm and real archives, from a server on loopback. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in is a shell script")
class AgentInstallRunnerIT {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_796_000_000), ZoneOffset.UTC);

    /** An agent that answers {@code initialize} and nothing else. */
    private static final String AGENT =
            "require('readline').createInterface({input: process.stdin}).on('line', line => {\n"
                    + "  const {id} = JSON.parse(line);\n"
                    + "  console.log(JSON.stringify({jsonrpc: '2.0', id, result: {protocolVersion: 1,\n"
                    + "    agentInfo: {name: 'tiny', version: '1.2.3'}, agentCapabilities: {loadSession: true,\n"
                    + "      sessionCapabilities: {fork: {}}, promptCapabilities: {image: true, audio: false}},\n"
                    + "    authMethods: [{id: 't', name: 'Terminal', type: 'terminal', args: ['--login']}]}}));\n"
                    + "});\n";

    @TempDir
    Path temporary;

    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private HttpServer server;
    private String address;
    private volatile String redirect = "";
    private InstalledAgents installed;
    private RegistryStore registry;
    private OkHttpArchiveClient client;
    private Map<String, String> environment;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] content = files.get(exchange.getRequestURI().getPath().replace("%2f", "/"));
            exchange.sendResponseHeaders(content == null ? 404 : 200, content == null ? -1 : content.length);
            if (content != null) {
                exchange.getResponseBody().write(content);
            }
            exchange.close();
        });
        server.start();
        address = "http://127.0.0.1:" + server.getAddress().getPort();
        environment = new HashMap<>(System.getenv());
        environment.put("npm_config_registry", address);
        environment.put("npm_config_cache", temporary.resolve("npm-cache").toString());
        environment.put("npm_config_fetch_retries", "0");
        environment.put(
                "HOME", Files.createDirectories(temporary.resolve("home")).toString());
        installed = InstalledAgents.open(temporary.resolve("agents"));
        registry = RegistryStore.open(temporary.resolve("registry.json"));
        client = new OkHttpArchiveClient(address + "/registry.json", Duration.ofSeconds(20));
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    private AgentInstallRunner runner() {
        return new AgentInstallRunner(
                new AgentInstallRunner.Parts(
                        registry,
                        new InstallPlanner(() -> environment, "linux-x86_64"),
                        installed,
                        client,
                        new ShellRunner(ProcessRegistry.none(), "install-test", () -> environment)),
                CLOCK,
                () -> {});
    }

    private void offer(String distribution) throws Exception {
        registry.store(
                "{\"version\":\"1.0.0\",\"agents\":[{\"id\":\"tiny\",\"name\":\"Tiny\",\"version\":\"1.2.3\","
                        + "\"description\":\"\",\"distribution\":" + distribution + "}],\"extensions\":[]}",
                CLOCK.instant());
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private void offerArchive(byte[] archive, String sha256) throws Exception {
        files.put("/tiny.tar.gz", archive);
        offer("{\"binary\":{\"linux-x86_64\":{\"archive\":\"" + address + "/tiny.tar.gz\",\"cmd\":\"./bin/tiny\""
                + (sha256.isEmpty() ? "" : ",\"sha256\":\"" + sha256 + "\"") + "}}}");
    }

    private TestRun order(String source, String unverified) {
        return new TestRun(Map.of(
                AgentInstallRunner.AGENT,
                "tiny",
                AgentInstallRunner.VERSION,
                "1.2.3",
                AgentInstallRunner.SOURCE,
                source,
                AgentInstallRunner.UNVERIFIED,
                unverified));
    }

    private TestRun archiveOrder(String unverified) {
        return order(address + "/tiny.tar.gz", unverified);
    }

    private void assertNothingIsInstalled() {
        assertThat(installed.current()).isEmpty();
        assertThat(temporary.resolve("agents/.staging/j1")).doesNotExist();
        assertThat(temporary.resolve("agents/tiny")).doesNotExist();
    }

    private void publish(String script) throws Exception {
        byte[] archive = new TestArchive()
                .file(
                        "package/package.json",
                        "{\"name\":\"@test/tiny\",\"version\":\"1.2.3\",\"bin\":{\"tiny\":\"./cli.js\"},"
                                + "\"scripts\":{\"postinstall\":\"touch " + temporary.resolve("script-ran") + "\"}}",
                        0644)
                .file("package/cli.js", script, 0755)
                .gzip();
        files.put("/tiny.tgz", archive);
        String integrity = "sha512-"
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-512").digest(archive));
        files.put(
                "/@test/tiny",
                ("{\"name\":\"@test/tiny\",\"dist-tags\":{\"latest\":\"1.2.3\"},\"versions\":{\"1.2.3\":"
                                + "{\"name\":\"@test/tiny\",\"version\":\"1.2.3\",\"bin\":{\"tiny\":\"./cli.js\"},"
                                + "\"hasInstallScript\":true,\"dist\":{\"tarball\":\"" + address
                                + "/tiny.tgz\",\"integrity\":\"" + integrity + "\"}}}}")
                        .getBytes(StandardCharsets.UTF_8));
        offer("{\"npx\":{\"package\":\"@test/tiny@1.2.3\",\"args\":[\"--acp\"]}}");
    }

    @Test
    void aPackageOfNpmIsInstalledInItsExactVersionAndStartsWithoutTheRegistry() throws Exception {
        Assumptions.assumeTrue(
                new InstallPlanner(() -> environment, "linux-x86_64")
                        .plan(RegistryStore.shipped().find("gemini").orElseThrow())
                        .orElseThrow()
                        .isPossible(),
                "npm is not installed");
        publish("#!/usr/bin/env node\n" + AGENT);
        TestRun run = order("@test/tiny@1.2.3", "");

        JobResult result = runner().run(run);

        assertThat(result.state()).as(result.text() + run.lines).isEqualTo(JobState.DONE);
        assertThat(result.text()).isEqualTo("Tiny 1.2.3 is installed.");
        assertThat(run.lines.get(0)).contains("npm install --prefix").endsWith("@test/tiny@1.2.3");
        assertThat(run.lines)
                .anySatisfy(line -> assertThat(line).contains("GET 200").contains("tiny.tgz"));
        assertThat(temporary.resolve("script-ran")).doesNotExist();
        server.stop(0);
        AgentTrial trial = trial();
        assertThat(trial.answered()).as(trial.text().text()).isTrue();
        assertThat(trial.version()).isEqualTo("tiny 1.2.3");
        assertThat(trial.capabilities())
                .containsExactly("loadSession", "sessionCapabilities.fork", "promptCapabilities.image");
        assertThat(trial.logins().get(0).command()).startsWith("node ").endsWith("cli.js --acp --login");
    }

    private AgentTrial trial() throws Exception {
        try (AgentCatalog catalog = AgentCatalog.open(
                Files.createDirectories(temporary.resolve("data")),
                new ProcessLauncher(ProcessRegistry.none(), StopTimings.standard()),
                "install-test",
                environment)) {
            catalog.useInstalled(() -> installed.current().stream()
                    .map(InstalledAgents.Version::program)
                    .toList());
            return catalog.test(new AgentId("tiny"));
        }
    }

    @Test
    void aPackageThatTheRegistryDoesNotHaveLeavesNothingAndNamesTheReason() throws Exception {
        offer("{\"npx\":{\"package\":\"@test/none@1.2.3\"}}");

        JobResult result = runner().run(order("@test/none@1.2.3", ""));

        assertThat(result.state()).isEqualTo(JobState.FAILED);
        assertThat(result.text()).startsWith("npm install ended with code 1. Nothing was installed.");
        assertNothingIsInstalled();
    }

    @Test
    void anArchiveWithTheRightDigestIsUnpackedAndStarts() throws Exception {
        byte[] archive = new TestArchive()
                .file("bin/tiny", "#!/bin/sh\nexec node \"$(dirname \"$0\")/../tiny.js\"\n", 0755)
                .file("tiny.js", AGENT, 0644)
                .gzip();
        offerArchive(archive, sha256(archive));
        TestRun run = archiveOrder("");

        JobResult result = runner().run(run);

        assertThat(result.state()).as(result.text()).isEqualTo(JobState.DONE);
        assertThat(run.lines).contains("SHA-256 " + sha256(archive));
        assertThat(run.evidence).containsEntry("sha256", sha256(archive));
        assertThat(trial().answered()).isTrue();
    }

    @Test
    void anArchiveWithAnotherDigestIsNotUnpacked() throws Exception {
        byte[] archive = new TestArchive().file("bin/tiny", "x", 0755).gzip();
        offerArchive(archive, "0".repeat(64));

        JobResult result = runner().run(archiveOrder("1"));

        assertThat(result.state()).isEqualTo(JobState.FAILED);
        assertThat(result.text()).contains(sha256(archive)).contains("0".repeat(64));
        assertNothingIsInstalled();
    }

    @Test
    void aPublicRegistryLeadsToNoAddressOfThisMachineOrNetwork() throws Exception {
        byte[] archive = new TestArchive().file("bin/tiny", "#!/bin/sh\n", 0755).gzip();
        offerArchive(archive, sha256(archive));
        client.close();
        // Of a documentation network; nothing connects to it.
        client = new OkHttpArchiveClient("https://203.0.113.1/registry.json", Duration.ofSeconds(20));

        JobResult result = runner().run(archiveOrder(""));

        assertThat(result.state()).isEqualTo(JobState.FAILED);
        assertThat(result.text()).contains("127.0.0.1 is this machine or in a private network");
        assertNothingIsInstalled();
    }

    @Test
    void aRedirectLeadsToNoAddressWithoutHttpsAndElsewhereItIsFollowed() throws Exception {
        byte[] archive = new TestArchive().file("bin/tiny", "#!/bin/sh\n", 0755).gzip();
        offerArchive(archive, sha256(archive));
        server.createContext("/tiny.tar.gz", exchange -> {
            exchange.getResponseHeaders().set("Location", redirect);
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });

        redirect = "http://pilothouse.invalid/tiny.tar.gz";
        assertThat(runner().run(archiveOrder("")).text()).contains("redirects to an address without https");
        assertNothingIsInstalled();
        redirect = "/tiny.tar.gz";
        assertThat(runner().run(archiveOrder("")).text()).contains("redirects too often");
        files.put("/moved", archive);
        redirect = "/moved";
        assertThat(runner().run(archiveOrder("")).state()).isEqualTo(JobState.DONE);
    }

    @Test
    void anArchiveWithoutADigestNeedsASecondConsent() throws Exception {
        offerArchive(new TestArchive().file("bin/tiny", "x", 0755).gzip(), "");

        assertThat(runner().run(archiveOrder("")).text()).contains("no SHA-256");
        assertNothingIsInstalled();

        assertThat(runner().run(archiveOrder("1")).state()).isEqualTo(JobState.DONE);
    }

    @Test
    void anArchiveWithALinkInstallsNothing() throws Exception {
        byte[] archive = new TestArchive()
                .file("bin/tiny", "x", 0755)
                .entry("bin/passwd", "", 0777, '2', "/etc/passwd")
                .gzip();
        offerArchive(archive, sha256(archive));

        assertThat(runner().run(archiveOrder("")).text())
                .contains("link or a device")
                .contains("Nothing was installed");
        assertNothingIsInstalled();
    }

    @Test
    void cancellingLeavesNothing() throws Exception {
        byte[] archive = new TestArchive().file("bin/tiny", "x", 0755).gzip();
        offerArchive(archive, sha256(archive));
        TestRun run = archiveOrder("");
        run.onLine = line -> run.cancelled |= line.startsWith("SHA-256");

        assertThat(runner().run(run).state()).isEqualTo(JobState.STOPPED);
        assertNothingIsInstalled();
    }

    @Test
    void aRegistryThatHasChangedSinceThePersonLookedInstallsNothing() throws Exception {
        byte[] archive = new TestArchive().file("bin/tiny", "x", 0755).gzip();
        offerArchive(archive, sha256(archive));

        JobResult result = runner().run(order(address + "/other.tar.gz", ""));

        assertThat(result.text()).contains("has changed");
        assertNothingIsInstalled();
    }

    @Test
    void anInstallationThatTheEndOfTheHostCutOffBeginsAgainAndACompleteOneIsDone() throws Exception {
        byte[] archive = new TestArchive().file("bin/tiny", "x", 0755).gzip();
        offerArchive(archive, sha256(archive));
        Path half = installed.stage("j1");
        Files.writeString(half.resolve("archive"), "half");

        assertThat(runner().recover(archiveOrder("")).state()).isEqualTo(JobState.DONE);
        files.clear();
        assertThat(runner().recover(archiveOrder("")).state()).isEqualTo(JobState.DONE);
        assertThat(installed.current()).hasSize(1);
    }

    @Test
    void theRegistryIsReplacedByAGoodAnswerOnly() throws Exception {
        RegistryRefreshRunner refresh = new RegistryRefreshRunner(
                registry, client, address + "/registry.json", temporary.resolve("agents/.staging"), CLOCK);
        assertThat(refresh.run(new TestRun(Map.of())).text()).contains("127.0.0.1 answers with 404");
        for (String wrong : List.of("<html>", "{}", "x".repeat(RegistryReader.MAX_BYTES + 1))) {
            files.put("/registry.json", wrong.getBytes(StandardCharsets.UTF_8));
            JobResult result = refresh.run(new TestRun(Map.of()));
            assertThat(result.state()).isEqualTo(JobState.FAILED);
            assertThat(result.text()).contains("could not be fetched").endsWith("stays.");
        }
        assertThat(registry.copy().shipped()).isTrue();

        files.put(
                "/registry.json",
                ("{\"version\":\"1.0.0\",\"agents\":[{\"id\":\"new\",\"name\":\"New\",\"version\":\"1.0.0\","
                                + "\"distribution\":{\"npx\":{\"package\":\"new\"}}}],\"extensions\":[]}")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(refresh.run(new TestRun(Map.of())).state()).isEqualTo(JobState.DONE);
        assertThat(RegistryStore.open(temporary.resolve("registry.json")).copy().entries())
                .extracting(RegistryEntry::id)
                .containsExactly("new");
    }
}
