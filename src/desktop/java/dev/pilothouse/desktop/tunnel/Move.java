package dev.pilothouse.desktop.tunnel;

import dev.pilothouse.model.TunnelInfo;
import dev.pilothouse.pairing.BridgeUrl;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a {@link Tunnel} wants done next. Immutable. */
sealed interface Move {
    /**
     * Runs a short command to its end.
     *
     * @param hint how to get the program, if it is not there
     * @param then what follows from what it said
     */
    record Ask(List<String> command, String hint, Function<Heard, Move> then) implements Move {
        public Ask {
            command = List.copyOf(command);
        }
    }

    /**
     * Runs the command that is the tunnel, for as long as it lives.
     *
     * @param hint how to get the program, if it is not there
     * @param url the bridge's address, if the line tells it; pure, called on the thread that reads the process
     * @param edge makes one for each process
     */
    record Serve(List<String> command, String hint, Function<String, Optional<BridgeUrl>> url, Supplier<Edge> edge)
            implements Move {
        public Serve {
            command = List.copyOf(command);
        }

        /** A tool whose lines tell nothing of its connection. */
        Serve(List<String> command, String hint, Function<String, Optional<BridgeUrl>> url) {
            this(command, hint, url, () -> line -> true);
        }
    }

    /** Knows from a tool's lines whether it has a connection to its service. Confined to the thread that reads them. */
    @FunctionalInterface
    interface Edge {
        /** @return whether it has one after this line, as far as the lines so far tell */
        boolean hear(String line);
    }

    /** It did not work this time, and may the next time. @param text a sentence for people */
    record Retry(String text) implements Move {}

    /** It cannot work until a person has done something. @param text what to do, a sentence for people */
    record GiveUp(TunnelInfo.Phase phase, String text) implements Move {}
}
