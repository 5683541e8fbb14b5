package dev.pilothouse.ui.shell;

import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.sessions.HostHealth;
import dev.pilothouse.ui.text.Moments;
import dev.pilothouse.ui.text.Texts;
import java.time.Clock;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** The line at the foot of the window: each host's health, and when the last news came. Confined to the FX thread. */
final class FooterPresenter {
    private final Clock clock;
    private final ReadOnlyObjectWrapper<Content> content =
            new ReadOnlyObjectWrapper<>(this, "content", new Content(List.of(), ""));

    /** What the line shows. Immutable. */
    record Content(List<HostHealth> hosts, String news) {
        Content {
            hosts = List.copyOf(hosts);
        }
    }

    FooterPresenter(Clock clock) {
        this.clock = clock;
    }

    ReadOnlyObjectProperty<Content> contentProperty() {
        return content.getReadOnlyProperty();
    }

    /** @param news whether something has come from a host just now */
    void render(List<HostLink> links, boolean news) {
        List<HostHealth> hosts = links.stream().map(HostHealth::of).toList();
        boolean live = hosts.stream()
                .anyMatch(host -> host.state() == HostHealth.State.LIVE || host.state() == HostHealth.State.SILENT);
        String text = news && live
                ? Texts.text("footer.upToDate", Moments.clockSeconds(clock.instant()))
                : content.get().news();
        content.set(new Content(hosts, text));
    }
}
