package dev.pilothouse.ui.shell;

import dev.pilothouse.platform.SharedContent;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.composer.ComposerPresenter;
import dev.pilothouse.ui.pairing.HostsPresenter;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;

/**
 * Receives what comes from outside of the window: pairing links, content that other apps share, drops. A pairing ticket
 * goes into the pairing form, where the person confirms. For other content the person chooses a session. Nothing is
 * sent.
 *
 * <p>Owns the content that waits for the choice of a session, at most {@value #MAX_WAITING}. Confined to the FX
 * thread. Ends with the shell.
 */
public final class SharedContentPresenter {
    private static final int MAX_WAITING = 8;
    /** Separates the parts of content that was joined by {@link SharedContent#and}. */
    private static final Pattern PART = Pattern.compile("\n\n");

    private final LinkedHosts hosts;
    private final Navigation navigation;
    private final HostsPresenter pairing;
    private final ComposerPresenter composer;
    private final Consumer<String> notice;
    private final Deque<SharedContent> waiting = new ArrayDeque<>();
    private final ReadOnlyIntegerWrapper count = new ReadOnlyIntegerWrapper(this, "count");

    SharedContentPresenter(
            LinkedHosts hosts,
            Navigation navigation,
            HostsPresenter pairing,
            ComposerPresenter composer,
            Consumer<String> notice) {
        this.hosts = hosts;
        this.navigation = navigation;
        this.pairing = pairing;
        this.composer = composer;
        this.notice = notice;
    }

    /**
     * Handles a second start of the program, or a start by a link, by bringing the window to the front.
     *
     * @param link a ticket opens the pairing form; any other link is ignored
     */
    public void onLink(String link) {
        navigation.summon();
        if (link.startsWith(HostsPresenter.TICKET)) {
            navigation.screenProperty().set(MainScreen.HOSTS);
            pairing.onOffer(link);
        }
    }

    /** Handles content that another app shared. */
    public void onShared(SharedContent shared) {
        String problem = ShareTargetPresenter.problem(shared);
        if (!problem.isEmpty()) {
            notice.accept(problem);
        }
        SharedContent rest = takeTicket(shared);
        if (rest.isEmpty()) {
            return;
        }
        // Right after a start the links may have just arrived.
        List<HostLink> links = hosts.refresh();
        if (rest.text().length() > SharedContent.MAX_CHARACTERS) {
            notice.accept(Texts.text("given.tooLarge", SharedContent.MAX_CHARACTERS));
        } else if (links.isEmpty()) {
            notice.accept(Texts.text("given.pairFirst"));
        } else {
            navigation.summon();
            if (waiting.size() < MAX_WAITING) {
                waiting.add(rest);
                count.set(waiting.size());
            } else {
                notice.accept(Texts.text("attach.busy"));
            }
        }
    }

    /** Opens the pairing form with the first ticket of the text, and returns the content without it. */
    private SharedContent takeTicket(SharedContent shared) {
        List<String> parts = new ArrayList<>(List.of(PART.split(shared.text(), -1)));
        Optional<String> ticket =
                parts.stream().filter(SharedContentPresenter::isTicket).findFirst();
        if (ticket.isEmpty()) {
            return shared;
        }
        onLink(ticket.get().strip());
        parts.removeIf(SharedContentPresenter::isTicket);
        return new SharedContent(String.join("\n\n", parts), shared.files(), shared.problems());
    }

    private static boolean isTicket(String part) {
        return part.strip().startsWith(HostsPresenter.TICKET);
    }

    /** The number of contents that wait for the choice of a session. */
    ReadOnlyIntegerProperty countProperty() {
        return count.getReadOnlyProperty();
    }

    /** Takes the content that has waited longest. */
    Optional<SharedContent> take() {
        Optional<SharedContent> next = Optional.ofNullable(waiting.poll());
        count.set(waiting.size());
        return next;
    }

    /** Adds content to the draft of a session and shows the session. */
    void insertInto(SessionKey key, SharedContent shared) {
        navigation.open(key);
        composer.onShared(shared);
    }
}
