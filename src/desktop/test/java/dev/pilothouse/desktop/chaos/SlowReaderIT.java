package dev.pilothouse.desktop.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.host.TestClient;
import dev.pilothouse.desktop.testing.FaultyNetwork;
import dev.pilothouse.desktop.testing.FaultyNetwork.Weather;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.DeviceInfo;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.pairing.PairingTicket;
import dev.pilothouse.pairing.TicketParseResult;
import dev.pilothouse.protocol.AdminCommand;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A device that reads hardly anything, on a complete host in its own process, while an agent writes megabytes. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "measures in procfs")
@Timeout(300)
class SlowReaderIT {
    /** More than all socket buffers on the way hold, also when it is deflated. */
    private static final int CHUNKS = 500;

    /** The most memory that one device without reads may take. */
    private static final double MEGABYTES = 2;

    private static final int SMALL_BUFFER = 4 * 1024;

    private static final String AGENT = """
            while IFS= read -r line; do
                id=${line##*\\"id\\":}
                id=${id%%[,\\}]*}
                case $line in
                    *'"method":"initialize"'*) result='{"protocolVersion":1,"agentCapabilities":{}}' ;;
                    *'"method":"session/new"'*) result='{"sessionId":"s"}' ;;
                    *'"method":"session/prompt"'*)
                        n=0
                        while [ $n -lt CHUNKS ]; do
                            text=$(head -c 9000 /dev/urandom | base64 -w 0)
                            update='{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"'$text' "}}'
                            printf '{"jsonrpc":"2.0","method":"session/update","params":{"sessionId":"s","update":%s}}\\n' "$update"
                            n=$((n + 1))
                        done
                        result='{"stopReason":"end_turn"}'
                        ;;
                    *) continue ;;
                esac
                printf '{"jsonrpc":"2.0","id":%s,"result":%s}\\n' "$id" "$result"
            done
            """;

    @TempDir
    Path folder;

    private ChaosHost host;
    private FaultyNetwork network;
    private TestClient quick;
    private TestClient slow;
    private SessionId session;

