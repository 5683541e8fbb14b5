package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pilothouse.desktop.git.GitRepository;
import dev.pilothouse.desktop.host.HostOptions;
import dev.pilothouse.desktop.host.HostStartResult;
import dev.pilothouse.desktop.host.ServerManager;
import dev.pilothouse.desktop.journal.JournalFileSystem;
import dev.pilothouse.desktop.journal.SessionJournal;
import dev.pilothouse.desktop.push.Receiver;
import dev.pilothouse.desktop.worktree.TestRepository;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.pairing.PairingTicket;
import dev.pilothouse.pairing.SecurePairedHostStore;
import dev.pilothouse.pairing.TicketParseResult;
import dev.pilothouse.platform.FileSecureStore;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.secure.PublicKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a real host with a real child process, over real sockets. */
@Timeout(180)
class CommandLineIT {

    @TempDir
    Path folder;

    private ServerManager host;
    private String data;
    private String profile;
    private String work;

    @BeforeEach
    void startHost() throws IOException {
        data = folder.resolve("data").toString();
        profile = folder.resolve("profile").toString();
        work = Files.createDirectory(folder.resolve("work")).toString();
        host = start(0, true);
    }

    private ServerManager start(int port, boolean autoPair) {
        HostStartResult result = ServerManager.start(new HostOptions(Path.of(data), port, false, autoPair, "Workshop"));
        assertThat(result).isInstanceOf(HostStartResult.Started.class);
        return ((HostStartResult.Started) result).host();
    }

    @AfterEach
    void stopHost() {
        host.close();
    }

    private JsonElement json(String... arguments) throws CodecException {
        Line line = line(arguments);
        assertThat(line.err()).isEmpty();
        assertThat(line.code()).isZero();
        JsonElement printed = StrictJson.parse(line.out().strip());
        CommandSchema.check(List.of(arguments), printed);
        return printed;
    }

    private Line line(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--json"));
        all.addAll(arguments[0].equals("ctl") ? List.of("--profile", profile) : List.of("--data", data));
        all.addAll(List.of(arguments));
        return Line.run(all.toArray(String[]::new));
    }

    private static String code(Line line) throws CodecException {
        return StrictJson.parseObject(line.err().strip())
                .getAsJsonObject("error")
                .get("code")
                .getAsString();
    }

    private String ticket() throws CodecException {
        JsonObject ticket = json("ticket").getAsJsonObject();
        assertThat(ticket.get("expiresAt").getAsString()).isNotBlank();
        return ticket.get("ticket").getAsString();
    }

    private void pair() throws CodecException {
        json("ctl", "pair", ticket());
    }

    @Test
    void anotherKeyOfAKnownHostIsTakenOnlyIfItsFingerprintIsAccepted() throws CodecException {
        String ticket = ticket();
        PublicKey known = Identity.generate().publicKey();
        SecurePairedHostStore paired = new SecurePairedHostStore(new FileSecureStore(Path.of(profile)));
        PairingTicket read = ((TicketParseResult.Ticket) PairingTicket.parse(ticket)).ticket();
        PublicKey shown = read.hostKey();
        PairedHost before = new PairedHost(read.hostId(), "Desk", known, List.of(), Instant.EPOCH);
        paired.save(before);

        Line asked = line("ctl", "pair", ticket);
        assertThat(asked.code()).isEqualTo(3);
        assertThat(code(asked)).isEqualTo("otherKey");
        assertThat(asked.err()).contains("Desk", known.fingerprint(), shown.fingerprint());
        assertThat(line("ctl", "pair", "--accept-key", known.fingerprint(), ticket)
                        .code())
                .isEqualTo(3);
        assertThat(paired.hosts()).containsExactly(before);

        json("ctl", "pair", "--accept-key", shown.fingerprint(), ticket);
        assertThat(paired.hosts()).extracting(PairedHost::key).containsExactly(shown);
    }

    @Test
    void snapshotsOfARepositoryAreListedBroughtBackAndForgotten() throws Exception {
        pair();
        GitRepository repository = GitRepository.create(Path.of(work), "repository");
        repository.file("a.txt", "one\n");
        repository.commit("first");
        String directory = repository.root().toString();
        assertThat(json("ctl", "kept", "--cwd", directory).getAsJsonArray()).isEmpty();
        String session = json("ctl", "new", "--agent", "demo", "--cwd", directory, "--prompt", "/say hello")
                .getAsJsonObject()
                .get("sessionId")
                .getAsString();
        assertThat(line("ctl", "watch", session, "--until", "turnEnded").code()).isZero();
        JsonObject kept =
                json("ctl", "kept", "--cwd", directory).getAsJsonArray().get(0).getAsJsonObject();
        assertThat(kept.get("reason").getAsString()).isEqualTo("turn");
        assertThat(kept.get("owner").getAsString()).isEqualTo(session);
        String id = kept.get("snapshot").getAsString();
        repository.file("a.txt", "two\n");
        assertThat(json("ctl", "kept", "--cwd", directory, "--restore", id)
                        .getAsJsonObject()
                        .has("before"))
                .isTrue();
        assertThat(repository.root().resolve("a.txt")).hasContent("one\n");
        assertThat(line("ctl", "kept", "--cwd", directory, "--forget", id).code())
                .isZero();
        Line gone = line("ctl", "kept", "--cwd", directory, "--restore", id);
        assertThat(gone.code()).isEqualTo(3);
        assertThat(code(gone)).isEqualTo("closed");
        assertThat(line("ctl", "kept", "--restore").code()).isEqualTo(2);
        assertThat(json("audit").getAsJsonArray().toString()).contains("snapshotDeleted");
    }

