package dev.pilothouse.model;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A target of notifications, without its address and other secrets, which never leave the host.
 *
 * @param id chosen when it is created: 1 to 40 letters, digits, dots, dashes or underscores
 * @param name for people
 * @param transcript whether it may receive the session's name and the last lines of the conversation
 * @param idempotent whether the receiver drops a second request with the same key
 * @param privateAddress whether a receiver with keys may have an address in this network or on this machine
 * @param answersAs the device that answers by the buttons of its notifications; null: they have no buttons
 */
public record PushTarget(
        String id,
        PushKind kind,
        String name,
        PushRules rules,
        boolean transcript,
        boolean idempotent,
        boolean privateAddress,
        @Nullable DeviceId answersAs) {
    public static final int MAX_NAME = 60;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,40}");

    public PushTarget {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(rules, "rules");
    }

    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }
}
