package dev.pilothouse.desktop.recording;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.pilothouse.desktop.host.HostOptions;
import dev.pilothouse.desktop.host.HostStartResult;
import dev.pilothouse.desktop.host.ServerManager;
import dev.pilothouse.desktop.power.SleepInhibitor;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SharingInfo;
import dev.pilothouse.protocol.BridgeCodec;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records the demo: starts a host on a temporary folder, lets the demo agent work in some sessions, and writes the
 * host's messages about them. Each answer to a question is recorded in a separate session that has reached the same
 * question by the same updates. Paths of this machine are replaced by {@value #HOME}, an invented folder. Ends with its
 * host.
 */
public final class DemoRecorder {
    /** The working directory that the recorded sessions show. */
    static final String HOME = "/home/robin/harbour";

    private static final String TOUR = "Show me around, and write one small file if I allow it";
    private static final String TOUR_NAME = "A tour of the harbour";
    private static final String PLAN = "/approve Prepare the release";
    private static final String PLAN_NAME = "Prepare the release";
    private static final List<String> TOUR_ANSWERS = List.of("demo-allow", "demo-allow-always", "demo-reject");
    private static final List<String> PLAN_ANSWERS = List.of("demo-start", "demo-keep-planning");

    private final Path work;
    private final HostRecorder recorder;
    private final List<String> lines = new ArrayList<>();

    private DemoRecorder(Path work, HostRecorder recorder) {
        this.work = work;
        this.recorder = recorder;
    }

    /** One answer and the messages after it, recorded in a session that is otherwise left out. */
    private record Branch(SessionId session, String option, Instant answered, SessionState asked) {}

    /**
     * Makes a new recording.
     *
     * @param args the file to write, and a temporary folder, which must not exist
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            System.err.println("Needed: the file to write, and a folder to work in that is not there yet.");
            System.exit(2);
        }
        Path file = Path.of(args[0]);
        List<String> recording = record(Path.of(args[1]), Optional.empty());
        Files.write(file, recording, StandardCharsets.UTF_8);
        System.out.println(file + ": " + recording.size() + " lines, " + Files.size(file) + " bytes");
        System.exit(0);
    }

    /**
     * Records a host.
     *
     * @param folder created for it
     * @param agents an {@code agents.json}, empty for the built-in agents
     * @return the lines of the recording
     */
    static List<String> record(Path folder, Optional<String> agents) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Path work = Files.createDirectories(folder.resolve("harbour"));
        for (String name : List.of("README.md", "pom.xml")) {
            Files.writeString(work.resolve(name), "Of the recording.\n");
        }
        Files.createDirectories(work.resolve("src"));
        if (agents.isPresent()) {
            Files.writeString(data.resolve("agents.json"), agents.get());
        }
        HostStartResult start = ServerManager.start(
                new HostOptions(data, 0, false, false, "Demo", null, Optional.of(SleepInhibitor.When.NEVER)));
        if (start instanceof HostStartResult.Failed failed) {
            throw new IOException(failed.failure().text());
        }
        try (ServerManager host = ((HostStartResult.Started) start).host();
                HostRecorder recorder = new HostRecorder(host)) {
            return new DemoRecorder(work, recorder).run();
        }
    }

    private List<String> run() throws IOException {
        List<Branch> tours = branches(TOUR, TOUR_NAME, TOUR_ANSWERS);
        List<Branch> plans = branches(PLAN, PLAN_NAME, PLAN_ANSWERS);

        Instant zero = Instant.now();
        SessionId text = begin("/markdown Show what notes can hold");
        recorder.awaitEnd(text);
        SessionId change = begin("/diff Greet with a comma and a period");
        recorder.answer(change, recorder.awaitQuestion(change), "demo-allow");
        recorder.awaitEnd(change);
        SessionId checks = begin("/run Run all checks");
        recorder.awaitEnd(checks);
        recorder.rename(text, "What notes can hold");
        recorder.rename(change, "A friendlier greeting");
        recorder.rename(checks, "All checks");
        SessionId release = begin(PLAN);
        PendingId start = question(release, PLAN_NAME);
        SessionId steps = begin("/plan Mend the test that fails at midnight");
        recorder.rename(steps, "The test that fails at midnight");
        SessionId tour = begin(TOUR);
        recorder.awaitWork(tour);
        Instant begins = Instant.now();
        PendingId write = question(tour, TOUR_NAME);
        recorder.awaitEnd(steps);

        List<SessionId> sessions = List.of(text, change, checks, release, steps, tour);
        head(zero, begins, sessions);
        for (HostRecorder.Heard heard : recorder.since(zero)) {
            step(heard, zero, null, sessions).ifPresent(line -> lines.add(StrictJson.write(line)));
        }
        answers(tours, tour, write, sessions);
        answers(plans, release, start, sessions);
        return lines.stream().map(this::withoutPaths).toList();
    }

    private SessionId begin(String prompt) throws IOException {
        Files.deleteIfExists(work.resolve("pilothouse-demo.txt"));
        return recorder.create(work.toString(), prompt);
    }

    /**
     * Renames the session only while it has a question: during a turn, the position of the rename among the updates
     * would vary.
     */
    private PendingId question(SessionId session, String name) {
        recorder.awaitQuestion(session);
        recorder.rename(session, name);
        return recorder.awaitQuestion(session);
    }

    /** Reaches the question once for each answer. */
    private List<Branch> branches(String prompt, String name, List<String> options) throws IOException {
        List<Branch> all = new ArrayList<>();
        for (String option : options) {
            SessionId session = begin(prompt);
            PendingId pending = question(session, name);
            SessionState asked = recorder.state(session);
            Instant answered = recorder.answer(session, pending, option);
            recorder.awaitEnd(session);
            all.add(new Branch(session, option, answered, asked));
        }
        return all;
    }

    private void head(Instant zero, Instant begins, List<SessionId> sessions) {
        JsonObject head = new JsonObject();
        head.addProperty("recording", 1);
        head.addProperty("zero", zero.toEpochMilli());
        head.addProperty("begins", Duration.between(zero, begins).toMillis());
        JsonArray ids = new JsonArray();
        sessions.forEach(id -> ids.add(id.value()));
        head.add("sessions", ids);
        lines.add(StrictJson.write(head));
        HostMessage.Welcome told = recorder.received(HostMessage.Welcome.class).get(0);
        JsonObject welcome = new JsonObject();
        welcome.addProperty("at", 0);
        // The recorder is an admin; a viewer is not, and needs no address of the host.
        welcome.add(
                "message",
                json(new HostMessage.Welcome(
                        told.hostId(),
                        told.hostName(),
                        told.protocol(),
                        told.deviceId(),
                        Scope.STEER,
                        new SharingInfo(false, List.of()),
                        told.agents().stream()
                                .filter(agent -> agent.agentId().equals(new AgentId("demo")))
                                // Its command is specific to this machine.
                                .map(agent -> new AgentInfo(
                                        agent.agentId(), agent.name(), agent.installed(), "", "", agent.modes()))
                                .toList())));
        lines.add(StrictJson.write(welcome));
    }

    /** @param instead the session that the message is attributed to, null for its own */
    private Optional<JsonObject> step(
            HostRecorder.Heard heard, Instant zero, @Nullable SessionId instead, List<SessionId> sessions) {
        HostMessage message = null;
        if (heard.message() instanceof HostMessage.Updates batch) {
            SessionId of = instead == null ? recorder.of(batch) : instead;
            if (sessions.contains(of) && !batch.updates().isEmpty()) {
                message = new HostMessage.Updates(
                        sessions.indexOf(of) + 1L,
                        batch.gen(),
                        batch.after(),
                        batch.to(),
                        batch.head(),
                        batch.updates());
            }
        } else if (heard.message() instanceof HostMessage.OverviewChanged changed) {
            List<SessionSummary> ours = changed.changed().stream()
                    .filter(summary -> instead != null || sessions.contains(summary.sessionId()))
                    .toList();
            message = ours.isEmpty() ? null : new HostMessage.OverviewChanged(ours, List.of());
        }
        if (message == null) {
            return Optional.empty();
        }
        JsonObject line = new JsonObject();
        line.addProperty("at", Duration.between(zero, heard.at()).toMillis());
        line.add("message", json(message));
        return Optional.of(line);
    }

    private void answers(List<Branch> answers, SessionId session, PendingId pending, List<SessionId> sessions) {
        SessionState asked = recorder.state(session);
        for (Branch branch : answers) {
            if (asked.seq() != branch.asked().seq() || !createdSeqs(asked).equals(createdSeqs(branch.asked()))) {
                throw new IllegalStateException("A session came to its question by other updates; record once more.");
            }
            Map<String, String> names = Map.of(
                    branch.session().value(),
                    session.value(),
                    branch.asked().open().get(0).pending().pendingId().value(),
                    pending.value());
            for (HostRecorder.Heard heard : recorder.since(branch.answered())) {
                only(heard, branch.session())
                        .flatMap(own -> step(own, branch.answered(), session, sessions))
                        .ifPresent(line -> {
                            JsonObject answer = new JsonObject();
                            answer.addProperty("session", session.value());
                            answer.addProperty("pending", pending.value());
                            answer.addProperty("option", branch.option());
                            JsonObject step = (JsonObject) renamed(line, names);
                            step.add("answer", answer);
                            lines.add(StrictJson.write(step));
                        });
            }
        }
    }

    /** Returns the updates that created the items of a transcript; later updates refer to items by them. */
    private static List<Long> createdSeqs(SessionState state) {
        return state.transcript().items().stream()
                .map(item -> item.id().createdSeq())
                .toList();
    }

    /** Returns the part of the message that is about one session. */
    private Optional<HostRecorder.Heard> only(HostRecorder.Heard heard, SessionId session) {
        if (heard.message() instanceof HostMessage.Updates batch) {
            return Optional.of(heard).filter(own -> session.equals(recorder.of(batch)));
        }
        if (heard.message() instanceof HostMessage.OverviewChanged changed) {
            List<SessionSummary> own = changed.changed().stream()
                    .filter(summary -> summary.sessionId().equals(session))
                    .toList();
            return own.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new HostRecorder.Heard(heard.at(), new HostMessage.OverviewChanged(own, List.of())));
        }
        return Optional.empty();
    }

    private static JsonElement renamed(JsonElement json, Map<String, String> names) {
        if (json instanceof JsonObject object) {
            JsonObject copy = new JsonObject();
            object.entrySet().forEach(member -> copy.add(member.getKey(), renamed(member.getValue(), names)));
            return copy;
        }
        if (json instanceof JsonArray array) {
            JsonArray copy = new JsonArray();
            array.forEach(element -> copy.add(renamed(element, names)));
            return copy;
        }
        return json instanceof JsonPrimitive value && value.isString() && names.containsKey(value.getAsString())
                ? new JsonPrimitive(names.get(value.getAsString()))
                : json;
    }

    private static JsonObject json(HostMessage message) {
        try {
            return StrictJson.parseObject(new String(BridgeCodec.encode(message), StandardCharsets.UTF_8));
        } catch (CodecException e) {
            throw new IllegalStateException("What is written here can be read here", e);
        }
    }

    /** @throws IllegalStateException if the line contains other paths of this machine than the sessions' folder */
    private String withoutPaths(String line) {
        String text = line.replace(work.toString(), HOME);
        for (String own : List.of(
                work.resolveSibling("").toString(),
                System.getProperty("user.home"),
                System.getProperty("java.home"),
                System.getProperty("user.dir"))) {
            if (own.length() > 1 && text.contains(own)) {
                throw new IllegalStateException("This machine's " + own + " is in the recording: " + text);
            }
        }
        return text;
    }
}