    @Test
    void commandsOfARepositoryArePrintedAllowedListedAndForgotten() throws Exception {
        json(
                "ctl",
                "pair",
                json("ticket", "--scope", "admin")
                        .getAsJsonObject()
                        .get("ticket")
                        .getAsString());
        TestRepository repository = TestRepository.at(Path.of(work).resolve("shop"));
        repository.commit(".pilothouse.json", "{\"setup\":[\"touch ran\"]}");
        String session = json(
                        "ctl",
                        "new",
                        "--agent",
                        "demo",
                        "--cwd",
                        repository.root().toString(),
                        "--worktree",
                        "fix",
                        "--prompt",
                        "/say hello")
                .getAsJsonObject()
                .get("sessionId")
                .getAsString();
        assertThat(line("ctl", "watch", session, "--until", "pendingAsked").code())
                .isZero();
        JsonObject pending = json("ctl", "pending").getAsJsonArray().get(0).getAsJsonObject();
        assertThat(pending.get("detail").getAsString()).contains("touch ran");
        assertThat(pending.get("scope").getAsString()).isEqualTo("steer");
        Line shown = Line.run("--profile", profile, "ctl", "pending");
        assertThat(shown.out()).contains("touch ran").contains("allow doNotAllow");

        json("ctl", "answer", session, pending.get("pendingId").getAsString(), "allow");
        assertThat(line("ctl", "watch", session, "--until", "turnEnded").code()).isZero();
        assertThat(repository.worktrees().resolve("fix/ran")).exists();

        JsonObject trusted = json("ctl", "trust").getAsJsonArray().get(0).getAsJsonObject();
        assertThat(trusted.get("repository").getAsString())
                .isEqualTo(repository.root().resolve(".git").toString());
        assertThat(trusted.get("commands").getAsString()).contains("touch ran");
        String digest = trusted.get("digest").getAsString();
        assertThat(line("ctl", "trust", "--forget", digest.substring(0, 12)).code())
                .isZero();
        assertThat(json("ctl", "trust").getAsJsonArray()).isEmpty();
        Line gone = line("ctl", "trust", "--forget", digest);
        assertThat(gone.code()).isEqualTo(4);
        assertThat(code(gone)).isEqualTo("notTrusted");
        assertThat(gone.err()).contains("No allowed commands have this repository or digest");
        assertThat(json("audit").getAsJsonArray().toString())
                .contains("commandsAllowed")
                .contains("trustForgotten");
    }

    private String newSession(String prompt) throws CodecException {
        return json("ctl", "new", "--agent", "demo", "--cwd", work, "--prompt", prompt)
                .getAsJsonObject()
                .get("sessionId")
                .getAsString();
    }

    private static List<JsonObject> objects(Line line) throws CodecException {
        List<JsonObject> objects = new ArrayList<>();
        for (String each : line.out().lines().toList()) {
            objects.add(StrictJson.parseObject(each));
            CommandSchema.check("watch", objects.get(objects.size() - 1));
        }
        return objects;
    }

    private static String kind(JsonObject update) {
        return update.get("kind").getAsString();
    }

    @Test
    void aBranchIsPushedFetchedAndPulled() throws Exception {
        pair();
        TestRepository repository = TestRepository.at(Path.of(work).resolve("shop"));
        Path bare = Path.of(work).resolve("shop.git");
        TestRepository.git(
                Path.of(work), "clone", "--quiet", "--bare", repository.root().toString(), bare.toString());
        repository.git("remote", "add", "origin", bare.toString());
        repository.commit("a.txt", "a");
        String session = json(
                        "ctl",
                        "new",
                        "--agent",
                        "demo",
                        "--cwd",
                        repository.root().toString())
                .getAsJsonObject()
                .get("sessionId")
                .getAsString();

        Line shown = Line.run("ctl", "--profile", profile, "push", session, "--dry-run");
        assertThat(shown.out())
                .contains("main -> origin/main at " + bare + " (new branch, 2 commits)")
                .contains("Change a.txt");
        Line refused = line("ctl", "push", session);
        assertThat(refused.code()).isEqualTo(3);
        assertThat(code(refused)).isEqualTo("toDefault");

        Line pushed = Line.run("ctl", "--profile", profile, "push", session, "--to-default");
        assertThat(pushed.code()).as(pushed.err()).isZero();
        assertThat(pushed.out()).contains("Pushed to origin/main.");
        assertThat(TestRepository.git(bare, "rev-parse", "main")).isEqualTo(repository.git("rev-parse", "HEAD"));
        assertThat(json("ctl", "fetch", session).getAsJsonObject().get("state").getAsString())
                .isEqualTo("done");
        Line pulled = Line.run("ctl", "--profile", profile, "pull", session, "--rebase");
        assertThat(pulled.code()).as(pulled.err()).isZero();
        Line aborted = Line.run("ctl", "--profile", profile, "pull", session, "--abort");
        assertThat(aborted.code()).isEqualTo(1);
        assertThat(aborted.err()).contains("no merge and no rebase");
        assertThat(line("ctl", "pull", session, "--rebase", "--merge").code()).isEqualTo(2);
    }

