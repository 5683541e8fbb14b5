package dev.pilothouse.platform;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds the link that started the app to the content that other apps share. The link is returned once. Any thread.
 *
 * <p>Lives as long as the app.
 */
public final class LaunchLinkSource implements SharedContentInbox {
    /** The system property in which GluonFX stores the link that started the app on iOS. */
    public static final String PROPERTY = "Launch.URL";

    private final SharedContentInbox others;
    private String link;

    /** @param link as the system passed it; null or empty if there is none */
    public LaunchLinkSource(@Nullable String link, SharedContentInbox others) {
        this.link = link == null ? "" : link;
        this.others = others;
    }

    @Override
    public SharedContent take() {
        return launch().and(others.take());
    }

    private synchronized SharedContent launch() {
        String text = link;
        link = "";
        return text.isBlank() || text.length() > SharedContent.MAX_CHARACTERS
                ? SharedContent.NOTHING
                : new SharedContent(text, List.of(), List.of());
    }
}
