package dev.pilothouse.ui.status;

import dev.pilothouse.model.ProfileInfo;
import dev.pilothouse.model.ServerKind;
import dev.pilothouse.model.SessionServer;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Makes texts about profiles and their MCP servers. Pure. */
public final class ProfileText {
    private ProfileText() {}

    /** One line on what a profile has: the servers with their kinds, and what else it sets. */
    public static String contents(ProfileInfo profile) {
        List<String> parts = new ArrayList<>();
        if (!profile.servers().isEmpty()) {
            parts.add(Texts.text(
                    "profiles.servers",
                    profile.servers().stream()
                            .map(server -> named(server.name(), server.kind()))
                            .collect(Collectors.joining(", "))));
        }
        if (profile.variables() > 0) {
            parts.add(Texts.counted("profiles.variables", profile.variables()));
        }
        if (profile.instructions()) {
            parts.add(Texts.text("profiles.hasInstructions"));
        }
        if (!profile.mode().isEmpty()) {
            parts.add(Texts.text("profiles.setsMode", profile.mode()));
        }
        if (!profile.model().isEmpty()) {
            parts.add(Texts.text("profiles.setsModel", profile.model()));
        }
        return parts.isEmpty() ? Texts.text("profiles.empty") : String.join(" \u00b7 ", parts);
    }

    /** The name of a server with its kind. */
    public static String named(String name, ServerKind kind) {
        return kind == ServerKind.OTHER ? name : name + " (" + kind.name().toLowerCase(Locale.ROOT) + ")";
    }

    /** Whether an agent got a server, and whether a tool of it was called. */
    public static String state(SessionServer server) {
        if (!server.sent()) {
            return Texts.text("profiles.skipped", HostTexts.text(server.reason()));
        }
        return Texts.text(server.called() ? "profiles.called" : "profiles.notSeen");
    }
}
