package dev.pilothouse.ui.shell;

import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.status.ConnectionText;
import dev.pilothouse.ui.text.Texts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The message while no host has been reached and no session is known. Immutable.
 *
 * @param retries whether an immediate retry is useful
 */
record NoHostMessage(String title, String text, boolean retries) {

    /** Null if a host is connected, if a session is known, or if there is no host. */
    static @Nullable NoHostMessage of(List<HostLink> links, boolean nothingKnown, Instant now) {
        if (links.isEmpty() || !nothingKnown || links.stream().anyMatch(NoHostMessage::isReachable)) {
            return null;
        }
        boolean looking =
                links.stream().noneMatch(link -> isLost(link.reader().host().connection()));
        String name = links.get(0).reader().host().hostName();
        String title = links.size() > 1
                ? Texts.text(looking ? "away.lookingAll" : "away.lostAll")
                : Texts.text(looking ? "away.looking" : "away.lost", name);
        StringBuilder text = new StringBuilder();
        for (HostLink link : links) {
            String words = ConnectionText.wait(link.reader().host().connection(), now);
            text.append(text.isEmpty() ? "" : "\n")
                    .append(
                            links.size() > 1
                                    ? Texts.text(
                                            "fresh.ofHost", link.reader().host().hostName(), words)
                                    : words);
        }
        // The title says it already.
        boolean told = looking && links.size() == 1 && text.toString().equals(Texts.text("connection.connecting"));
        return new NoHostMessage(
                title, told ? "" : text.toString(), links.stream().anyMatch(NoHostMessage::isRetried));
    }

    private static boolean isReachable(HostLink link) {
        return link.reader().host().connection() instanceof ConnectionState.Live;
    }

    private static boolean isRetried(HostLink link) {
        return link.reader().host().connection() instanceof ConnectionState.Lost;
    }

    private static boolean isLost(ConnectionState connection) {
        return connection instanceof ConnectionState.Lost || connection instanceof ConnectionState.Refused;
    }

    /** Whether at most the text, which counts seconds, differs. */
    boolean differsInTextOnly(@Nullable NoHostMessage other) {
        return other != null && title.equals(other.title) && retries == other.retries;
    }
}
