package dev.pilothouse.desktop.bench.rig;

import com.google.gson.JsonObject;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionView;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.application.Platform;
import javafx.scene.Scene;

/**
 * First waits until the window has noticed that its link is lost. With the step {@value #RECONNECT}, reconnects it and
 * waits until it has a session up to the {@code head} and has shown that; the {@code updates} of the last turn are
 * counted.
 */
public final class CatchUp implements ClientCommand {
    public static final String RECONNECT = "reconnect";

    private static final long LIMIT_SECONDS = 80;

    @Override
    public JsonObject run(ClientWindow window, JsonObject request) throws Exception {
        SessionId session = new SessionId(request.get("session").getAsString());
        JsonObject figures = new JsonObject();
        if (!request.has("step")) {
            until(window, () -> !isLive(window)).get(LIMIT_SECONDS, TimeUnit.SECONDS);
            return figures;
        }
        long head = request.get("head").getAsLong();
        int updates = request.get("updates").getAsInt();
        window.onFx(() -> {
            window.screen().begin();
            return null;
        });
        CompletableFuture<Long> there =
                until(window, () -> isLive(window) && state(window, session).seq() >= head);
        long start = System.nanoTime();
        window.hosts().retryNow();
        long stored = there.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        // The drain of the next pulse shows the newest state; the one after has laid it out for certain.
        CompletableFuture<Long> shown = new CompletableFuture<>();
        window.onFx(() -> {
            Scene scene = window.scene();
            scene.addPostLayoutPulseListener(new Runnable() {
                private int pulses;

                @Override
                public void run() {
                    if (++pulses == 2) {
                        scene.removePostLayoutPulseListener(this);
                        shown.complete(System.nanoTime());
                    } else {
                        Platform.requestNextPulse();
                    }
                }
            });
            Platform.requestNextPulse();
            return null;
        });
        figures = window.onFx(window.screen()::figures);
        figures.addProperty("storeMillis", (stored - start) / 1e6);
        figures.addProperty("shownMillis", (shown.get(LIMIT_SECONDS, TimeUnit.SECONDS) - start) / 1e6);
        JsonObject after = window.onFx(window.screen()::figures);
        figures.add("drainWorst", after.get("drainWorst"));
        figures.add("gapWorst", after.get("gapWorst"));
        SessionState held = state(window, session);
        figures.addProperty("lost", updates == 0 ? 0 : lost(held, updates));
        figures.addProperty("held", characters(held));
        return figures;
    }

    private static int lost(SessionState state, int updates) {
        StringBuilder text = new StringBuilder();
        boolean whole = false;
        for (Item item : state.transcript().items()) {
            if (item instanceof Item.UserItem) {
                text.setLength(0);
                whole = true;
            } else if (item instanceof Item.MessageItem message) {
                text.append(message.text());
            }
        }
        return Stamped.missing(text.toString(), updates, whole);
    }

    private static long characters(SessionState state) {
        long characters = 0;
        for (Item item : state.transcript().items()) {
            characters +=
                    item instanceof Item.MessageItem message ? message.text().length() : 0;
        }
        return characters;
    }

    private static boolean isLive(ClientWindow window) {
        return window.link().reader().host().connection() instanceof ConnectionState.Live;
    }

    private static SessionState state(ClientWindow window, SessionId session) {
        return window.link()
                .reader()
                .session(session)
                .map(SessionView::state)
                .orElseGet(() -> SessionState.empty(session));
    }

    /** Completes with the time at which the store first meets the condition. It is checked after each change. */
    private static CompletableFuture<Long> until(ClientWindow window, BooleanSupplier wanted) {
        CompletableFuture<Long> at = new CompletableFuture<>();
        Runnable look = () -> {
            if (!at.isDone() && wanted.getAsBoolean()) {
                at.complete(System.nanoTime());
            }
        };
        Hosts.Subscription listening = window.hosts().listen(new Hosts.Listener() {
            @Override
            public void linksChanged(List<HostLink> links) {
                look.run();
            }

            @Override
            public void hostChanged(HostId hostId, boolean critical) {
                look.run();
            }

            @Override
            public void sessionChanged(HostId hostId, SessionId sessionId, boolean critical) {
                look.run();
            }

            @Override
            public void pairing(String hostName, String code) {}
        });
        return at.whenComplete((time, failure) -> listening.close());
    }
}
