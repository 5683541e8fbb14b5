package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.catalog.AgentCatalog;
import dev.pilothouse.desktop.profile.ProfileAgent;
import dev.pilothouse.desktop.profile.ProfileStore;
import dev.pilothouse.desktop.profile.VariableServer;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.Profile;
import dev.pilothouse.model.ProfileServer;
import dev.pilothouse.model.ProfileSetting;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.ServerKind;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionServer;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Profiles of a complete host, with a real process of an agent and of an MCP server. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the stand-in is a shell script")
@Timeout(120)
class ProfilesIT {
    /** A variable that the tests' JVM has, and that no file of a host contains. */
    private static final String VARIABLE = "FONTCONFIG_FILE";

    @TempDir
    Path folder;

    @TempDir
    Path work;

    private TestHost host;
    private TestClient client;

    @BeforeEach
    void open() throws IOException {
        JsonArray entries = new JsonArray();
        entries.add(ProfileAgent.entry("plain"));
        entries.add(ProfileAgent.entry("http", "http"));
        JsonObject shared = ProfileAgent.entry("shared");
        shared.addProperty("process", "shared");
        entries.add(shared);
        Files.writeString(folder.resolve(AgentCatalog.FILE), entries.toString(), StandardCharsets.UTF_8);
        write(profile("variables", VariableServer.entry(VARIABLE, reference(VARIABLE))));
        host = TestHost.on(folder);
        client = host.local();
    }

    @AfterEach
    void close() {
        client.close();
        host.close();
    }

    private static JsonObject reference(String variable) {
        JsonObject reference = new JsonObject();
        reference.addProperty("env", variable);
        return reference;
    }

    private static JsonObject profile(String server, JsonObject entry) {
        JsonObject servers = new JsonObject();
        servers.add(server, entry);
        JsonObject profile = new JsonObject();
        profile.add("servers", servers);
        return profile;
    }

    private void write(JsonObject profile) throws IOException {
        JsonObject profiles = new JsonObject();
        profiles.add("web", profile);
        JsonObject root = new JsonObject();
        root.add("profiles", profiles);
        Files.writeString(folder.resolve(ProfileStore.FILE), root.toString(), StandardCharsets.UTF_8);
    }

    private static JsonObject remote() {
        JsonObject server = new JsonObject();
        server.addProperty("type", "http");
        server.addProperty("url", "https://tickets.invalid/mcp");
        JsonObject headers = new JsonObject();
        JsonObject reference = reference(VARIABLE);
        reference.addProperty("prefix", "Bearer ");
        headers.add("Authorization", reference);
        server.add("headers", headers);
        return server;
    }

    private SessionId session(String agent, String profile) {
        SessionId session = client.done(new Intent.CreateSession(
                        new AgentId(agent), work.toString(), null, null, null, null, null, profile))
                .sessionId();
        client.subscribe(session);
        client.awaitState(session, "the agent", state -> state.activity().phase() == SessionPhase.IDLE);
        return session;
    }

    private String ask(SessionId session, String prompt) {
        int before = turns(client.state(session).orElseThrow());
        client.prompt(session, prompt);
        SessionState after = client.awaitState(session, "the turn of " + prompt, state -> turns(state) > before);
        return after.transcript().items().stream()
                .filter(Item.MessageItem.class::isInstance)
                .map(item -> ((Item.MessageItem) item).text().toString())
                .reduce("", (first, second) -> second);
    }

    private static int turns(SessionState state) {
        return (int) state.transcript().items().stream()
                .filter(Item.TurnEndItem.class::isInstance)
                .count();
    }

    private static List<String> notes(SessionState state) {
        return state.transcript().items().stream()
                .filter(Item.NoteItem.class::isInstance)
                .map(item -> ((Item.NoteItem) item).text())
                .toList();
    }

    private SessionServer server(SessionId session) {
        return client.state(session).orElseThrow().info().profile().servers().get(0);
    }

    @Test
    void theAgentGetsTheServerAndTheSessionShowsWhetherItWasCalled() {
        SessionId session = session("plain", "web");

        assertThat(server(session).sent()).isTrue();
        assertThat(server(session).called()).isFalse();
        assertThat(ask(session, "call variables variable")).isEqualTo(System.getenv(VARIABLE));
        client.awaitState(session, "the call", state -> server(session).called());
    }

