package dev.pilothouse.ui.shell;

import dev.pilothouse.model.Scope;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.platform.SharedContent;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.status.SessionText;
import dev.pilothouse.ui.text.Texts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Lets the person choose a session for content that another app shared. The content becomes a draft there; only the
 * person can send it.
 *
 * <p>Confined to the FX thread. Ends with its sheet.
 */
final class ShareTargetPresenter {
    private static final int EXCERPT = 160;

    private final Supplier<List<HostLink>> hosts;
    private final SharedContent content;
    private final Into into;

    /** The destination of the content. */
    interface Into {
        void session(SessionKey key);

        /** Creates a session first. */
        void newSession();
    }

    /** @param hosts returns the current links */
    ShareTargetPresenter(Supplier<List<HostLink>> hosts, SharedContent given, Into into) {
        this.hosts = hosts;
        this.content = given;
        this.into = into;
    }

    private record Found(PalettePresenter.Entry entry, Instant latest) {}

    /**
     * A new session, then the sessions that this device may steer, the latest first. Includes sessions of unreachable
     * hosts.
     */
    List<PalettePresenter.Entry> entries() {
        List<HostLink> links = hosts.get();
        List<PalettePresenter.Entry> entries = new ArrayList<>();
        if (links.stream().anyMatch(link -> maySteer(link) && isLive(link))) {
            entries.add(new PalettePresenter.Entry(
                    PalettePresenter.Kind.ACTION, Texts.text("putInto.new"), "", "", into::newSession));
        }
        links.stream()
                .filter(ShareTargetPresenter::maySteer)
                .flatMap(link ->
                        link.reader().host().sessions().stream().map(session -> found(link, session, links.size() > 1)))
                .sorted(Comparator.comparing(Found::latest).reversed())
                .forEach(found -> entries.add(found.entry()));
        return entries;
    }

    private static boolean maySteer(HostLink link) {
        return link.reader().host().scope().covers(Scope.STEER);
    }

    private static boolean isLive(HostLink link) {
        return link.reader().host().connection() instanceof ConnectionState.Live;
    }

    private Found found(HostLink link, SessionSummary session, boolean withHost) {
        HostView host = link.reader().host();
        String where = SessionText.directory(session.cwd());
        String detail = withHost ? where + " \u00b7 " + host.hostName() : where;
        SessionKey key = new SessionKey(link.hostId(), session.sessionId());
        return new Found(
                new PalettePresenter.Entry(
                        PalettePresenter.Kind.SESSION, session.name(), detail, "", () -> into.session(key)),
                session.lastActive());
    }

    /** A short excerpt of the content. */
    String excerpt() {
        String text = TextCutter.excerpt(content.text().strip().replaceAll("\\s+", " "), EXCERPT);
        String files = content.files().stream()
                .map(Path::getFileName)
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        return text.isEmpty() || files.isEmpty() ? text + files : text + "\n" + files;
    }

    /** A sentence on the parts that were refused, or empty. */
    static String problem(SharedContent given) {
        return given.problems().stream()
                .distinct()
                .map(problem -> switch (problem) {
                    case TOO_LARGE -> Texts.text("given.tooLarge", SharedContent.MAX_CHARACTERS);
                    case OTHER_KIND -> Texts.text("given.otherKind");
                    case UNREADABLE -> Texts.text("given.unreadable");
                })
                .collect(Collectors.joining(" "));
    }
}