    @Test
    void aSessionStartsInAWorktreeThatIsListedWithItsJob() throws Exception {
        pair();
        TestRepository repository = TestRepository.at(Path.of(work).resolve("shop"));
        String session = json(
                        "ctl",
                        "new",
                        "--agent",
                        "demo",
                        "--cwd",
                        repository.root().toString(),
                        "--worktree",
                        "fix/login",
                        "--prompt",
                        "/say hello")
                .getAsJsonObject()
                .get("sessionId")
                .getAsString();
        assertThat(line("ctl", "watch", session, "--until", "turnEnded").code()).isZero();

        JsonObject worktree = json("ctl", "worktrees")
                .getAsJsonObject()
                .getAsJsonArray("worktrees")
                .get(0)
                .getAsJsonObject();
        assertThat(worktree.get("branch").getAsString()).isEqualTo("fix/login");
        assertThat(worktree.get("place").getAsString())
                .isEqualTo(repository.worktrees().resolve("fix-login").toString());
        JsonObject job = json("ctl", "jobs").getAsJsonArray().get(0).getAsJsonObject();
        assertThat(job.get("kind").getAsString()).isEqualTo("worktreeAdd");
        assertThat(job.get("state").getAsString()).isEqualTo("done");
        assertThat(line("ctl", "jobs", job.get("jobId").getAsString()).code()).isZero();
        assertThat(line("ctl", "jobs", "no-such-job").code()).isEqualTo(4);
        assertThat(line("ctl", "jobs", "--cancel").code()).isEqualTo(2);
        assertThat(line("ctl", "worktrees", "--remove", "/nowhere").code()).isEqualTo(4);
        String place = worktree.get("place").getAsString();
        Line refused = line("ctl", "worktrees", "--remove", place);
        assertThat(refused.code()).isEqualTo(1);
        assertThat(code(refused)).isEqualTo("jobFailed");
        Line jobs = Line.run("ctl", "--profile", profile, "jobs");
        String reason = StrictJson.parseObject(refused.err().strip())
                .getAsJsonObject("error")
                .get("text")
                .getAsString();
        assertThat(jobs.out()).contains(reason.substring(0, reason.indexOf(" (job")));
        json("ctl", "close", session);
        String removal = json("ctl", "worktrees", "--remove", place)
                .getAsJsonObject()
                .get("jobId")
                .getAsString();
        JsonObject removed =
                json("ctl", "jobs", removal).getAsJsonArray().get(0).getAsJsonObject();
        assertThat(removed.get("kind").getAsString()).isEqualTo("worktreeRemove");
        assertThat(removed.get("state").getAsString()).isEqualTo("done");
        assertThat(line("ctl", "new", "--agent", "demo", "--cwd", "/", "--base", "main")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void pairingTakesAllThatTheTicketCommandPrints() {
        Line printed = Line.run("--data", data, "ticket");
        assertThat(printed.out().lines()).hasSizeGreaterThan(3);
        Line paired = Line.runWith(printed.out(), "--json", "ctl", "--profile", profile, "pair", "-");
        assertThat(paired.err()).isEmpty();
        assertThat(paired.code()).isZero();
    }

    @Test
    void aTicketPairsOnceAndTheDeviceIsListedAndRevoked() throws Exception {
        String ticket = ticket();
        JsonObject paired = json("ctl", "pair", ticket).getAsJsonObject();
        assertThat(paired.get("name").getAsString()).isEqualTo("Workshop");
        JsonArray hosts = json("ctl", "hosts").getAsJsonArray();
        assertThat(hosts.get(0).getAsJsonObject().get("hostId")).isEqualTo(paired.get("hostId"));

        Line again = Line.run(
                "ctl",
                "pair",
                ticket,
                "--json",
                "--profile",
                folder.resolve("other").toString());
        assertThat(again.code()).isEqualTo(3);
        assertThat(code(again)).isEqualTo("ticketUsed");

        JsonArray devices = json("devices").getAsJsonArray();
        assertThat(devices).hasSize(1);
        JsonObject device = devices.get(0).getAsJsonObject();
        assertThat(device.get("scope").getAsString()).isEqualTo("steer");
        String id = device.get("deviceId").getAsString();
        assertThat(device.get("expiresAt").isJsonNull()).isTrue();

        json("devices", "rename", id, "Bench");
        json("devices", "scope", id, "view");
        json("devices", "expire", id, "12h");
        JsonObject changed = json("devices").getAsJsonArray().get(0).getAsJsonObject();
        assertThat(changed.get("name").getAsString()).isEqualTo("Bench");
        assertThat(changed.get("scope").getAsString()).isEqualTo("view");
        assertThat(Instant.parse(changed.get("expiresAt").getAsString())).isAfter(Instant.now());
        assertThat(code(line("ctl", "new", "--agent", "demo", "--cwd", work, "--prompt", "hi")))
                .isEqualTo("forbidden");

        json("devices", "expire", id, "now");
        Line late = line("ctl", "sessions");
        assertThat(late.code()).isEqualTo(3);
        assertThat(code(late)).isEqualTo("expired");
        assertThat(line("devices", "expire", id, "tomorrow").code()).isEqualTo(2);

        json("devices", "revoke", id);
        JsonArray audit = json("audit", "--since", "1h", "--device", id).getAsJsonArray();
        assertThat(audit)
                .extracting(entry -> entry.getAsJsonObject().get("deed").getAsString())
                .containsExactly(
                        "revoked",
                        "refused",
                        "expirySet",
                        "forbidden",
                        "expirySet",
                        "scopeSet",
                        "deviceRenamed",
                        "paired");
        assertThat(json("audit", "--limit", "1").getAsJsonArray()).hasSize(1);
        assertThat(line("audit", "--since", "yesterday").code()).isEqualTo(2);
        assertThat(line("audit", "--limit", "0").code()).isEqualTo(2);

        Line refused = line("ctl", "sessions");
        assertThat(refused.code()).isEqualTo(3);
        assertThat(code(refused)).isEqualTo("notPaired");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in is a shell script")
    void aTunnelIsStartedShownAndStopped() throws Exception {
        assertThat(json("tunnel").getAsJsonObject().get("phase").getAsString()).isEqualTo("stopped");

        Line without = line("tunnel", "start", "command");
        assertThat(without.code()).isEqualTo(1);
        assertThat(code(without)).isEqualTo("misconfigured");
        assertThat(without.err()).contains("tunnel.json");

        Path script = folder.resolve("mytunnel");
        Files.writeString(script, "#!/bin/sh\necho \"at https://my.tunnel.example\"\nexec sleep 600\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(
                Path.of(data, "tunnel.json"),
                "{\"command\": [\"" + script + "\", \"{port}\"], \"url\": \"https://[a-z.]+\"}");
        JsonObject up = json("tunnel", "start", "command").getAsJsonObject();
        assertThat(up.get("phase").getAsString()).isEqualTo("up");
        assertThat(up.get("url").getAsString()).isEqualTo("wss://my.tunnel.example");
        assertThat(json("tunnel", "status")).isEqualTo(up);

        assertThat(Line.run("tunnel", "stop", "--data", data).out())
                .contains("There is no tunnel. 'pilothouse tunnel start' starts one.");
        assertThat(json("tunnel", "status").getAsJsonObject().get("url").getAsString())
                .isEmpty();
        assertThat(line("tunnel", "start", "carrier-pigeon").code()).isEqualTo(2);
    }

    @Test
    void figuresAreReadAsJsonAndInTheFormOfPrometheus() throws Exception {
        pair();
        newSession("hello");
        JsonObject figures = json("metrics").getAsJsonObject();
        assertThat(figures.get("sessions").getAsLong()).isEqualTo(1);
        assertThat(figures.get("clients").getAsLong()).isZero();
        assertThat(figures.get("journal_bytes").getAsLong()).isPositive();

        Line line = Line.run("metrics", "--data", data);
        assertThat(line.code()).isZero();
        assertThat(line.out())
                .contains("# TYPE pilothouse_sessions gauge\npilothouse_sessions 1\n")
                .containsPattern("pilothouse_child_processes [01]\n");
        for (String each : line.out().lines().toList()) {
            assertThat(each).matches("# TYPE pilothouse_[a-z_]+ gauge|pilothouse_[a-z_]+ \\d+");
        }
    }

    @Test
    void theMistakesInTheFileOfAgentsAreOnStandardError() throws Exception {
        pair();
        Files.writeString(Path.of(data, "agents.json"), "[\n{\"id\":\"mine\"}]");
        Line agents = line("ctl", "agents");
        assertThat(agents.err()).isEqualTo("agents.json:2: [0].command: This is missing, so the entry is left out.\n");
    }

    @Test
    void aSessionIsStartedWatchedAndAnswered() throws Exception {
        pair();
        JsonArray agents = json("ctl", "agents").getAsJsonArray();
        assertThat(agents).anySatisfy(agent -> {
            assertThat(agent.getAsJsonObject().get("agentId").getAsString()).isEqualTo("demo");
            assertThat(agent.getAsJsonObject().get("installed").getAsBoolean()).isTrue();
        });
        String session = newSession("hello");

        List<JsonObject> first = objects(line("ctl", "watch", session, "--until", "pendingAsked"));
        assertThat(first)
                .extracting(CommandLineIT::kind)
                .startsWith("sessionCreated")
                .endsWith("pendingAsked");
        assertThat(first)
                .extracting(update -> update.get("seq").getAsLong())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(first)
                .allSatisfy(update ->
                        assertThat(update.get("sessionId").getAsString()).isEqualTo(session));

        JsonObject pending = json("ctl", "pending").getAsJsonArray().get(0).getAsJsonObject();
        assertThat(pending.get("sessionId").getAsString()).isEqualTo(session);
        String pendingId = pending.get("pendingId").getAsString();
        JsonObject option = pending.getAsJsonArray("options").get(0).getAsJsonObject();
        assertThat(option.keySet()).contains("optionId", "name", "kind");
        assertThat(Line.run("ctl", "--profile", profile, "pending").out())
                .contains("pilothouse-demo.txt  +2 -0\n+ Written by the demo agent of Pilothouse.\n");

        assertThat(line("ctl", "answer", session, pendingId, "nonsense").code()).isEqualTo(4);
        JsonObject answered = json(
                        "ctl",
                        "answer",
                        session,
                        pendingId,
                        option.get("optionId").getAsString())
                .getAsJsonObject();
        assertThat(answered.keySet()).contains("requestId", "outcome", "seq");
        Line late =
                line("ctl", "answer", session, pendingId, option.get("optionId").getAsString());
        assertThat(late.code()).isEqualTo(3);
        assertThat(code(late)).isEqualTo("alreadyAnswered");

        List<JsonObject> rest = objects(
                line("ctl", "watch", session, "--after", answered.get("seq").getAsString(), "--until", "turnEnded"));
        assertThat(rest).extracting(CommandLineIT::kind).endsWith("turnEnded");
        assertThat(rest.get(0).get("seq").getAsLong())
                .isEqualTo(answered.get("seq").getAsLong() + 1);
        assertThat(json("ctl", "pending").getAsJsonArray()).isEmpty();
        JsonObject listed = json("ctl", "sessions").getAsJsonArray().get(0).getAsJsonObject();
        assertThat(listed.keySet()).contains("sessionId", "name", "agentId", "cwd", "state", "lastSeq");
        assertThat(listed.get("state").getAsString()).isEqualTo("idle");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the test repository is made with a shell's git")
    void aCommitIsMadeWithTheOutputOfItsHooks() throws Exception {
        pair();
        GitRepository repository = GitRepository.create(Path.of(work), "repository");
        repository.git("config", "user.name", "Ada");
        repository.git("config", "user.email", "ada@example.org");
        repository.file("a.txt", "1\n");
        repository.commit("first");
        repository.file("a.txt", "2\n");
        repository.file("b.txt", "2\n");
        String session = json(
                        "ctl",
                        "new",
                        "--agent",
                        "demo",
                        "--cwd",
                        repository.root().toString())
                .getAsJsonObject()
                .get("sessionId")
                .getAsString();

        Line nothing = line("ctl", "commit", session, "-m", "second");
        assertThat(nothing.code()).isEqualTo(1);
        assertThat(nothing.out()).contains("nothing to commit");
        assertThat(line("ctl", "commit", session, "--suggest", "--all").code()).isEqualTo(2);
        Line rubbish = line("ctl", "commit", session, "--suggest");
        assertThat(rubbish.code()).isEqualTo(1);
        assertThat(rubbish.out() + rubbish.err()).contains("has not answered with a message");
        Line made = Line.run("ctl", "--profile", profile, "commit", session, "-m", "second", "b.txt");
        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.out()).contains("On main, as Ada <ada@example.org>", "Committed ");
        assertThat(repository.git("show", "--name-only", "--format=%s", "HEAD")).isEqualTo("second\n\nb.txt\n");
        assertThat(line("ctl", "commit", session, "-m", "third", "--all").code())
                .isZero();
        assertThat(repository.git("status", "--porcelain")).isEmpty();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the test repository is made with a shell's git")
    void theChangesOfASessionAreListedAndPrinted() throws Exception {
        pair();
        GitRepository repository = GitRepository.create(Path.of(work), "repository");
        repository.file("a.txt", "1\n");
        repository.commit("first");
        repository.file("a.txt", "2\n");
        String session = json(
                        "ctl",
                        "new",
                        "--agent",
                        "demo",
                        "--cwd",
                        repository.root().toString())
                .getAsJsonObject()
                .get("sessionId")
                .getAsString();

        JsonObject changes = json("ctl", "changes", session).getAsJsonObject();
        assertThat(changes.get("branch").getAsString()).isEqualTo("main");
        assertThat(Line.run("ctl", "--profile", profile, "changes", session).out())
                .isEqualTo("STATE     ADDED  REMOVED  PATH\nmodified  1      1        a.txt\n");
        assertThat(Line.run("ctl", "--profile", profile, "diff", session, "a.txt", "--uncommitted")
                        .out())
                .endsWith("--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-1\n+2\n");
        repository.file("new.txt", "1\n2\n3\n");
        assertThat(Line.run("ctl", "--profile", profile, "diff", session, "new.txt")
                        .out())
                .isEqualTo("diff --git a/new.txt b/new.txt\nnew file mode 100644\n"
                        + "--- /dev/null\n+++ b/new.txt\n@@ -0,0 +1,3 @@\n+1\n+2\n+3\n");
        assertThat(json("ctl", "diff", session).getAsJsonArray()).hasSize(2);
        // The repository has no remote.
        assertThat(json("ctl", "pr", session)
                        .getAsJsonObject()
                        .getAsJsonObject("problem")
                        .get("trouble")
                        .getAsString())
                .isEqualTo("noForge");
        Line noForge = line("ctl", "pr", session, "--create", "--title", "Fix");
        assertThat(noForge.code()).isEqualTo(4);
        assertThat(code(noForge)).isEqualTo("noForge");
        repository.file("new.bin", "\0");
        Line all = Line.run("ctl", "--profile", profile, "diff", session);
        assertThat(all.err()).isEqualTo("Not in the patch, because it is binary or cannot be read: new.bin\n");
        Path patch = Files.writeString(Path.of(work).resolve("session.patch"), all.out());
        repository.git("stash", "-q", "-u");
        repository.git("apply", patch.toString());
        assertThat(repository.root().resolve("a.txt")).hasContent("2\n");
        assertThat(repository.root().resolve("new.txt")).hasContent("1\n2\n3\n");

        assertThat(line("ctl", "diff", session, "b.txt").code()).isEqualTo(4);
        String plain = newSession("hello");
        Line none = line("ctl", "changes", plain);
        assertThat(none.code()).isEqualTo(4);
        assertThat(code(none)).isEqualTo("noRepository");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the test repository is made with a shell's git")
    void reviewCommentsAreWrittenListedSentAndResolved() throws Exception {
        GitRepository repository = GitRepository.create(Path.of(work), "project");
        repository.file("a.txt", "1\n2\n3\n");
        repository.commit("first");
        repository.file("a.txt", "1\ntwo\n3\n");
        pair();
        String session = json(
                        "ctl",
                        "new",
                        "--agent",
                        "demo",
                        "--cwd",
                        repository.root().toString())
                .getAsJsonObject()
                .get("sessionId")
                .getAsString();

        String id = json("ctl", "review", session, "Spell it out.", "--add", "a.txt:2-3")
                .getAsJsonObject()
                .get("commentId")
                .getAsString();
        json("ctl", "review", session, "Keep it.", "--old", "--add", "a.txt:2");
        assertThat(line("ctl", "review", session, "x", "--add", "a.txt:9").code())
                .isEqualTo(4);
        assertThat(line("ctl", "review", session, "x", "--add", "b.txt:1").code())
                .isEqualTo(4);
        assertThat(line("ctl", "review", session, "x", "--add", "a.txt").code()).isEqualTo(2);

        json("ctl", "review", session, "--send", "/say Please:");
        List<JsonObject> turn = objects(line("ctl", "watch", session, "--until", "turnEnded"));
        assertThat(turn)
                .filteredOn(update -> kind(update).equals("userMessage"))
                .singleElement()
                .extracting(update -> update.get("text").getAsString())
                .isEqualTo("/say Please:\n\n### a.txt:2-3\n\n```\ntwo\n3\n```\n\nSpell it out.\n\n"
                        + "### a.txt:2 (before the change)\n\n```\n2\n```\n\nKeep it.");
        repository.file("a.txt", "0\n1\nsecond\n3\n");
        json("ctl", "review", session, "--resolve", id);
        assertThat(line("ctl", "review", session, "--resolve", "nosuch").code()).isEqualTo(4);
        assertThat(line("ctl", "budgets", "--delete", "nosuch").code()).isEqualTo(4);
        String table = Line.run("ctl", "--profile", profile, "review", session).out();
        assertThat(table).containsPattern(id + " +resolved +a.txt:").contains("a.txt:2 (before)", "open");
        assertThat(code(line("ctl", "review", session, "--send"))).isEqualTo("closed");
        json("ctl", "review", session, "--delete", id);
        assertThat(json("ctl", "review", session).getAsJsonArray()).hasSize(1);
    }

    @Test
    void aPromptSaysWhereToWatchFromAndATurnCanBeCancelled() throws Exception {
        pair();
        String session = newSession("/slow 60");
        objects(line("ctl", "watch", session, "--until", "message"));
        json("ctl", "cancel", session);
        objects(line("ctl", "watch", session, "--until", "turnEnded"));
        Line nothing = line("ctl", "cancel", session);
        assertThat(nothing.code()).isEqualTo(4);
        assertThat(code(nothing)).isEqualTo("noSuchTurn");

        JsonObject prompt =
                json("ctl", "prompt", session, "--", "/question --weird @text").getAsJsonObject();
        assertThat(prompt.get("outcome").getAsString()).isIn("accepted", "queued");
        List<JsonObject> turn = objects(
                line("ctl", "watch", session, "--after", prompt.get("seq").getAsString(), "--until", "turnStarted"));
        assertThat(turn).extracting(CommandLineIT::kind).contains("turnStarted");
        json("ctl", "close", session);
        assertThat(objects(line("ctl", "watch", session, "--until", "sessionClosed")))
                .extracting(CommandLineIT::kind)
                .contains("userMessage")
                .endsWith("sessionClosed");
    }

    @Test
    void aTryIsStartedFromAFileListedAndStopped() throws Exception {
        pair();
        TestRepository repository = TestRepository.at(Path.of(work).resolve("shop"));
        JsonObject agent = new JsonObject();
        agent.addProperty("agent", "demo");
        agent.addProperty("count", 2);
        JsonArray agents = new JsonArray();
        agents.add(agent);
        JsonObject parameters = new JsonObject();
        parameters.addProperty("prompt", "/say hello");
        parameters.addProperty("directory", repository.root().toString());
        parameters.add("agents", agents);
        JsonObject order = new JsonObject();
        order.addProperty("kind", "try");
        order.add("parameters", parameters);
        Path file = Files.writeString(folder.resolve("try.json"), order.toString());
        assertThat(json("ctl", "runs").getAsJsonArray()).isEmpty();

        String run = json("ctl", "run", "start", file.toString())
                .getAsJsonObject()
                .get("runId")
                .getAsString();

        JsonObject listed = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> run(run), each -> each.get("state").getAsString().equals("waitingForYou"));
        assertThat(listed.get("kind").getAsString()).isEqualTo("try");
        assertThat(listed.getAsJsonArray("members"))
                .extracting(each -> each.getAsJsonObject().get("key").getAsString())
                .containsExactly("m1", "m2");
        Line unknown = line("ctl", "run", "keep", run, "--member", "m9");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(code(unknown)).isEqualTo("badRequest");
        assertThat(line("ctl", "run", "stop", run).code()).isZero();
        JsonObject over = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> run(run), each -> each.get("state").getAsString().equals("over"));
        assertThat(over.get("stopReason").getAsString()).isEqualTo("stopped");
        assertThat(Line.run("--profile", profile, "ctl", "runs").out()).contains(run, "stopped", "m2", "demo");
        assertThat(line("ctl", "run", "stop", "nothing").code()).isEqualTo(4);
    }

    @Test
    void aGoalIsStartedMetListedAndStopped() throws Exception {
        pair();
        work = TestRepository.at(Path.of(work).resolve("shop")).root().toString();
        String session = newSession("/say hello");
        String met = goal(session, "true");
        JsonObject question = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> json("ctl", "pending").getAsJsonArray(), array -> !array.isEmpty())
                .get(0)
                .getAsJsonObject();
        String option = question.getAsJsonArray("options")
                .get(0)
                .getAsJsonObject()
                .get("optionId")
                .getAsString();
        assertThat(line("ctl", "answer", session, question.get("pendingId").getAsString(), option)
                        .code())
                .isZero();
        JsonObject over = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> run(met), each -> each.get("state").getAsString().equals("over"));
        assertThat(over.get("stopReason").getAsString()).isEqualTo("met");
        assertThat(json("ctl", "goal", "list").getAsJsonArray()).hasSize(1);
        assertThat(Line.run("--profile", profile, "ctl", "goal", "list").out())
                .contains(met, session, "met", "1/11", "passed", "Make it pass");

        String stopped = goal(session, "false");
        assertThat(json("ctl", "goal", "stop", stopped)
                        .getAsJsonObject()
                        .get("runId")
                        .getAsString())
                .isEqualTo(stopped);
        JsonObject end = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> run(stopped),
                        each -> each.get("state").getAsString().equals("over"));
        assertThat(end.get("stopReason").getAsString()).isEqualTo("stopped");
        assertThat(line("ctl", "goal", "stop", "nothing").code()).isEqualTo(4);
    }

