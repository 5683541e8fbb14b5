package dev.pilothouse.platform;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds the link that the system passed to this app, at its start or later, to the content that other apps share. Each link
 * is returned once; of several that wait, only the newest. Any thread.
 *
 * <p>Lives as long as the app.
 */
public final class LaunchLinkSource implements SharedContentInbox {
    /** The system property in which GluonFX stores the link that started the app on iOS. */
    public static final String PROPERTY = "Launch.URL";

    private final SharedContentInbox others;
    private String link;
    private Runnable observer = () -> {};

    /** @param link as the system passed it; null or empty if there is none */
    public LaunchLinkSource(@Nullable String link, SharedContentInbox others) {
        this.link = link == null ? "" : link;
        this.others = others;
    }

    /** Takes a link that the system passes to the running app, or once more the one that started it. */
    public void receive(String later) {
        Runnable told;
        synchronized (this) {
            link = later;
            told = observer;
        }
        told.run();
    }

    @Override
    public SharedContent take() {
        return launch().and(others.take());
    }

    @Override
    public synchronized void observe(Runnable arrived) {
        observer = arrived;
    }

    private synchronized SharedContent launch() {
        String text = link;
        link = "";
        return text.isBlank() || text.length() > SharedContent.MAX_CHARACTERS
                ? SharedContent.NOTHING
                : new SharedContent(text, List.of(), List.of());
    }
}
