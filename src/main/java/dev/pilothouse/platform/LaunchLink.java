package dev.pilothouse.platform;

import java.util.List;

/**
 * Adds the link that started the app to the content that other apps share. The link is returned once. Any thread.
 *
 * <p>Lives as long as the app.
 */
public final class LaunchLink implements GivenThings {
    /** The system property in which GluonFX stores the link that started the app on iOS. */
    public static final String PROPERTY = "Launch.URL";

    private final GivenThings others;
    private String link;

    /** @param link as the system passed it; null or empty if there is none */
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