    private String goal(String session, String check) throws CodecException {
        return json("ctl", "goal", "start", session, "Make it pass", "--check", check)
                .getAsJsonObject()
                .get("runId")
                .getAsString();
    }

    private JsonObject run(String runId) throws CodecException {
        for (JsonElement each : json("ctl", "runs").getAsJsonArray()) {
            if (each.getAsJsonObject().get("runId").getAsString().equals(runId)) {
                return each.getAsJsonObject();
            }
        }
        throw new AssertionError("no run " + runId);
    }

    @Test
    void aGoalIsStartedPausedAndStoppedWithAnswersInJson() throws Exception {
        pair();
        GitRepository repository = GitRepository.create(Path.of(work), "repository");
        repository.file("a.txt", "one\n");
        repository.commit("first");
        String session = json(
                        "ctl",
                        "new",
                        "--agent",
                        "demo",
                        "--cwd",
                        repository.root().toString())
                .getAsJsonObject()
                .get("sessionId")
                .getAsString();
        String goal = runId(json("ctl", "goal", "start", session, "/slow 60", "--check", "true"));
        assertThat(runId(json("ctl", "goal", "pause", session))).isEqualTo(goal);
        assertThat(runId(json("ctl", "run", "stop", goal))).isEqualTo(goal);
        Awaitility.await()
                .until(() -> Line.run("ctl", "--profile", profile, "goal", "list")
                        .out()
                        .contains("stopped"));
        assertThat(code(line("ctl", "goal", "stop", "nothing"))).isEqualTo("noSuchRun");
        assertThat(line("ctl", "run", "keep", goal).code()).isEqualTo(2);
        assertThat(Line.run("ctl", "--profile", profile, "runs").out()).doesNotContain("none");
    }

