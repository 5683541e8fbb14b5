package dev.pilothouse.secure;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What both sides must have seen of the version negotiation, mixed into the handshake: a party in between that
 * strikes the newer names from the offer makes the handshake fail instead of winning a downgrade.
 *
 * @param offered the WebSocket subprotocol names that the device offered, in its order
 * @param chosen the one that the host chose
 */
public record Prologue(List<String> offered, String chosen) {
    /** The subprotocol name of this channel version. */
    public static final String V1 = "pilothouse.v1";

    public Prologue {
        offered = List.copyOf(offered);
        if (!offered.contains(chosen)) {
            throw new IllegalArgumentException("The chosen subprotocol was not offered");
        }
        for (String name : offered) {
            if (!isName(name)) {
                throw new IllegalArgumentException("Not a subprotocol name: " + name);
            }
        }
    }

    /** Whether this can be a subprotocol's name: visible ASCII without the two separators. */
    public static boolean isName(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ',' && c != '|');
    }

    /** A device that offers version 1 alone, and a host that takes it. */
    public static Prologue v1() {
        return new Prologue(List.of(V1), V1);
    }

    /** The offered names joined by {@code ,}, then {@code |}, then the chosen one, in ASCII. */
    byte[] bytes() {
        return (String.join(",", offered) + "|" + chosen).getBytes(StandardCharsets.US_ASCII);
    }
}