    @BeforeEach
    void start() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(data.resolve("agents.json"), agents().toString());
        host = ChaosHost.start(data);
        network = new FaultyNetwork(host.port(), 1, SMALL_BUFFER);
        quick = DescriptorsIT.admin(data);
        slow = device();
        session = quick.session(
                "flood", Files.createDirectory(folder.resolve("work")).toString());
        quick.awaitState(session, "an agent", SlowReaderIT::isIdle);
        slow.subscribe(session);
        slow.awaitState(session, "the session", SlowReaderIT::isIdle);
    }

    @AfterEach
    void stop() {
        slow.close();
        quick.close();
        network.close();
        host.close();
    }

    private static JsonObject agents() {
        JsonArray arguments = new JsonArray();
        arguments.add("-c");
        arguments.add(AGENT.replace("CHUNKS", Integer.toString(CHUNKS)));
        JsonObject agent = new JsonObject();
        agent.addProperty("id", "flood");
        agent.addProperty("name", "Flood");
        agent.addProperty("command", "/bin/sh");
        agent.add("args", arguments);
        JsonArray all = new JsonArray();
        all.add(agent);
        JsonObject file = new JsonObject();
        // Tests do not run the user's shell start files.
        file.addProperty("loginShell", false);
        file.add("agents", all);
        return file;
    }

    private TestClient device() throws Exception {
        PairingTicket ticket = ((TicketParseResult.Ticket) PairingTicket.parse(host.ticket(Scope.VIEW))).ticket();
        PairedHost throughNetwork = PairedHost.of(ticket, Instant.EPOCH)
                .known("Chaos", List.of(new BridgeUrl(false, "127.0.0.1", network.port())));
        TestClient client = TestClient.unconnected(throughNetwork, Identity.generate());
        client.connect().pair(ticket, "Slow");
        client.awaitHeard(HostMessage.Overview.class);
        return client;
    }

    private static boolean isIdle(SessionState state) {
        return state.activity() != null && state.activity().phase() == SessionPhase.IDLE;
    }

    private static long turns(SessionState state) {
        return state.transcript().items().stream()
                .filter(Item.TurnEndItem.class::isInstance)
                .count();
    }

    /** Makes the agent write its megabytes. A client that reads gets them at once. */
    private SessionState flood() {
        long before = turns(quick.state(session).orElseThrow());
        quick.prompt(session, "flood");
        return quick.awaitState(session, "a turn's end", state -> turns(state) > before && isIdle(state));
    }

    private boolean isConnected() {
        HostMessage.Devices devices = (HostMessage.Devices) quick.admin(new AdminCommand.ListDevices());
        return devices.devices().stream()
                .filter(device -> device.name().equals("Slow"))
                .anyMatch(DeviceInfo::connected);
    }

    private void assertCaughtUp(SessionState whole) {
        SessionState seen = slow.awaitState(session, "the host's head", state -> state.seq() == whole.seq());
        long start = seen.transcript().windowStart();
        assertThat(seen.transcript().items())
                .isEqualTo(whole.transcript().items().stream()
                        .filter(item -> item.id().createdSeq() >= start)
                        .toList());
        assertThat(slow.gaps()).isZero();
    }

    @Test
    void whatADeviceDidNotReadComesWhenItReadsAgainAndNobodyElseHasWaited() {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        network.meddle(FaultyNetwork.HONEST, (piece, length, offset) -> {
            gate.join();
            return length;
        });
        SessionState whole = flood();
        assertThat(slow.state(session).orElseThrow().seq()).isLessThan(whole.seq());
        gate.complete(null);
        assertCaughtUp(whole);
    }

    @Test
    void aDeviceThatReadsNothingIsCutWhenItIsRevoked() throws Exception {
        Path sockets = Path.of("/proc/net/tcp");
        assumeTrue(Files.isReadable(sockets), "the system lists its sockets");
        CompletableFuture<Void> gate = new CompletableFuture<>();
        network.meddle(FaultyNetwork.HONEST, (piece, length, offset) -> {
            gate.join();
            return length;
        });
        assertThat(isConnected()).isTrue();
        long open = connections();
        DeviceId slowOne = ((HostMessage.Devices) quick.admin(new AdminCommand.ListDevices()))
                .devices().stream()
                        .filter(device -> device.name().equals("Slow"))
                        .findFirst()
                        .orElseThrow()
                        .deviceId();

        assertThat(quick.admin(new AdminCommand.Revoke(slowOne))).isInstanceOf(HostMessage.Ack.class);

        // Nothing was read meanwhile: a bye that waits for the socket would never be sent.
        // ConnectionsTest checks that the host closes the socket within a second.
        await("its socket is closed").until(() -> connections() == open - 1);
        gate.complete(null);
        slow.awaitLost();
    }

    /** The number of open connections at the host's end. */
    private long connections() throws IOException {
        String port = String.format(Locale.ROOT, ":%04X", host.port());
        long open = 0;
        for (String file : List.of("tcp", "tcp6")) {
            try (Stream<String> lines = Files.lines(Path.of("/proc/net", file))) {
                open += lines.map(String::strip)
                        .map(line -> line.split("\\s+"))
                        .filter(fields -> fields.length > 3 && fields[1].endsWith(port) && fields[3].equals("01"))
                        .count();
            }
        }
        return open;
    }

    @Test
    @Tag("chaos")
    void aDeviceThatReadsAByteASecondCostsLittleDelaysNobodyAndIsCutOff() throws Exception {
        network.become(new Weather(0, 0, 0, 1));
        SessionState whole = flood();
        double with = host.process().collect();
        assertThat(isConnected()).as("it is still there, and far behind").isTrue();
        await("it is cut off").atMost(Duration.ofSeconds(120)).until(() -> !isConnected());
        double without = host.process().collect();
        assertThat(with - without).as("MB for a device that does not read").isLessThan(MEGABYTES);

        network.become(Weather.FAIR);
        network.cutAll(true);
        slow.awaitLost();
        slow.connect().hello();
        slow.subscribe(session);
        assertCaughtUp(whole);
    }
}