    private static String runId(JsonElement answer) {
        return answer.getAsJsonObject().get("runId").getAsString();
    }

    @Test
    void onePromptIsSentToSeveralSessionsWithAReceiptForEach() throws Exception {
        pair();
        String busy = newSession("/slow 60");
        String idle = newSession("/say hello");
        objects(line("ctl", "watch", busy, "--until", "message"));
        objects(line("ctl", "watch", idle, "--until", "turnEnded"));

        Line preview =
                Line.run("ctl", "--profile", profile, "send", "--preview", "--to", busy + "," + idle, "/say again");
        assertThat(preview.out()).contains("queued behind a turn", "starts at once", "unknown");

        Line sent = line("ctl", "send", "--to", busy + "," + idle + ",snowhere", "/say again");
        assertThat(sent.code()).isEqualTo(1);
        List<JsonObject> receipts = new ArrayList<>();
        JsonParser.parseString(sent.out()).getAsJsonArray().forEach(each -> receipts.add(each.getAsJsonObject()));
        assertThat(receipts)
                .extracting(each -> each.get("outcome").getAsString())
                .containsExactly("queued", "started", "refused");
        assertThat(receipts.get(2).get("code").getAsString()).isEqualTo("noSuchSession");

        assertThat(line("ctl", "send", "--group", "nobody", "hello").code()).isEqualTo(4);
        assertThat(line("ctl", "send", "hello").code()).isEqualTo(2);
    }

