package dev.pilothouse.ui.shell;

import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.status.SessionKey;
import java.util.List;
import java.util.Optional;

/**
 * Tells each host which of its sessions the person sees now, so that the host sends no notification about it elsewhere:
 * the open session, while it is not covered and the window is in front.
 *
 * <p>Owns nothing. Confined to the FX thread. Ends with the shell.
 */
final class ShownSessions {
    private final ShellGraph shell;

    ShownSessions(ShellGraph shell) {
        this.shell = shell;
        shell.links().listen(links -> update());
        shell.navigation().sessionProperty().addListener((property, before, now) -> update());
        shell.navigation().screenProperty().addListener((property, before, now) -> update());
        shell.navigation().coveredProperty().addListener((property, before, now) -> update());
        shell.scheduler().shownProperty().addListener((property, before, now) -> update());
        shell.notices().attendedProperty().addListener((property, before, now) -> update());
    }

    private void update() {
        if (shell.links().isClosed()) {
            return;
        }
        boolean seen = shell.scheduler().shownProperty().get()
                && shell.notices().attendedProperty().get();
        Optional<SessionKey> open = shell.navigation().onScreen().filter(key -> seen);
        for (HostLink link : shell.links().current()) {
            link.host()
                    .showSessions(open.filter(key -> key.hostId().equals(link.hostId()))
                            .map(key -> List.of(key.sessionId()))
                            .orElse(List.of()));
        }
    }
}
