package dev.pilothouse.secure;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The version negotiation as both sides saw it, mixed into the handshake. If an attacker removes newer versions from
 * the offer, the handshake fails instead of downgrading.
 *
 * @param offered the WebSocket subprotocol names that the device offered, in its order
 * @param chosen the name that the host chose
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

    /** Whether this is a valid subprotocol name: visible ASCII without the two separators. */
    public static boolean isName(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ',' && c != '|');
    }

    /** The prologue of a device that offers only version 1, and a host that accepts it. */
    public static Prologue v1() {
        return new Prologue(List.of(V1), V1);
    }

    /** The offered names joined by {@code ,}, then {@code |}, then the chosen one, in ASCII. */
    byte[] bytes() {
        return (String.join(",", offered) + "|" + chosen).getBytes(StandardCharsets.US_ASCII);
    }
}