    @Test
    void aPromptToAnEndedSessionSaysThatTheAgentIsStartedOrNotRunning() throws Exception {
        pair();
        String session = newSession("/say hello");
        line("ctl", "watch", session, "--until", "turnEnded");
        json("ctl", "close", session);
        line("ctl", "watch", session, "--until", "sessionClosed");

        Line queued = Line.run("ctl", "--profile", profile, "prompt", session, "/say again");
        assertThat(queued.code()).isZero();
        assertThat(queued.out()).contains("the agent is started");
        json("ctl", "close", session);
        String seq = queued.out().replaceAll("\\D+(\\d+)[^\\d]*", "$1");
        line("ctl", "watch", session, "--after", seq, "--until", "sessionClosed");
        Files.delete(Path.of(work));
        Line refused = line("ctl", "prompt", session, "/say more");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("not running", "ctl resume " + session);
        assertThat(line("ctl", "resume", session).code()).isEqualTo(4);
        Files.createDirectory(Path.of(work));
        String resumed =
                json("ctl", "resume", session).getAsJsonObject().get("seq").getAsString();
        assertThat(objects(line("ctl", "watch", session, "--after", resumed, "--until", "turnEnded")))
                .extracting(CommandLineIT::kind)
                .contains("turnStarted");
    }