    @Test
    void aSecretIsInNoFileOfTheHost() throws IOException {
        SessionId session = session("plain", "web");
        ask(session, "hello");
        client.close();
        host.close();
        byte[] secret = System.getenv(VARIABLE).getBytes(StandardCharsets.UTF_8);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(new String(secret, StandardCharsets.ISO_8859_1));
            }
        }
    }

    @Test
    void aServerOverHttpGoesOnlyToAnAgentThatSupportsIt() throws IOException {
        write(profile("tickets", remote()));

        SessionId skipped = session("plain", "web");
        assertThat(server(skipped).sent()).isFalse();
        assertThat(server(skipped).reason().text()).contains("does not support MCP servers over http");
        assertThat(notes(client.state(skipped).orElseThrow()))
                .anyMatch(note -> note.contains("did not get the MCP server tickets of the profile web"));
        assertThat(ask(skipped, "servers")).isEqualTo("[]");

        SessionId sent = session("http", "web");
        assertThat(server(sent).kind()).isEqualTo(ServerKind.HTTP);
        assertThat(ask(sent, "servers"))
                .contains("\"type\":\"http\"", "https://tickets.invalid/mcp", "Bearer " + System.getenv(VARIABLE));
    }

    @Test
    void aMissingCommandAndAMissingSecretCostOnlyTheirServer() throws IOException {
        JsonObject missing = new JsonObject();
        missing.addProperty("command", "no-such-program-of-pilothouse");
        JsonObject profile = profile("gone", missing);
        profile.getAsJsonObject("servers")
                .add("secretless", VariableServer.entry("X", reference("NO_SUCH_VARIABLE_OF_PILOTHOUSE")));
        profile.getAsJsonObject("servers").add("good", VariableServer.entry("X", null));
        write(profile);

        SessionId session = session("plain", "web");

        List<SessionServer> servers =
                client.state(session).orElseThrow().info().profile().servers();
        assertThat(servers).extracting(SessionServer::sent).containsExactly(false, false, true);
        assertThat(servers.get(0).reason().text()).contains("no-such-program-of-pilothouse was not found");
        assertThat(servers.get(1).reason().text()).contains("no environment variable NO_SUCH_VARIABLE_OF_PILOTHOUSE");
    }

    @Test
    void aProfileAppliesAgainAfterARestartAndTheSessionSaysThatItHasChangedOrIsGone() throws IOException {
        SessionId session = session("plain", "web");
        String before = client.state(session).orElseThrow().info().profile().revision();
        ask(session, "hello");
        client.close();
        host.restart();
        write(profile("other", VariableServer.entry("X", null)));
        client = host.local();
        client.subscribe(session);

        client.done(new Intent.ResumeSession(session));
        SessionState changed = client.awaitState(
                session,
                "the changed profile",
                state -> !state.info().profile().revision().equals(before)
                        && state.activity().phase() == SessionPhase.IDLE);
        assertThat(server(session).name()).isEqualTo("other");
        assertThat(notes(changed)).anyMatch(note -> note.contains("The profile web has changed"));

        client.done(new Intent.CloseSession(session));
        client.awaitState(session, "its end", state -> state.activity().phase() == SessionPhase.GONE);
        Files.delete(folder.resolve(ProfileStore.FILE));
        client.done(new Intent.ResumeSession(session));
        SessionState gone = client.awaitState(
                session,
                "a start without the profile",
                state -> state.info().profile().revision().isEmpty());
        assertThat(notes(gone)).anyMatch(note -> note.contains("The profile web does not exist any more"));
    }

    @Test
    void variablesOptionsAndInstructionsReachTheAgent() throws IOException {
        JsonObject profile = profile("variables", VariableServer.entry("X", null));
        JsonObject env = new JsonObject();
        env.addProperty("PROFILE_COLOUR", "teal");
        env.add("MISSING_ONE", reference("NO_SUCH_VARIABLE_OF_PILOTHOUSE"));
        profile.add("env", env);
        profile.addProperty("instructions", "Answer in one word.");
        JsonObject options = new JsonObject();
        options.addProperty("effort", "high");
        options.addProperty("unknown", "x");
        profile.add("options", options);
        write(profile);

        SessionId session = session("plain", "web");

        SessionState state = client.awaitState(
                session,
                "the option",
                now -> now.offer().options().stream()
                        .anyMatch(option -> option.current().equals("high")));
        assertThat(notes(state)).anyMatch(note -> note.contains("did not get the variable MISSING_ONE"));
        client.awaitState(
                session,
                "the note on the other option",
                now -> notes(now).stream().anyMatch(note -> note.contains("does not offer the option unknown")));
        assertThat(ask(session, "first"))
                .isEqualTo(
                        "<profile-instructions profile=\"web\">\nAnswer in one word.\n</profile-instructions>|first");
        assertThat(ask(session, "second")).isEqualTo("second");
        assertThat(ask(session, "env PROFILE_COLOUR")).isEqualTo("teal");
    }

    @Test
    void anAgentWithASharedProcessGetsOneOfItsOwnForAProfileWithServers() {
        SessionId shared = client.session("shared", work.toString());
        String common = client.awaitState(
                        shared, "the shared one", state -> state.activity().phase() == SessionPhase.IDLE)
                .info()
                .agentSessionId();

        SessionId own = session("shared", "web");

        assertThat(server(own).sent()).isTrue();
        assertThat(client.state(own).orElseThrow().info().agentSessionId())
                .as("the id has the process")
                .isNotEqualTo(common);
    }

    @Test
    void anUnknownProfileIsRefusedAndTheChosenOneIsRememberedForTheDirectory() {
        HostMessage.Failure refusal = client.refused(client.submit(
                new Intent.CreateSession(new AgentId("plain"), work.toString(), null, null, null, null, null, "nope")));
        assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(refusal.text()).contains("no profile “nope”", "web");

        session("plain", "web");

        assertThat(list(client, work.toString()).remembered()).isEqualTo("web");
        assertThat(list(client, folder.toString()).remembered()).isEmpty();
    }

    private static HostMessage.Profiles list(TestClient client, String directory) {
        ClientMessage.ListProfiles list = new ClientMessage.ListProfiles(TestClient.newRequestId(), directory);
        client.send(list);
        return (HostMessage.Profiles) client.await(
                "the profiles",
                message -> message instanceof HostMessage.Profiles all
                        && all.requestId().equals(list.requestId()));
    }

    @Test
    void aDeviceSavesTestsAndDeletesAProfileAndGetsNoPlainValue() throws Exception {
        try (TestClient admin = host.device("Tablet", Scope.ADMIN);
                TestClient viewer = host.device("Phone", Scope.VIEW)) {
            JsonObject entry = VariableServer.entry("X", null);
            List<String> arguments = entry.getAsJsonArray("args").asList().stream()
                    .map(word -> word.getAsString())
                    .toList();
            Profile made = new Profile(
                    "made",
                    List.of(new ProfileServer(
                            "variables",
                            ServerKind.STDIO,
                            entry.get("command").getAsString(),
                            arguments,
                            "",
                            List.of(new ProfileSetting("X", ProfileSetting.Source.PLAIN, "visible-value", "")))),
                    List.of(),
                    "",
                    "",
                    "",
                    List.of());
            ClientMessage.SaveProfile save = new ClientMessage.SaveProfile(TestClient.newRequestId(), made, null, "");
            admin.send(save);
            admin.ack(save.requestId());

            ClientMessage.ReadProfile read = new ClientMessage.ReadProfile(TestClient.newRequestId(), "made");
            admin.send(read);
            Profile shown = admin.awaitHeard(HostMessage.ProfileRead.class).profile();
            assertThat(shown).isEqualTo(made.withheld());

            ClientMessage.SaveProfile again =
                    new ClientMessage.SaveProfile(TestClient.newRequestId(), shown, "made", "");
            admin.send(again);
            admin.ack(again.requestId());
            assertThat(Files.readString(folder.resolve(ProfileStore.FILE)))
                    .as("the kept value")
                    .contains("visible-value");

            admin.send(new ClientMessage.TestServer(TestClient.newRequestId(), "made", "variables"));
            HostMessage.ServerTested tested = admin.awaitHeard(HostMessage.ServerTested.class);
            assertThat(tested.fault().text()).isEmpty();
            assertThat(tested.tools()).containsExactly("variable");

            assertThat(list(viewer, null).profiles().toString())
                    .contains("variables")
                    .doesNotContain("java");
            viewer.send(read);
            assertThat(viewer.refused(read.requestId()).code()).isEqualTo(ErrorCode.FORBIDDEN);

            ClientMessage.DeleteProfile delete = new ClientMessage.DeleteProfile(TestClient.newRequestId(), "made", "");
            admin.send(delete);
            admin.ack(delete.requestId());
            assertThat(list(admin, null).profiles())
                    .extracting(info -> info.name())
                    .containsExactly("web");
        }
    }

    @Test
    void ofSeveralDevicesThatSaveWhatTheyReadAtTheSameTimeOneSucceedsAndTheOthersAreRefused() throws Exception {
        List<TestClient> devices = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                devices.add(host.device("Tablet " + i, Scope.ADMIN));
            }
            for (int round = 0; round < 10; round++) {
                List<ClientMessage.SaveProfile> saves = new ArrayList<>();
                for (TestClient device : devices) {
                    HostMessage.ProfileRead read = read(device);
                    saves.add(new ClientMessage.SaveProfile(
                            TestClient.newRequestId(),
                            withInstructions(read.profile(), round + " " + saves.size()),
                            "web",
                            read.revision()));
                }
                for (int i = 0; i < devices.size(); i++) {
                    devices.get(i).send(saves.get(i));
                }
                List<String> accepted = new ArrayList<>();
                for (int i = 0; i < devices.size(); i++) {
                    RequestId requestId = saves.get(i).requestId();
                    HostMessage answer =
                            devices.get(i).await("the answer", message -> requestId.equals(requestId(message)));
                    if (answer instanceof HostMessage.Failure refused) {
                        assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
                        assertThat(refused.sentence().text()).contains("has changed since you opened it");
                    } else {
                        accepted.add(saves.get(i).profile().instructions());
                    }
                }
                assertThat(accepted).as("round %s", round).hasSize(1);
                assertThat(read(devices.get(0)).profile().instructions()).isEqualTo(accepted.get(0));
            }
        } finally {
            devices.forEach(TestClient::close);
        }
    }

    private static HostMessage.ProfileRead read(TestClient device) {
        ClientMessage.ReadProfile read = new ClientMessage.ReadProfile(TestClient.newRequestId(), "web");
        device.send(read);
        return (HostMessage.ProfileRead) device.await(
                "the profile",
                message -> message instanceof HostMessage.ProfileRead found
                        && found.requestId().equals(read.requestId()));
    }

    private static @Nullable RequestId requestId(HostMessage message) {
        if (message instanceof HostMessage.Failure refused) {
            return refused.requestId();
        }
        return message instanceof HostMessage.Ack accepted ? accepted.requestId() : null;
    }

    private static Profile withInstructions(Profile profile, String instructions) {
        return new Profile(
                profile.name(),
                profile.servers(),
                profile.environment(),
                instructions,
                profile.mode(),
                profile.model(),
                profile.options());
    }

    @Test
    void theLeadAndTheWorkersOfATeamGetTheProfileOfTheRun() {
        String team = """
                {"title": "Ship it", "directory": "%s", "task": "say hello", "profile": "web", "form": "text",
                 "lead": {"agent": "plain", "name": "lead"}, "workers": [{"agent": "plain", "name": "ada"}]}
                """.formatted(work);
        ClientMessage.StartRun start =
                new ClientMessage.StartRun(TestClient.newRequestId(), new RunId("t1"), RunKind.TEAM, team);
        client.send(start);
        client.ack(start.requestId());

        SessionId lead = ids(client.await(
                        "the session of the lead", message -> ids(message).count() > 0))
                .findFirst()
                .orElseThrow();
        client.subscribe(lead);
        client.awaitState(
                lead,
                "the profile",
                state -> state.info() != null && state.info().profile().name().equals("web"));
    }

    private static Stream<SessionId> ids(HostMessage message) {
        return message instanceof HostMessage.RunsChanged changed
                ? changed.changed().stream()
                        .flatMap(run -> run.members().stream())
                        .map(member -> member.sessionId())
                        .filter(id -> id != null)
                : Stream.empty();
    }
}
