package dev.pilothouse.protocol;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/** The kinds of a sealed type: the name and the members of each. Immutable once declared, then thread-safe. */
final class Kinds<T> {
    private record Kind<T>(Function<T, String> name, RecordCodec<T> members) {}

    private final Map<String, RecordCodec<T>> byName = new HashMap<>();
    private final Map<Class<?>, Kind<T>> byClass = new HashMap<>();
    private FieldReader.Decoder<? extends T> other = fields -> {
        throw new CodecException("The kind is not known here");
    };

    <V extends T> Kinds<T> add(String name, Class<V> kind, RecordCodec<V> members) {
        return add(Set.of(name), kind, value -> name, members);
    }

    /** @param name chooses one of the names for writing */
    @SuppressWarnings("unchecked")
    <V extends T> Kinds<T> add(Set<String> known, Class<V> kind, Function<V, String> name, RecordCodec<V> members) {
        // Sound, because only values of the class are written, and a result is only read.
        RecordCodec<T> each = (RecordCodec<T>) members;
        known.forEach(word -> byName.put(word, each));
        byClass.put(kind, new Kind<>((Function<T, String>) name, each));
        return this;
    }

    /** Decodes the names that are not declared. */
    Kinds<T> orElse(FieldReader.Decoder<? extends T> decoder) {
        other = decoder;
        return this;
    }

    /** Like {@link #orElse(FieldReader.Decoder)}, for a kind that can also be written. */
    <V extends T> Kinds<T> orElse(Class<V> kind, Function<V, String> name, RecordCodec<V> members) {
        return add(Set.of(), kind, name, members).orElse(members);
    }

    Set<String> names() {
        return byName.keySet();
    }

    String name(T value) {
        return kind(value).name().apply(value);
    }

    private Kind<T> kind(T value) {
        Kind<T> kind = byClass.get(value.getClass());
        if (kind == null) {
            throw new IllegalArgumentException("No members are declared for " + value.getClass());
        }
        return kind;
    }

    /** The name as the given member, and then the members of the kind. */
    RecordCodec<T> tagged(String member) {
        return io -> members(io, io.put(member, Json.TEXT, this::name));
    }

    /** @param name the name that was read; for writing, the value's class counts */
    T members(Fields<T> io, String name) throws CodecException {
        FieldReader in = io.in();
        T value = io.value();
        RecordCodec<T> members = value == null ? byName.get(name) : kind(value).members();
        if (members != null) {
            return members.pass(io);
        }
        return other.decode(Objects.requireNonNull(in));
    }
}
