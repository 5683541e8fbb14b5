package dev.pilothouse.ui.pairing;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.PairingRequest;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.TunnelProvider;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.Overlay;
import dev.pilothouse.ui.fx.Sheets;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The screen of hosts and devices. Confined to the FX thread. Ends with the shell. */
public final class HostsView extends VBox {
    private final HostsPresenter presenter;
    private final Overlay overlay;
    private final Consumer<String> copy;
    private final boolean recorded;
    private final VBox hosts = Widgets.column("host-cards");
    /** The tunnel that the person has chosen and not yet started, by host. */
    private final Map<HostId, TunnelProvider> ways = new HashMap<>();

    private Map<HostId, Drawn> drawn = Map.of();
    private @Nullable TicketSheet sheet;

    /** A host's card on screen, and its connection line, which is updated in place. */
    private record Drawn(HostCard host, Node node, Label line) {}

    /** @param leaveDemo leaves the demo; present only in a demo, whose hosts can neither be forgotten nor added */
    public HostsView(HostsPresenter presenter, Overlay overlay, Consumer<String> copy, Optional<Runnable> leaveDemo) {
        this.presenter = presenter;
        this.recorded = leaveDemo.isPresent();
        this.overlay = overlay;
        this.copy = copy;
        getStyleClass().add("screen");
        Label title = Widgets.label(Texts.text("hosts.title"), "screen-title");
        HBox head = new HBox(title);
        head.getStyleClass().add("screen-head");
        VBox column = Widgets.column(
                "screen-column",
                hosts,
                leaveDemo.<Node>map(LeaveDemoCard::new).orElseGet(() -> new PairForm(presenter)));
        ScrollPane scroll = new ScrollPane(new StackPane(column));
        scroll.getStyleClass().add("screen-scroll");
        scroll.setFitToWidth(true);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().setAll(new StackPane(head), scroll);
        presenter.cardsProperty().addListener((property, before, now) -> draw(now));
        presenter.ticketProperty().addListener((property, before, now) -> ticket(now));
        draw(presenter.cardsProperty().get());
    }

    private void draw(List<HostCard> now) {
        List<Node> nodes = new ArrayList<>();
        Map<HostId, Drawn> kept = new HashMap<>();
        for (HostCard host : now) {
            Drawn old = drawn.get(host.hostId());
            // Each ping changes the connection's text. Reusing the card keeps a press or the focus on its buttons.
            Drawn next = old != null && old.host().differsInConnectionOnly(host)
                    ? new Drawn(host, old.node(), old.line())
                    : card(host);
            next.line().setText(statusText(host));
            if (sheet != null) {
                sheet.setHost(host);
            }
            kept.put(host.hostId(), next);
            nodes.add(next.node());
        }
        drawn = kept;
        if (!hosts.getChildren().equals(nodes)) {
            hosts.getChildren().setAll(nodes);
        }
    }

    /** Shows a ticket. Offers to turn sharing on first if no other device could use the ticket. */
    private void pair(HostCard host) {
        if (host.isReachable()) {
            presenter.onTicket(host.hostId(), Scope.STEER);
        } else {
            overlay.show(new SharingOfferSheet(
                    host,
                    () -> presenter.onShareAndTicket(host.hostId(), Scope.STEER),
                    () -> presenter.onTicket(host.hostId(), Scope.STEER),
                    overlay::close));
        }
    }

    private void ticket(HostsPresenter.TicketShown ticket) {
        if (ticket == null) {
            if (sheet != null && sheet.getScene() != null) {
                overlay.close();
            }
            sheet = null;
            return;
        }
        HostCard host = presenter.cardsProperty().get().stream()
                .filter(card -> card.hostId().equals(ticket.hostId()))
                .findFirst()
                .orElse(null);
        if (host == null) {
            return;
        }
        if (sheet == null || sheet.getScene() == null) {
            sheet = new TicketSheet(presenter, host, copy, presenter::onHideTicket);
            overlay.show(sheet);
        }
        sheet.show(ticket);
    }

    private static String statusText(HostCard host) {
        String connection =
                host.local() ? Texts.text("hosts.thisMachine") + " \u00b7 " + host.connection() : host.connection();
        return host.live()
                ? connection + " \u00b7 "
                        + Texts.text(
                                "hosts.mayDo",
                                Texts.text("scope." + host.scope().name()))
                : connection;
    }

