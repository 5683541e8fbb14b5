package dev.pilothouse.ui.shell;

import dev.pilothouse.model.HostId;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.ui.text.Texts;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Shows warnings about a host's machine, once each, and removes them when the problem is over.
 *
 * <p>Owns the set of hosts with a warning; bounded by the linked hosts. Confined to the FX thread. Ends with the shell.
 */
final class HostWarningNotices {
    private static final long MEGABYTE = 1_000_000;

    private final NoticesPresenter notices;
    private final Set<HostId> low = new HashSet<>();

    HostWarningNotices(NoticesPresenter notices) {
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
