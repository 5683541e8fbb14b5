package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pilothouse.desktop.push.NtfyServer;
import dev.pilothouse.desktop.push.Receiver;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.pairing.PairingTicket;
import dev.pilothouse.pairing.SecurePairedHostStore;
import dev.pilothouse.pairing.TicketParseResult;
import dev.pilothouse.platform.FileSecureStore;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.secure.PublicKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Commands that pair devices and manage the host, each against a new host. */
@Timeout(180)
class DeviceCommandsIT extends FreshHostCommands {

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
    void pairingTakesAllThatTheTicketCommandPrints() {
        Line printed = Line.run("--data", data, "ticket");
        assertThat(printed.out().lines()).hasSizeGreaterThan(3);
        Line paired = Line.runWith(printed.out(), "--json", "ctl", "--profile", profile, "pair", "-");
        assertThat(paired.err()).isEmpty();
        assertThat(paired.code()).isZero();
    }

    @Test
    void theSecretsOfATargetCanComeFromTheInputInPlaceOfTheArguments() throws Exception {
        Line printed = Line.run("--data", data, "ticket", "--scope", "admin");
        Line.runWith(printed.out(), "--json", "ctl", "--profile", profile, "pair", "-");
        Line saved = Line.runWith(
                "https://hook.example/hidden\ntk_hidden\n",
                "--json",
                "ctl",
                "--profile",
                profile,
                "targets",
                "--save",
                "hook",
                "--kind",
                "webhook",
                "--url",
                "-",
                "--token",
                "-");

        assertThat(saved.err()).isEmpty();
        assertThat(Files.readString(Path.of(data, "away.json")))
                .contains("\"https://hook.example/hidden\"", "\"tk_hidden\"");
    }

    @Test
    void theTargetsOfAHostAreListedTestedAndRemoved() throws Exception {
        Line printed = Line.run("--data", data, "ticket", "--scope", "admin");
        Line.runWith(printed.out(), "--json", "ctl", "--profile", profile, "pair", "-");
        try (Receiver receiver = Receiver.open()) {
            json("ctl", "targets", "--save", "hook", "--kind", "webhook", "--url", receiver.url("/x"));
            json("ctl", "targets", "--save", "hook", "--name", "Hook", "--events", "done", "--quiet", "22:00-07:00");
            assertThat(line("ctl", "targets", "--test", "hook", "--round-trip").code())
                    .isEqualTo(1);
            assertThat(line("ctl", "targets", "--round-trip").code()).isEqualTo(2);
            json("ctl", "targets", "--test", "hook");

            JsonObject target = Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(
                            () -> json("ctl", "targets").getAsJsonArray().get(0).getAsJsonObject(),
                            each -> each.getAsJsonObject("test")
                                    .get("state")
                                    .getAsString()
                                    .equals("sent"));

            assertThat(target.getAsJsonObject("target").get("name").getAsString())
                    .isEqualTo("Hook");
            assertThat(target.getAsJsonObject("target")
                            .getAsJsonObject("quiet")
                            .get("from")
                            .getAsString())
                    .isEqualTo("22:00");
            assertThat(receiver.taken()).hasSize(1);
            String id = json("devices")
                    .getAsJsonArray()
                    .get(0)
                    .getAsJsonObject()
                    .get("deviceId")
                    .getAsString();
            json("devices", "revoke", id);
            assertThat(Files.readString(Path.of(data, "away.json"))).contains("\"addedBy\":\"" + id + "\"");
            profile = folder.resolve("other").toString();
            json(
                    "ctl",
                    "pair",
                    json("ticket", "--scope", "admin")
                            .getAsJsonObject()
                            .get("ticket")
                            .getAsString());
            assertThat(Line.run("ctl", "targets", "--profile", profile).err())
                    .contains("hook: The device that added this target has no access any more");
            json("ctl", "targets", "--remove", "hook");
            assertThat(json("ctl", "targets").getAsJsonArray()).isEmpty();
        }
    }

    @Test
    void aRoundTripMeasuresTheTimeUntilTheButtonIsPressed() throws Exception {
        try (NtfyServer ntfy = NtfyServer.standIn()) {
            Files.writeString(
                    Path.of(data, "away.json"),
                    "{\"targets\": [{\"name\": \"phone\", \"form\": \"ntfy\", \"url\": \"" + ntfy.topicUrl("topic")
                            + "\", \"answersAs\": \"d1\"}]}",
                    StandardCharsets.UTF_8);
            CompletableFuture<Line> tried =
                    CompletableFuture.supplyAsync(() -> line("away", "test", "phone", "--round-trip", "30"));

            ntfy.press(ntfy.await("topic", 1).get(0), "Allow once");

            assertThat(tried.join().code()).isZero();
            JsonObject result = JsonParser.parseString(tried.join().out())
                    .getAsJsonArray()
                    .get(0)
                    .getAsJsonObject();
            assertThat(result.get("told").getAsBoolean()).isTrue();
            assertThat(result.get("answeredMillis").getAsLong()).isNotNegative();
        }
    }

    @Test
    void anAgentThatTheRegistryDoesNotHaveIsNamed() throws Exception {
        Line printed = Line.run("--data", data, "ticket", "--scope", "admin");
        Line.runWith(printed.out(), "--json", "ctl", "--profile", profile, "pair", "-");

        Line install = Line.run("--json", "ctl", "--profile", profile, "agents", "install", "nosuch");

        assertThat(code(install)).isEqualTo("unknownAgent");
        assertThat(install.code()).isEqualTo(4);
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
