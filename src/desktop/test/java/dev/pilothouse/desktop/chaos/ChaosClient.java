package dev.pilothouse.desktop.chaos;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pilothouse.bridge.ClientSetup;
import dev.pilothouse.bridge.OkHttpConnector;
import dev.pilothouse.bridge.PairedHosts;
import dev.pilothouse.bridge.SeenMarks;
import dev.pilothouse.cache.DeviceCache;
import dev.pilothouse.desktop.testing.JvmChild;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.DeviceKey;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.pairing.SecurePairedHostStore;
import dev.pilothouse.platform.FileSecureStore;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionView;
import dev.pilothouse.session.WhenBusy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The program of a client without a window, on a device folder that outlives it. It uses the app's client classes,
 * takes commands on stdin, prompts at random while it is told to, and reports on stdout its sent prompts, the
 * acknowledgements and the states that it has seen.
 *
 * <p>Main thread: commands; {@code load} prompts; the rest runs on lane {@code client-state}. Ends when stdin does.
 */
final class ChaosClient {
    private static final List<String> FLAGS = List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final long PATIENCE_SECONDS = 90;
    private static final long PAUSE_MILLIS = 100;
    private static final int MAX_WAITING = 4;

    private final Lanes lanes = new Lanes("client", (thread, failure) -> failure.printStackTrace());
    private final int port;
    private final String name;
    private final Identity self;
    private final DeviceCache cache;
    private final PairedHosts hosts;
    private final Map<SessionId, Long> said = new ConcurrentHashMap<>();
    private final Map<SessionId, TurnId> cancelled = new ConcurrentHashMap<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final Object changes = new Object();
    private volatile List<SessionId> sessions = List.of();
    private volatile boolean loading;
    private volatile boolean settling;
    private Thread load;

    private ChaosClient(Path folder, int port, String name) {
        this.port = port;
        this.name = name;
        FileSecureStore secrets = new FileSecureStore(folder.resolve("secrets"));
        self = DeviceKey.loadOrCreate(secrets);
        cache = new DeviceCache(folder.resolve("cache"), secrets, lanes.open("cache", 256), Clock.systemUTC());
        hosts = new PairedHosts(
                ClientSetup.of(lanes.open("client-state", 1_024), "chaos", name, "Test"),
                new SecurePairedHostStore(secrets),
                paired -> new OkHttpConnector(() -> reachable(paired.get()), self),
                SeenMarks.NONE,
                cache,
                null);
    }

    private PairedHost reachable(PairedHost paired) {
        return paired.known(paired.name(), List.of(new BridgeUrl(false, "127.0.0.1", port)));
    }

    /**
     * Starts the program in a process of its own.
     *
     * @param folder the parent of the device's folder, which has its name
     * @param port on which the host is reached
     * @param events receives its reports
     */
    static JvmChild start(Path folder, int port, String name, long seed, Consumer<JsonObject> events)
            throws IOException {
        return JvmChild.start(
                name,
                folder,
                List.of(),
                FLAGS,
                List.of(
                        ChaosClient.class.getName(),
                        folder.resolve(name).toString(),
                        Integer.toString(port),
                        name,
                        Long.toString(seed)),
                events);
    }