    @Test
    void whatIsNotThereIsNamed() throws Exception {
        pair();
        assertThat(line("ctl", "prompt", "nowhere", "hello").code()).isEqualTo(4);
        assertThat(line("ctl", "watch", "nowhere").code()).isEqualTo(4);
        assertThat(line("ctl", "cancel", "nowhere").code()).isEqualTo(4);
        assertThat(line("ctl", "answer", "nowhere", "p1", "yes").code()).isEqualTo(4);
        for (String command : List.of("fetch", "pull", "push", "pr")) {
            Line line = line("ctl", command, "nowhere");
            assertThat(line.code()).as(command).isEqualTo(4);
            assertThat(line.err()).as(command).contains("no session nowhere");
        }
        assertThat(code(line("ctl", "new", "--agent", "nobody", "--cwd", work))).isEqualTo("unknownAgent");
        assertThat(code(line("ctl", "new", "--agent", "demo", "--cwd", work + "/missing")))
                .isEqualTo("noSuchDirectory");
        assertThat(line("devices", "revoke", "dnobody").code()).isEqualTo(4);
        assertThat(line("ctl", "sessions", "--host", "hnobody").code()).isEqualTo(4);
    }

    @Test
    void thoseWhoAreToldAwayAreListedAndTriedWithoutTheirSecrets() throws Exception {
        assertThat(json("away").getAsJsonArray()).isEmpty();
        assertThat(line("away", "test").code()).isEqualTo(4);
        try (Receiver receiver = Receiver.open()) {
            Files.writeString(
                    Path.of(data, "away.json"),
                    "{\"targets\": [{\"name\": \"hook\", \"form\": \"webhook\", \"url\": \"" + receiver.url("/hidden")
                            + "\", \"token\": \"tk_hidden\"}]}",
                    StandardCharsets.UTF_8);

            Line listed = line("away");
            Line tried = line("away", "test", "hook");

            assertThat(listed.out()).contains("\"hook\"", "127.0.0.1").doesNotContain("hidden");
            assertThat(tried.code()).isZero();
            assertThat(tried.out()).contains("HTTP 200").doesNotContain("hidden");
            assertThat(receiver.taken())
                    .hasSize(1)
                    .first()
                    .matches(taken -> taken.body().contains("This is a test."));
        }
        Line gone = line("away", "test");
        assertThat(gone.code()).isEqualTo(1);
        assertThat(gone.out()).contains("it could not be reached").doesNotContain("hidden");
        Files.writeString(Path.of(data, "away.json"), "{\"targets\": [{}]}", StandardCharsets.UTF_8);
        assertThat(code(line("away"))).isEqualTo("badConfig");
    }

