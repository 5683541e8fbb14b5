package dev.pilothouse.desktop.tunnel;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.TunnelInfo;
import dev.pilothouse.pairing.BridgeUrl;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The next step that a {@link Tunnel} requests. Immutable. */
sealed interface TunnelStep {
    /**
     * Runs a short command to its end.
     *
     * @param hint how to install the program, if it is missing
     * @param then maps its output to the next step
     */
    record Ask(List<String> command, HostText hint, Function<CommandResult, TunnelStep> then) implements TunnelStep {
        public Ask {
            command = List.copyOf(command);
        }
    }

    /**
     * Runs the command that is the tunnel, until it exits.
     *
     * @param hint how to install the program, if it is missing
     * @param url extracts the bridge's address from a line; pure, called on the reader thread
     * @param edge creates one for each process
     */
    record Serve(List<String> command, HostText hint, Function<String, Optional<BridgeUrl>> url, Supplier<Edge> edge)
            implements TunnelStep {
        public Serve {
            command = List.copyOf(command);
        }

        /** Creates the step for a tool whose output does not show its connection. */
        Serve(List<String> command, HostText hint, Function<String, Optional<BridgeUrl>> url) {
            this(command, hint, url, () -> line -> true);
        }
    }

    /** Detects from a tool's lines whether it is connected to its service. Confined to the reader thread. */
    @FunctionalInterface
    interface Edge {
        /** @return whether it is connected after this line */
        boolean onLine(String line);
    }

    /**
     * A failure that may succeed on a retry.
     *
     * @param text a sentence for users
     */
    record Retry(HostText text) implements TunnelStep {}

    /**
     * A failure that needs action by the user.
     *
     * @param text the remedy, a sentence for users
     */
    record GiveUp(TunnelInfo.Phase phase, HostText text) implements TunnelStep {}
}
