package dev.pilothouse.desktop.bench.rig;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pilothouse.bridge.ClientSetup;
import dev.pilothouse.bridge.OkHttpConnector;
import dev.pilothouse.bridge.PairedHosts;
import dev.pilothouse.bridge.SeenMarks;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pairing.SecurePairedHostStore;
import dev.pilothouse.platform.MemorySecureStore;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.session.SessionView;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A program with many clients without windows: separate devices, paired one by one, each subscribed to a session. Owns
 * them; confined to its main thread; ends when stdin does.
 */
public final class ClientCrowd {
    private static final long PATIENCE_SECONDS = 60;

    private final Lanes lanes = new Lanes("crowd", (thread, failure) -> failure.printStackTrace());
    private final List<PairedHosts> clients = new ArrayList<>();
    private final List<SessionId> sessions = new ArrayList<>();

    private ClientCrowd() {}

    /** @param arguments none */
    public static void main(String[] arguments) throws Exception {
        ClientCrowd crowd = new ClientCrowd();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            JsonObject answer = new JsonObject();
            try {
                crowd.run(JsonParser.parseString(line).getAsJsonObject(), answer);
            } catch (Exception failure) {
                failure.printStackTrace();
                answer.addProperty("failed", failure.toString());
            }
            System.out.println(answer);
            System.out.flush();
        }
        crowd.clients.forEach(PairedHosts::close);
        System.exit(0);
    }

    private void run(JsonObject request, JsonObject answer) throws Exception {
        switch (request.get("do").getAsString()) {
            case "join" ->
                join(
                        request.get("ticket").getAsString(),
                        new SessionId(request.get("session").getAsString()));
            case "seqs" -> {
                // The last seq of each client's session.
                for (int i = 0; i < clients.size(); i++) {
                    answer.addProperty(Integer.toString(i), seq(i));
                }
            }
            default -> throw new IllegalArgumentException(((JsonElement) request).toString());
        }
    }

    private void join(String ticket, SessionId session) throws Exception {
        MemorySecureStore store = new MemorySecureStore();
        Identity self = Identity.generate();
        String name = "crowd-" + clients.size();
        PairedHosts hosts = new PairedHosts(
                ClientSetup.of(lanes.open(name, 1_024), "bench", name, "Linux"),
                new SecurePairedHostStore(store),
                paired -> new OkHttpConnector(paired, self),
                SeenMarks.NONE,
                null);
        clients.add(hosts);
        sessions.add(session);
        hosts.start().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        Hosts.PairingResult result =
                hosts.pair(ticket, "").toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (result instanceof Hosts.PairingResult.Failed failed) {
            throw new IllegalStateException(failed.text());
        }
        CompletableFuture<Void> there = new CompletableFuture<>();
        HostLink link = hosts.links().get(0);
        hosts.listen(new Hosts.Listener() {
            @Override
            public void linksChanged(List<HostLink> links) {}

            @Override
            public void hostChanged(HostId hostId, boolean critical) {}

            @Override
            public void sessionChanged(HostId hostId, SessionId changed, boolean critical) {
                if (changed.equals(session) && link.reader().session(session).isPresent()) {
                    there.complete(null);
                }
            }

            @Override
            public void pairing(String hostName, String code) {}
        });
        link.sessions().open(session);
        there.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private long seq(int client) {
        return clients.get(client)
                .links()
                .get(0)
                .reader()
                .session(sessions.get(client))
                .map(SessionView::state)
                .map(state -> state.seq())
                .orElse(0L);
    }
}