    /** @param arguments the device's folder, the port on which the host is reached, a name and a seed */
    public static void main(String[] arguments) throws Exception {
        ChaosClient client = new ChaosClient(Path.of(arguments[0]), Integer.parseInt(arguments[1]), arguments[2]);
        client.start();
        Random random = new Random(Long.parseLong(arguments[3]));
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            JsonObject answer = new JsonObject();
            try {
                client.run(JsonParser.parseString(line).getAsJsonObject(), answer, random);
            } catch (Exception failure) {
                failure.printStackTrace();
                answer.addProperty("failed", failure.toString());
            }
            ChaosHost.say(answer);
        }
        client.hosts.close();
        client.cache.close();
        System.exit(0);
    }

    private void start() throws Exception {
        hosts.start().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        hosts.listen(new Hosts.Listener() {
            @Override
            public void linksChanged(List<HostLink> links) {
                tick();
            }

            @Override
            public void hostChanged(HostId hostId, boolean critical) {
                tick();
            }

            @Override
            public void sessionChanged(HostId hostId, SessionId sessionId, boolean critical) {
                seen(sessionId);
                tick();
            }

            @Override
            public void pairing(String hostName, String code) {}
        });
    }

    private void tick() {
        synchronized (changes) {
            changes.notifyAll();
        }
    }

    private HostLink link() {
        return hosts.links().get(0);
    }

    private Optional<SessionState> state(SessionId sessionId) {
        return link().reader().session(sessionId).map(SessionView::state);
    }

    /** On the lane: reports the state that a user would now see. */
    private void seen(SessionId sessionId) {
        if (!sessions.contains(sessionId)) {
            return;
        }
        SessionState state = state(sessionId).orElse(null);
        if (state == null || state.seq() == 0) {
            return;
        }
        if (said.getOrDefault(sessionId, -1L) != state.seq()) {
            said.put(sessionId, state.seq());
            JsonObject event = event("seen");
            event.addProperty("session", sessionId.value());
            event.addProperty("seq", state.seq());
            event.addProperty("digest", Digest.of(state));
            ChaosHost.say(event);
        }
        if (settling) {
            cancel(state);
        }
    }

    private void cancel(SessionState state) {
        TurnId turn = state.activity() == null ? null : state.activity().turn();
        if (turn != null && !turn.equals(cancelled.put(state.sessionId(), turn))) {
            link().sessions().submit(new Intent.Cancel(state.sessionId(), turn));
        }
    }

    private static JsonObject event(String what) {
        JsonObject event = new JsonObject();
        event.addProperty("event", what);
        return event;
    }

    private void run(JsonObject request, JsonObject answer, Random random) throws Exception {
        switch (request.get("do").getAsString()) {
            case "pair" -> pair(request.get("ticket").getAsString());
            case "create" -> answer.addProperty("session", create(request).value());
            case "open" -> open(request);
            case "load" -> {
                settling = false;
                loading = true;
                long seed = random.nextLong();
                load = new Thread(() -> load(request.get("prefix").getAsString(), new Random(seed)), "load");
                load.setDaemon(true);
                load.start();
            }
            case "quiet" -> {
                loading = false;
                tick();
                if (load != null) {
                    load.join();
                }
            }
            case "churn" ->
                new Churn(
                                this::link,
                                this::awaitUntil,
                                new Churn.Life(
                                        new AgentId(request.get("agent").getAsString()),
                                        "word",
                                        request.get("prompts").getAsInt(),
                                        request.has("atOnce")
                                                ? request.get("atOnce").getAsInt()
                                                : 2))
                        .run(
                                request.get("sessions").getAsInt(),
                                request.get("cwd").getAsString());
            case "settle" -> {
                hosts.retryNow();
                settling = true;
                sessions.forEach(session -> state(session).ifPresent(this::cancel));
            }
            case "state" -> {
                answer.addProperty("unanswered", unanswered.get() + unconfirmed());
                answer.addProperty("busy", busy());
                JsonObject states = new JsonObject();
                for (SessionId session : sessions) {
                    state(session)
                            .ifPresent(
                                    state -> states.addProperty(session.value(), state.seq() + ":" + Digest.of(state)));
                }
                answer.add("states", states);
                answer.addProperty("does", does());
                answer.addProperty("host", link().reader().host().connection().toString());
                answer.addProperty("listed", link().reader().host().sessions().size());
            }
            default -> throw new IllegalArgumentException(request.toString());
        }
    }

    /** Intents with an unknown outcome, of this run of the program or of a killed one. */
    private long unconfirmed() {
        return sessions.stream()
                .flatMap(session -> link().reader().session(session).stream())
                .flatMap(view -> view.unconfirmed().stream())
                .filter(intent -> intent.refusal() == null)
                .count();
    }

    /** Sessions that are working, or are about to. */
    private long busy() {
        return sessions.stream()
                .filter(session -> state(session).map(ChaosClient::isBusy).orElse(true))
                .count();
    }

    /** A description for the message of a failed test. */
    private String does() {
        return sessions.stream()
                .map(session -> state(session)
                        .map(state -> state.activity().phase() + " with "
                                + state.queue().size() + " waiting")
                        .orElse("unknown"))
                .toList()
                .toString();
    }

    private static boolean isBusy(SessionState state) {
        SessionPhase phase = state.activity() == null
                ? SessionPhase.STARTING
                : state.activity().phase();
        return switch (phase) {
            case STARTING, WORKING, WAITING -> true;
            case IDLE -> !state.queue().isEmpty() || state.activity().turn() != null;
            case FAILED -> state.activity().turn() != null || isAboutToStart(state);
            case GONE, NEEDS_LOGIN -> state.activity().turn() != null;
        };
    }

    /** Whether the last item reports that the crashed agent is started again. */
    private static boolean isAboutToStart(SessionState state) {
        List<Item> items = state.transcript().items();
        return !items.isEmpty()
                && items.get(items.size() - 1) instanceof Item.NoteItem note
                && note.code().equals("agentRestarts");
    }

    private void pair(String ticket) throws Exception {
        Hosts.PairingResult result =
                hosts.pair(ticket, "").toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (result instanceof Hosts.PairingResult.Failed failed) {
            throw new IllegalStateException(failed.text());
        }
    }

    private SessionId create(JsonObject request) throws Exception {
        IntentResult result = link().sessions()
                .submit(new Intent.CreateSession(
                        new AgentId("demo"), request.get("cwd").getAsString(), null, null, null))
                .toCompletableFuture()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (result instanceof IntentResult.Accepted accepted) {
            return accepted.sessionId();
        }
        throw new IllegalStateException(result.toString());
    }

    private void open(JsonObject request) {
        sessions = request.get("sessions").getAsJsonArray().asList().stream()
                .map(JsonElement::getAsString)
                .map(SessionId::new)
                .toList();
        said.keySet().retainAll(sessions);
        sessions.forEach(session -> link().sessions().open(session));
    }

    private void load(String prefix, Random random) {
        for (int n = 0; loading; n++) {
            SessionId session = sessions.get(random.nextInt(sessions.size()));
            SessionState state = state(session).orElse(null);
            if (state != null && random.nextInt(5) == 0 && !state.open().isEmpty()) {
                cancel(state);
            }
            if (state == null || hasEnough(state) || unanswered.get() >= MAX_WAITING) {
                awaitChange();
                continue;
            }
            prompt(session, prefix + '-' + n, random);
        }
    }

    /** Prompts that are queued for an ended agent wait until another prompt starts one. */
    private static boolean hasEnough(SessionState state) {
        SessionPhase phase = state.activity().phase();
        return state.queue().size() >= MAX_WAITING && phase != SessionPhase.GONE && phase != SessionPhase.FAILED;
    }

    private void prompt(SessionId session, String token, Random random) {
        String text = switch (random.nextInt(6)) {
            case 0, 1 -> "/say " + token;
            case 2 -> "/permission " + token;
            case 3 -> "/slow 3 " + token;
            default -> "/flood " + (50 + random.nextInt(300)) + ' ' + token;
        };
        JsonObject sent = event("sent");
        sent.addProperty("token", token);
        sent.addProperty("client", name);
        ChaosHost.say(sent);
        unanswered.incrementAndGet();
        link().sessions()
                .submit(new Intent.Prompt(session, text, WhenBusy.QUEUE))
                .thenAccept(result -> {
                    JsonObject outcome = event(result instanceof IntentResult.Accepted ? "acknowledged" : "refused");
                    outcome.addProperty("token", token);
                    outcome.addProperty("session", session.value());
                    outcome.addProperty("text", result.toString());
                    ChaosHost.say(outcome);
                    unanswered.decrementAndGet();
                    tick();
                });
    }

    private void awaitUntil(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        synchronized (changes) {
            while (!condition.getAsBoolean()) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw new IllegalStateException("In vain: " + what);
                }
                changes.wait(left);
            }
        }
    }

    private void awaitChange() {
        try {
            synchronized (changes) {
                // If all sessions wait for an answer, nothing changes until this client gives one.
                changes.wait(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
