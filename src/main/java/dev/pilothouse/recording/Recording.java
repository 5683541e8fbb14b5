package dev.pilothouse.recording;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.protocol.BridgeCodec;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.protocol.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A host's messages to a client with their times. The form is one JSON object per line, with messages as the bridge
 * encodes them. The first line describes the recording, and the second is the welcome. Each later line is a step. A
 * step with an {@code answer} follows the answer of a question with that option. Immutable.
 *
 * <p>The recorder of the desktop build creates it. {@code docs/protocol.md} describes the form.
 *
 * @param begins the position at which a client joins; earlier steps are already past
 * @param zero the start of the recording, by its host's clock
 * @param welcome the host's first message
 * @param sessions the session of each {@code sub} of the steps, from 1
 * @param steps in the order of time
 * @param answers the steps after an answer, in the order of time, with times counted from the answer
 */
record Recording(
        Duration begins,
        Instant zero,
        HostMessage.Welcome welcome,
        List<SessionId> sessions,
        List<Step> steps,
        Map<Choice, List<Step>> answers) {

    /** This build can play only this version of the form. */
    static final int FORM = 1;

    private static final int MAX_BYTES = 1024 * 1024;

    /** The members of the bridge's messages that hold a time. */
    private static final Set<String> TIMES =
            Set.of("at", "since", "quietSince", "createdAt", "lastActive", "turnStartedAt", "startedAt", "endedAt");

    /**
     * One message.
     *
     * @param at since the beginning, or since the answer
     * @param message as the bridge carries it
     */
    record Step(Duration at, JsonObject message) {

        /** The message with its times moved later by this shift. */
        HostMessage shiftedBy(Duration shift) {
            try {
                return decode((JsonObject) shifted(message, shift.toMillis()));
            } catch (CodecException e) {
                throw new IllegalStateException("It was read when the recording was", e);
            }
        }
    }

    /** An answer to a question. */
    record Choice(SessionId sessionId, PendingId pendingId, String optionId) {}

    Recording {
        Objects.requireNonNull(begins, "begins");
        Objects.requireNonNull(zero, "zero");
        Objects.requireNonNull(welcome, "welcome");
        sessions = List.copyOf(sessions);
        steps = List.copyOf(steps);
        answers = Map.copyOf(answers);
    }

    /**
     * The moment of an answer in its track.
     *
     * @param recorded the time of the answer, by the host's clock
     */
    record Start(Duration at, Instant recorded) {}

    /** The moment of the track's first update. Steps before it were recorded while the answer was on its way. */
    static Start start(List<Step> track) {
        for (Step step : track) {
            if (step.shiftedBy(Duration.ZERO) instanceof HostMessage.Updates batch) {
                return new Start(step.at(), batch.updates().get(0).at());
            }
        }
        throw new IllegalStateException("An answer is recorded with nothing that follows it");
    }

    /**
     * The recording of this build.
     *
     * @throws IllegalStateException if it is missing or cannot be read, which is a defect of the build
     */
    static Recording ofThisBuild() {
        try (InputStream in = Recording.class.getResourceAsStream("/dev/pilothouse/recording/demo.jsonl")) {
            if (in == null) {
                throw new IllegalStateException("This build has no recording");
            }
            return read(in);
        } catch (IOException | CodecException e) {
            throw new IllegalStateException("The recording of this build cannot be read", e);
        }
    }

    /**
     * @throws CodecException if a line is not a step, or holds something unknown to this build; the message names the
     *     line
     */
    static Recording read(InputStream in) throws IOException, CodecException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new CodecException("The recording has more than " + MAX_BYTES + " bytes");
        }
        String[] lines = new String(bytes, StandardCharsets.UTF_8).strip().split("\n");
        int number = 0;
        try {
            FieldReader head = new FieldReader(StrictJson.parseObject(lines[number++]));
            if (head.integer("recording") != FORM) {
                throw head.bad("recording", "is a form that this build does not know");
            }
            List<SessionId> sessions = head.values("sessions", SessionId::new);
            if (lines.length < 2
                    || !(decode(message(StrictJson.parseObject(lines[number++])))
                            instanceof HostMessage.Welcome welcome)) {
                throw new CodecException("The first message is no welcome");
            }
            List<Step> steps = new ArrayList<>();
            Map<Choice, List<Step>> answers = new LinkedHashMap<>();
            while (number < lines.length) {
                JsonObject line = StrictJson.parseObject(lines[number++]);
                FieldReader fields = new FieldReader(line);
                Step step = new Step(Duration.ofMillis(fields.number("at")), message(line));
                requireKnown(decode(step.message()), sessions.size());
                Optional<Choice> choice = Optional.ofNullable(fields.objectOrNull("answer", Recording::choice));
                choice.map(chosen -> answers.computeIfAbsent(chosen, none -> new ArrayList<>()))
                        .orElse(steps)
                        .add(step);
            }
            return new Recording(
                    Duration.ofMillis(head.number("begins")), head.time("zero"), welcome, sessions, steps, answers);
        } catch (CodecException e) {
            throw new CodecException("Line " + number + " of the recording: " + e.getMessage(), e);
        }
    }

    private static Choice choice(FieldReader fields) throws CodecException {
        return new Choice(
                fields.value("session", SessionId::new),
                fields.value("pending", PendingId::new),
                fields.string("option"));
    }

    private static JsonObject message(JsonObject line) throws CodecException {
        if (line.get("message") instanceof JsonObject message) {
            return message;
        }
        throw new CodecException("There is no message");
    }

    private static HostMessage decode(JsonObject message) throws CodecException {
        return BridgeCodec.decodeHost(StrictJson.write(message).getBytes(StandardCharsets.UTF_8));
    }

    /** Rejects messages that a client would ignore: another version made such a recording. */
    private static void requireKnown(HostMessage message, int sessions) throws CodecException {
        if (message instanceof HostMessage.Updates batch) {
            if (batch.sub() < 1 || batch.sub() > sessions) {
                throw new CodecException("There is no session of sub " + batch.sub());
            }
            for (JournaledUpdate update : batch.updates()) {
                if (update.update() instanceof SessionUpdate.Unknown unknown) {
                    throw new CodecException("An update has the kind " + unknown.sourceKind());
                }
            }
        } else if (!(message instanceof HostMessage.OverviewChanged)) {
            throw new CodecException("A step is a " + message.getClass().getSimpleName() + ", which cannot be played");
        }
    }

    /**
     * A copy of the JSON with every time moved. Times are whole milliseconds in one of the members of {@link #TIMES}.
     */
    private static JsonElement shifted(JsonElement json, long millis) {
        if (json instanceof JsonObject object) {
            JsonObject copy = new JsonObject();
            object.entrySet().forEach(member -> {
                boolean time = TIMES.contains(member.getKey())
                        && member.getValue() instanceof JsonPrimitive value
                        && value.isNumber()
                        && value.getAsLong() > 0;
                copy.add(
                        member.getKey(),
                        time
                                ? new JsonPrimitive(member.getValue().getAsLong() + millis)
                                : shifted(member.getValue(), millis));
            });
            return copy;
        }
        if (json instanceof JsonArray array) {
            JsonArray copy = new JsonArray();
            array.forEach(element -> copy.add(shifted(element, millis)));
            return copy;
        }
        return json;
    }
}
