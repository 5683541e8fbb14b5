package dev.pilothouse.ui.shell;

import dev.pilothouse.model.HostId;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.ui.text.Texts;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Says over the window what a person should know of a host's machine, once, and takes it back when it is over.
 *
 * <p>Owns which hosts it has spoken of, a few at most; confined to the FX thread; ends with the shell.
 */
final class HostWarnings {
    private static final long MEGABYTE = 1_000_000;

    private final NoticesPresenter notices;
    private final Set<HostId> low = new HashSet<>();

    HostWarnings(NoticesPresenter notices) {
        this.notices = notices;
    }

    void render(List<HostLink> links) {
        low.retainAll(links.stream().map(HostLink::hostId).toList());
        for (HostLink link : links) {
            HostView host = link.reader().host();
            String key = "disk:" + link.hostId();
            if (!host.condition().diskLow()) {
                if (low.remove(link.hostId())) {
                    notices.dismiss(key);
                }
            } else if (low.add(link.hostId())) {
                String free = Long.toString(host.condition().diskFree() / MEGABYTE);
                notices.show(Notice.problem(key, Texts.text("notices.diskLow", host.hostName(), free)));
            }
        }
    }
}
