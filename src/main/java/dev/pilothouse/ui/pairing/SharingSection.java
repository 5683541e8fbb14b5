package dev.pilothouse.ui.pairing;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.TunnelInfo;
import dev.pilothouse.model.TunnelProvider;
import dev.pilothouse.ui.fx.Choices;
import dev.pilothouse.ui.fx.Overlay;
import dev.pilothouse.ui.fx.Sheets;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.text.TimeFormatter;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * Shows who can reach a host: this machine, its networks, the internet. Shows the present state of each, and explains
 * the effect before the person opens one. Confined to the FX thread. Recreated when the host's state changes.
 */
final class SharingSection extends VBox {
    private final HostsPresenter presenter;
    private final HostCard host;
    private final Overlay overlay;
    private final Consumer<String> copy;
    private final Map<HostId, TunnelProvider> ways;
    private final VBox tunnel = Widgets.column("sharing-group");

    /** @param ways the chosen tunnel of each host; outlives this section */
    SharingSection(
            HostsPresenter presenter,
            HostCard host,
            Overlay overlay,
            Consumer<String> copy,
            Map<HostId, TunnelProvider> ways) {
        this.presenter = presenter;
        this.host = host;
        this.overlay = overlay;
        this.copy = copy;
        this.ways = ways;
        getStyleClass().addAll("card-section", "sharing-section");
        getChildren().addAll(Widgets.wrapped(Texts.text("sharing.section"), "section-title"), network(), tunnel);
        tunnel();
    }

    private VBox network() {
        CheckBox sharing = new CheckBox(Texts.text("sharing.title"));
        sharing.setWrapText(true);
        sharing.setMinHeight(Region.USE_PREF_SIZE);
        sharing.setSelected(host.sharing());
        sharing.setOnAction(event -> {
            // The box shows the host's state, not the click.
            boolean wanted = sharing.isSelected();
            sharing.setSelected(host.sharing());
            if (wanted) {
                Sheets.confirm(
                        overlay,
                        Texts.text("sharing.confirmTitle"),
                        Texts.text("sharing.confirmText"),
                        Texts.text("sharing.confirm"),
                        () -> presenter.onSharing(host.hostId(), true));
            } else {
                presenter.onSharing(host.hostId(), false);
            }
        });
        String addresses = host.urls().stream()
                .filter(url -> !url.equals(host.tunnel().url()))
                .collect(Collectors.joining(", "));
        String where = host.sharing() ? Texts.text("sharing.on", addresses) : Texts.text("sharing.off");
        return Widgets.column("sharing-group", sharing, Widgets.wrapped(where, "meta"));
    }

    private void tunnel() {
        TunnelInfo now = host.tunnel();
        tunnel.getChildren().add(Widgets.wrapped(Texts.text("tunnel.title"), "strong"));
        if (!now.wanted()) {
            offer(now);
            return;
        }
        tunnel.getChildren().add(Widgets.wrapped(state(now), "meta"));
        if (now.phase() == TunnelInfo.Phase.UP) {
            tunnel.getChildren().add(address(now.url()));
        }
        FlowPane buttons = buttons();
        if (now.phase() == TunnelInfo.Phase.DROPPED) {
            reason(now);
            buttons.getChildren().add(button("tunnel.again", () -> presenter.onTunnel(host.hostId(), now.way())));
        }
        buttons.getChildren().add(button("tunnel.stop", () -> presenter.onTunnelStop(host.hostId())));
        tunnel.getChildren().add(buttons);
    }

    /** The tunnels that can be started, and the reason why the last one failed. */
    private void offer(TunnelInfo last) {
        ObjectProperty<TunnelProvider> way = new SimpleObjectProperty<>(Objects.requireNonNullElse(
                ways.get(host.hostId()), Objects.requireNonNullElse(last.way(), TunnelProvider.DEVTUNNEL)));
        Label about = Widgets.wrapped(about(way.get()), "meta");
        way.addListener((property, before, now) -> {
            ways.put(host.hostId(), now);
            about.setText(about(now));
        });
        tunnel.getChildren().add(Widgets.wrapped(state(last), "meta"));
        reason(last);
        FlowPane buttons = buttons();
        buttons.getChildren()
                .add(button(
                        "tunnel.start",
                        () -> Sheets.confirm(
                                overlay,
                                Texts.text("tunnel.confirmTitle"),
                                Texts.text("tunnel.confirmText"),
                                Texts.text("tunnel.start"),
                                () -> presenter.onTunnel(host.hostId(), way.get()))));
        tunnel.getChildren()
                .addAll(
                        new Choices<>(
                                Texts.text("tunnel.way"),
                                way,
                                TunnelProvider.values(),
                                each -> Texts.text("tunnel.way." + each.name())),
                        about,
                        buttons);
    }

    private static String about(TunnelProvider way) {
        return Texts.text("tunnel.about." + way.name());
    }

    private static String state(TunnelInfo of) {
        return of.phase() == TunnelInfo.Phase.DROPPED && of.retryAt() != null
                ? Texts.text("tunnel.retry", TimeFormatter.clockSeconds(of.retryAt()))
                : Texts.text("tunnel.phase." + of.phase().name());
    }

    /** The host's own text. */
    private void reason(TunnelInfo of) {
        if (!of.sentence().isEmpty()) {
            tunnel.getChildren().add(Widgets.wrapped(HostTexts.text(of.sentence()), "meta"));
        }
    }

    /** The address has the whole width, since it is one long word. */
    private Node address(String url) {
        Label text = Widgets.wrapped(url, "medium");
        Button button = Widgets.copyTextButton(
                Texts.text("transcript.copy"), Texts.text("tunnel.copy"), () -> copy.accept(url), "plain-button");
        button.setMinWidth(Region.USE_PREF_SIZE);
        return Widgets.column("sharing-group", text, button);
    }

    private static FlowPane buttons() {
        FlowPane buttons = new FlowPane();
        buttons.getStyleClass().add("pending-buttons");
        return buttons;
    }

    private static Button button(String key, Runnable action) {
        Button button = Widgets.button(Texts.text(key), "plain-button", action);
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }
}
