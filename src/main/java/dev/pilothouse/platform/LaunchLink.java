package dev.pilothouse.platform;

import java.util.List;

/**
 * Adds to what other apps give the link by which the system has started this one, once. Any thread.
 *
 * <p>Lives as long as the app.
 */
public final class LaunchLink implements GivenThings {
    /** Where GluonFX puts the link by which iOS has started the app. */
    public static final String PROPERTY = "Launch.URL";

    private final GivenThings others;
    private String link;

    /** @param link as the system gave it; null or empty if it gave none */
    public LaunchLink(String link, GivenThings others) {
        this.link = link == null ? "" : link;
        this.others = others;
    }

    @Override
    public Given take() {
        return launch().and(others.take());
    }

    private synchronized Given launch() {
        String text = link;
        link = "";
        return text.isBlank() || text.length() > Given.MOST_CHARACTERS
                ? Given.NOTHING
                : new Given(text, List.of(), List.of());
    }
}
