package dev.pilothouse.protocol;

import com.google.gson.JsonElement;

/** The JSON form of a member's value, for reading and writing. Implementations are stateless and thread-safe. */
public interface MemberCodec<V> {
    /** @throws CodecException if the member is missing or invalid; its message names the member by its path */
    V read(FieldReader in, String member) throws CodecException;

    JsonElement write(V value);

    /** The form of a member that has a value even if it is absent. */
    interface Optional<V> extends MemberCodec<V> {
        V absent();
    }
}
