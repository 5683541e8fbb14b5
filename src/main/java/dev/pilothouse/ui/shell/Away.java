package dev.pilothouse.ui.shell;

import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.sessions.ConnectionWords;
import dev.pilothouse.ui.text.Texts;
import java.time.Instant;
import java.util.List;

/**
 * That nothing is known of any host's sessions yet, since none has been reached. Immutable.
 *
 * @param retries whether trying at once is of use
 */
record Away(String title, String text, boolean retries) {

    /** Null if some host is there, if something is known of one, or if there is none. */
    static Away of(List<HostLink> links, boolean nothingKnown, Instant now) {
        if (links.isEmpty() || !nothingKnown || links.stream().anyMatch(Away::isThere)) {
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
            String words = ConnectionWords.wait(link.reader().host().connection(), now);
            text.append(text.isEmpty() ? "" : "\n")
                    .append(
                            links.size() > 1
                                    ? Texts.text(
                                            "fresh.ofHost", link.reader().host().hostName(), words)
                                    : words);
        }
        return new Away(title, text.toString(), links.stream().anyMatch(Away::isRetried));
    }

    private static boolean isThere(HostLink link) {
        return link.reader().host().connection() instanceof ConnectionState.Live;
    }

    private static boolean isRetried(HostLink link) {
        return link.reader().host().connection() instanceof ConnectionState.Lost;
    }

    private static boolean isLost(ConnectionState connection) {
        return connection instanceof ConnectionState.Lost || connection instanceof ConnectionState.Refused;
    }

    /** Whether only the words that count seconds may differ. */
    boolean looksLike(Away other) {
        return other != null && title.equals(other.title) && retries == other.retries;
    }
}