    @Test
    void aHostThatIsDownCannotBeReached() throws Exception {
        pair();
        host.close();
        Line line = line("ctl", "sessions");
        assertThat(line.code()).isEqualTo(5);
        assertThat(code(line)).isEqualTo("unreachable");
        assertThat(line("ticket").code()).isEqualTo(5);
    }

    @Test
    void watchingGoesOnOverARestartOfTheHost() throws Exception {
        pair();
        String session = newSession("hello");
        line("ctl", "watch", session, "--until", "pendingAsked");
        int port = host.port();
        CompletableFuture<Line> watching =
                CompletableFuture.supplyAsync(() -> line("ctl", "watch", session, "--until", "sessionClosed"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> json("devices")
                        .getAsJsonArray()
                        .get(0)
                        .getAsJsonObject()
                        .get("connected")
                        .getAsBoolean());
        host.close();
        host = start(port, true);
        json("ctl", "close", session);
        Line watched = watching.join();
        assertThat(watched.code()).isZero();
        assertThat(watched.err()).contains("The link is lost").contains("The link is back");
        assertThat(objects(watched))
                .extracting(update -> update.get("seq").getAsLong())
                .isSorted()
                .doesNotHaveDuplicates()
                .startsWith(1L);
    }

    /** Writes the journal of a session with so many turns, about 24,000 characters each, and a note at its end. */
    private void longJournal(Path journal, int turns) throws IOException {
        Files.createDirectories(journal.getParent());
        List<SessionUpdate> updates = new ArrayList<>();
        updates.add(new SessionUpdate.SessionCreated(
                new AgentId("demo"), "Demo", work, "long", SessionUpdate.StartWish.NONE));
        for (int turn = 1; turn <= turns; turn++) {
            updates.add(new SessionUpdate.UserMessage(new ItemId(updates.size() + 1), "prompt " + turn));
            TurnId turnId = new TurnId(updates.size() + 1);
            updates.add(new SessionUpdate.TurnStarted());
            for (int thought = 0; thought < 6; thought++) {
                updates.add(new SessionUpdate.ThoughtChunk(new ItemId(updates.size() + 1), "word ".repeat(800)));
            }
            updates.add(new SessionUpdate.TurnEnded(
                    new ItemId(updates.size() + 1), turnId, StopReason.END_TURN, "", 1_000, TokenCount.NONE));
        }
        updates.add(new SessionUpdate.Note(new ItemId(updates.size() + 1), NoteLevel.INFO, "end", "the end"));
        try (SessionJournal writing = SessionJournal.open(JournalFileSystem.REAL, journal, update -> {})
                .journal()) {
            for (int i = 0; i < updates.size(); i++) {
                writing.append(List.of(new JournaledUpdate(i + 1, Instant.ofEpochSecond(i), null, updates.get(i))));
            }
            writing.sync();
        }
    }

    @Test
    void aSessionThatIsTooLongForSingleUpdatesIsPrintedWholeFromItsBeginning() throws Exception {
        pair();
        int port = host.port();
        host.close();
        longJournal(Path.of(data, "sessions", "slong", "journal.jsonl"), 80);
        host = start(port, true);

        Line watched = line("ctl", "watch", "slong", "--after", "0", "--until", "note");

        assertThat(watched.code()).isZero();
        assertThat(watched.err()).contains("are printed as the items");
        List<JsonObject> printed = objects(watched);
        assertThat(printed)
                .filteredOn(update -> kind(update).equals("userMessage"))
                .extracting(update -> update.get("text").getAsString())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 80)
                        .mapToObj(n -> "prompt " + n)
                        .toList());
        assertThat(printed).filteredOn(update -> kind(update).equals("thought")).hasSize(80 * 6);
        assertThat(printed)
                .extracting(update -> update.get("seq").getAsLong())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void withoutAutoPairTheHostsPersonDecidesByTheCode() throws Exception {
        int port = host.port();
        host.close();
        host = start(port, false);
        CompletableFuture<Line> pairing = CompletableFuture.supplyAsync(() -> {
            try {
                return line("ctl", "pair", ticket());
            } catch (CodecException e) {
                throw new AssertionError(e);
            }
        });
        JsonObject asking = Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> json("devices", "--asking").getAsJsonArray(), array -> !array.isEmpty())
                .get(0)
                .getAsJsonObject();
        String id = asking.get("deviceId").getAsString();
        assertThat(line("devices", "approve", id, "000000x").code()).isNotZero();
        json("devices", "approve", id, asking.get("code").getAsString());
        Line paired = pairing.join();
        assertThat(paired.code()).isZero();
        assertThat(paired.err()).contains(asking.get("code").getAsString());
    }
}
