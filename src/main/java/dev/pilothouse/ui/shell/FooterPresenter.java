package dev.pilothouse.ui.shell;

import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.status.HostHealth;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.text.TimeFormatter;
import java.time.Clock;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** The footer of the window: each host's health, and the time of the last update. Confined to the FX thread. */
final class FooterPresenter {
    private final Clock clock;
    private final ReadOnlyObjectWrapper<Content> content =
            new ReadOnlyObjectWrapper<>(this, "content", new Content(List.of(), ""));

    /** The footer's content. Immutable. */
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

    /** @param news whether an update from a host has just arrived */
    void render(List<HostLink> links, boolean news) {
        List<HostHealth> hosts =
                links.stream().map(link -> HostHealth.of(link, clock.instant())).toList();
        boolean live = hosts.stream()
                .anyMatch(host -> host.state() == HostHealth.State.LIVE || host.state() == HostHealth.State.SILENT);
        String text = news && live
                ? Texts.text("footer.upToDate", TimeFormatter.clockSeconds(clock.instant()))
                : content.get().news();
        content.set(new Content(hosts, text));
    }
}
