package dev.pilothouse.ui.shell;

import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.ui.sessions.ConnectionWords;
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

    /** A host's health. Immutable. */
    record Health(String name, String line, boolean live, boolean broken) {}

    /** What the line shows. Immutable. */
    record Content(List<Health> hosts, String news) {
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
        List<Health> hosts = links.stream().map(FooterPresenter::health).toList();
        boolean live = hosts.stream().anyMatch(Health::live);
        String text = news && live
                ? Texts.text("footer.upToDate", Moments.clockSeconds(clock.instant()))
                : content.get().news();
        content.set(new Content(hosts, text));
    }

    private static Health health(HostLink link) {
        HostView host = link.reader().host();
        ConnectionState connection = host.connection();
        return new Health(
                link.local() ? Texts.text("hosts.thisMachine") : host.hostName(),
                ConnectionWords.line(connection, link.local()),
                connection instanceof ConnectionState.Live,
                connection instanceof ConnectionState.Lost || connection instanceof ConnectionState.Refused);
    }
}
