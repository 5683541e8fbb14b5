package dev.pilothouse.desktop.cli;

import dev.pilothouse.model.SessionServer;
import java.util.Locale;

/** Formats profiles for people. Pure. */
final class ProfileText {
    private ProfileText() {}

    /** One line on a server of a session: whether the agent got it, and whether it was called. */
    static String server(SessionServer server) {
        String state = server.sent()
                ? "sent" + (server.called() ? ", called" : ", not seen called")
                : "skipped: " + server.reason().text();
        return server.name() + " (" + server.kind().name().toLowerCase(Locale.ROOT) + "): " + state;
    }
}
