package dev.pilothouse.ui.shell;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.sessions.SessionItem;
import dev.pilothouse.ui.sessions.SessionRow;
import dev.pilothouse.ui.status.SessionKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Tells each host which sessions the window shows, so that the host reads their git working trees and no others: the
 * open session, and the first sessions of the list while that is on screen. A hidden or minimized window shows none.
 *
 * <p>Owns nothing. Confined to the FX thread. Ends with the shell.
 */
final class WatchedRepositories {
    private final ShellGraph shell;
    private final BooleanSupplier coversList;

    /** @param coversList whether an open session covers the list */
    WatchedRepositories(ShellGraph shell, BooleanSupplier coversList) {
        this.shell = shell;
        this.coversList = coversList;
        shell.links().listen(links -> update());
        shell.navigation().sessionProperty().addListener((property, before, now) -> update());
        shell.navigation().screenProperty().addListener((property, before, now) -> update());
        shell.scheduler().shownProperty().addListener((property, before, now) -> update());
    }

    private void update() {
        if (shell.links().isClosed()) {
            return;
        }
        Map<HostId, List<SessionId>> watched = new HashMap<>();
        shown().distinct()
                .limit(HostGateway.MAX_WATCHED)
                .forEach(key -> watched.computeIfAbsent(key.hostId(), host -> new ArrayList<>())
                        .add(key.sessionId()));
        for (HostLink link : shell.links().current()) {
            link.host().watchRepositories(watched.getOrDefault(link.hostId(), List.of()));
        }
    }

    private Stream<SessionKey> shown() {
        Navigation navigation = shell.navigation();
        if (!shell.scheduler().shownProperty().get()
                || navigation.screenProperty().get() != MainScreen.SESSIONS) {
            return Stream.empty();
        }
        Stream<SessionKey> open = Stream.ofNullable(navigation.sessionProperty().get());
        boolean covered = navigation.sessionProperty().get() != null && coversList.getAsBoolean();
        return covered
                ? open
                : Stream.concat(
                        open,
                        shell.sessions().rows().stream()
                                .map(SessionItem::row)
                                .flatMap(row -> row.sessions().stream())
                                .map(SessionRow.Entry::key));
    }
}