    private Drawn card(HostCard host) {
        Label name = Widgets.label(host.name(), "title");
        name.setMinWidth(0);
        HBox head =
                Widgets.row("card-head", (host.local() ? Glyph.COMPUTER : Glyph.HOSTS).node(), name, Widgets.spacer());
        if (!host.local() && !recorded) {
            Button forget = new Button(Texts.text("hosts.forget"));
            forget.getStyleClass().add("quiet-button");
            forget.setMinWidth(Region.USE_PREF_SIZE);
            forget.setOnAction(event -> Sheets.confirm(
                    overlay,
                    Texts.text("hosts.forgetTitle", host.name()),
                    Texts.text("hosts.forgetText"),
                    Texts.text("hosts.forget"),
                    () -> presenter.onForget(host.hostId())));
            head.getChildren().add(forget);
        }
        VBox card = Widgets.column("card", head);
        Label line = Widgets.wrapped("", "meta");
        card.getChildren().add(line);
        if (host.lost()) {
            Button again = Widgets.button(Texts.text("hosts.retry"), "plain-button", presenter::onRetry);
            card.getChildren().add(again);
        }
        host.asking().forEach(asking -> card.getChildren().add(asking(host, asking)));
        if (host.admin()) {
            card.getChildren().add(new SharingSection(presenter, host, overlay, copy, ways));
            card.getChildren().add(devices(host));
        }
        return new Drawn(host, card, line);
    }

    private Node asking(HostCard host, PairingRequest asking) {
        Label who = Widgets.wrapped(Texts.text("asking.title", asking.name()), "strong");
        Label about = Widgets.wrapped(
                Texts.text(
                        "asking.about",
                        asking.platform(),
                        asking.address(),
                        Texts.text("scope." + asking.scope().name())),
                "meta");
        Label code = Widgets.label(HostsPresenter.spaced(asking.code()), "pairing-code");
        Label compare = Widgets.wrapped(Texts.text("asking.compare"), "muted");
        Button allow = Widgets.button(
                Texts.text("asking.allow"), "primary-button", () -> presenter.onApprove(host.hostId(), asking));
        Button refuse = Widgets.button(
                Texts.text("asking.refuse"), "plain-button", () -> presenter.onRefuse(host.hostId(), asking));
        FlowPane buttons = new FlowPane(allow, refuse);
        buttons.getStyleClass().add("pending-buttons");
        return Widgets.column("pending-card", who, about, code, compare, buttons);
    }

    private Node devices(HostCard host) {
        Button pair = new Button(Texts.text("devices.pair"), Glyph.PHONE.node());
        pair.setId("pair-device");
        pair.getStyleClass().add("plain-button");
        pair.setOnAction(event -> pair(host));
        pair.setMinWidth(Region.USE_PREF_SIZE);
        Label title = Widgets.label(Texts.text("devices.title"), "section-title");
        title.setMinWidth(Region.USE_PREF_SIZE);
        VBox box = Widgets.column("card-section", Widgets.titleRow(title, pair));
        if (host.devices().isEmpty()) {
            box.getChildren().add(Widgets.wrapped(Texts.text("devices.none"), "meta"));
        }
        for (HostCard.DeviceLine device : host.devices()) {
            VBox words = new VBox(
                    Widgets.wrapped(
                            device.self()
                                    ? Texts.text("devices.self", HostTexts.device(device.name()))
                                    : HostTexts.device(device.name()),
                            "medium"),
                    Widgets.wrapped(device.about(), "meta"));
            words.setMinWidth(0);
            HBox.setHgrow(words, Priority.ALWAYS);
            HBox row = Widgets.row("device-row", words);
            Button change = Widgets.button(
                    Texts.text("devices.change"),
                    "quiet-button",
                    () -> overlay.show(new DeviceSheet(presenter, host.hostId(), device, overlay)));
            change.setId("device-" + device.deviceId().value());
            change.setMinWidth(Region.USE_PREF_SIZE);
            change.setAccessibleText(Texts.text("devices.change") + ": " + HostTexts.device(device.name()));
            row.getChildren().add(change);
            box.getChildren().add(row);
        }
        Button audit = new Button(Texts.text("deeds.open"));
        audit.setId("audit");
        audit.getStyleClass().add("plain-button");
        audit.setOnAction(event -> presenter.audit(host.hostId()).ifPresent(deeds -> {
            deeds.load();
            overlay.show(new AuditSheet(deeds, host.name(), overlay));
        }));
        box.getChildren().add(audit);
        return box;
    }
}
