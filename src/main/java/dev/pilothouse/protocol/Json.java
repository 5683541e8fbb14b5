package dev.pilothouse.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.CommentId;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TurnId;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongFunction;

/** The types of members. Stateless and thread-safe. */
public final class Json {
    private static final int GEN_DIGITS = 16;
    private static final int TYPE_LENGTH = 64;
    /** Whole numbers below 2^53 are exact in every JSON reader. */
    private static final long SAFE = 1L << 53;

    public static final MemberCodec.Optional<String> TEXT = type(FieldReader::string, JsonPrimitive::new, "");
    public static final MemberCodec.Optional<Long> NUMBER = type(FieldReader::number, JsonPrimitive::new, 0L);
    public static final MemberCodec.Optional<Integer> INT = type(FieldReader::integer, JsonPrimitive::new, 0);
    /** False for an absent member. */
    public static final MemberCodec.Optional<Boolean> FLAG = type(FieldReader::flag, JsonPrimitive::new, false);
    /** Epoch milliseconds. */
    public static final MemberCodec<Instant> TIME =
            type(FieldReader::time, time -> new JsonPrimitive(time.toEpochMilli()));

    public static final MemberCodec<AgentId> AGENT_ID = text(AgentId::new, AgentId::value);
    public static final MemberCodec<BlobId> BLOB_ID = text(BlobId::new, BlobId::value);
    public static final MemberCodec<CommentId> COMMENT_ID = text(CommentId::new, CommentId::value);
    public static final MemberCodec.Optional<List<CommentId>> COMMENT_IDS = texts(CommentId::new, CommentId::value);
    public static final MemberCodec<DeviceId> DEVICE_ID = text(DeviceId::new, DeviceId::value);
    public static final MemberCodec<HostId> HOST_ID = text(HostId::new, HostId::value);
    public static final MemberCodec<JobId> JOB_ID = text(JobId::new, JobId::value);
    public static final MemberCodec<PendingId> PENDING_ID = text(PendingId::new, PendingId::value);
    public static final MemberCodec<RequestId> REQUEST_ID = text(RequestId::new, RequestId::value);
    public static final MemberCodec<RunId> RUN_ID = text(RunId::new, RunId::value);
    public static final MemberCodec<SessionId> SESSION_ID = text(SessionId::new, SessionId::value);
    public static final MemberCodec<ItemId> ITEM_ID = number(ItemId::new, ItemId::createdSeq);
    public static final MemberCodec<TurnId> TURN_ID = number(TurnId::new, TurnId::started);

    public static final MemberCodec<Double> DECIMAL = type(FieldReader::decimal, JsonPrimitive::new);
    /** An object whose members are strings; keeps their order. */
    public static final MemberCodec<Map<String, String>> TEXTS_BY_NAME = type(FieldReader::strings, Json::object);

    static final MemberCodec.Optional<List<SessionId>> SESSION_IDS = texts(SessionId::new, SessionId::value);
    static final MemberCodec.Optional<List<Long>> NUMBERS = list(FieldReader::numbers, JsonPrimitive::new);
    /** An object with any members, as its JSON text; an empty one for an absent member. */
    public static final MemberCodec.Optional<String> OBJECT_TEXT =
            type((in, member) -> StrictJson.write(in.object(member, FieldReader::json)), Json::parsed, "{}");

    static final MemberCodec.Optional<List<String>> TEXTS = texts(Function.identity(), Function.identity());

    /** Truncates an unknown type, which is only logged, so that a peer cannot fill our memory. */
    static final MemberCodec<String> SHORT_TEXT =
            text(text -> text.substring(0, Math.min(TYPE_LENGTH, text.length())), Function.identity());

    /** A generation as 16 hexadecimal digits: its 64 random bits exceed the exact range of JSON numbers. */
    static final MemberCodec<Long> GEN = text(Json::parseGen, Json::gen);

    /** Reads one member. */
    interface Reader<V> {
        V read(FieldReader in, String member) throws CodecException;
    }

    private Json() {}

    static String gen(long gen) {
        return HexFormat.of().toHexDigits(gen);
    }

    private static long parseGen(String digits) {
        if (digits.length() != GEN_DIGITS) {
            throw new IllegalArgumentException("not 16 digits");
        }
        return Long.parseUnsignedLong(digits, 16);
    }

    /** A whole number of at least {@code least} that is exact in every JSON reader. */
    static MemberCodec<Long> safe(long least) {
        return type(
                (in, member) -> {
                    long number = in.number(member);
                    if (number < least || number >= SAFE) {
                        throw in.bad(member, "must be a whole number from " + least + " on, below 2^53");
                    }
                    return number;
                },
                JsonPrimitive::new);
    }

    /** A string that is converted; {@code parse} may reject it with an IllegalArgumentException. */
    public static <V> MemberCodec<V> text(Function<String, V> parse, Function<V, String> text) {
        return type((in, member) -> in.value(member, parse), value -> new JsonPrimitive(text.apply(value)));
    }

    /** An array of such strings; empty for an absent member. */
    public static <V> MemberCodec.Optional<List<V>> texts(Function<String, V> parse, Function<V, String> text) {
        return list((in, member) -> in.values(member, parse), value -> new JsonPrimitive(text.apply(value)));
    }

    static <V> MemberCodec.Optional<List<V>> list(Reader<List<V>> reader, Function<V, JsonElement> writer) {
        return type(
                reader,
                list -> {
                    JsonArray array = new JsonArray(list.size());
                    list.forEach(value -> array.add(writer.apply(value)));
                    return array;
                },
                List.of());
    }

    private static <V> MemberCodec<V> number(LongFunction<V> parse, Function<V, Long> number) {
        return type((in, member) -> in.numbered(member, parse), value -> new JsonPrimitive(number.apply(value)));
    }

    private static JsonElement parsed(String object) {
        try {
            return StrictJson.parseObject(object);
        } catch (CodecException e) {
            throw new IllegalArgumentException("not a JSON object", e);
        }
    }

    private static JsonElement object(Map<String, String> texts) {
        JsonObject object = new JsonObject();
        texts.forEach(object::addProperty);
        return object;
    }

    private static <V> MemberCodec<V> type(Reader<V> reader, Function<V, JsonElement> writer) {
        return new MemberCodec<>() {
            @Override
            public V read(FieldReader in, String member) throws CodecException {
                return reader.read(in, member);
            }

            @Override
            public JsonElement write(V value) {
                return writer.apply(value);
            }
        };
    }

    private static <V> MemberCodec.Optional<V> type(Reader<V> reader, Function<V, JsonElement> writer, V absent) {
        return new MemberCodec.Optional<>() {
            @Override
            public V read(FieldReader in, String member) throws CodecException {
                return reader.read(in, member);
            }

            @Override
            public JsonElement write(V value) {
                return writer.apply(value);
            }

            @Override
            public V absent() {
                return absent;
            }
        };
    }
}
