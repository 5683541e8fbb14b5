package dev.pilothouse.desktop.bench.rig;

import com.google.gson.JsonObject;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Hosts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Waits for the answer to the next ping: from then on the link is silent until the following ping. */
public final class QuietSpan implements ClientCommand {
    private static final long LIMIT_SECONDS = 40;

    @Override
    public JsonObject run(ClientWindow window, JsonObject request) throws Exception {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        Duration before = roundTrip(window.link());
        try (Hosts.Subscription listening = window.hosts().listen(new Hosts.Listener() {
            @Override
            public void linksChanged(List<HostLink> links) {}

            @Override
            public void hostChanged(HostId hostId, boolean critical) {
                if (!roundTrip(window.link()).equals(before)) {
                    answered.complete(null);
                }
            }

            @Override
            public void sessionChanged(HostId hostId, SessionId sessionId, boolean critical) {}

            @Override
            public void pairing(String hostName, String code) {}
        })) {
            answered.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
        // The answer causes a frame too.
        TimeUnit.MILLISECONDS.sleep(500);
        return new JsonObject();
    }

    private static Duration roundTrip(HostLink link) {
        return link.reader().host().connection() instanceof ConnectionState.Live live
                ? live.roundTrip()
                : Duration.ZERO;
    }
}
