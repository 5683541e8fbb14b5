package dev.pilothouse.ui.pairing;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.PairingRequest;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.TunnelProvider;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.Overlay;
import dev.pilothouse.ui.fx.Sheets;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
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
    private final VBox hosts = new VBox();
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
        Label title = new Label(Texts.text("hosts.title"));
        title.getStyleClass().add("screen-title");
        HBox head = new HBox(title);
        head.getStyleClass().add("screen-head");
        hosts.getStyleClass().add("host-cards");
        VBox column = new VBox(hosts, leaveDemo.<Node>map(LeaveDemoCard::new).orElseGet(() -> new PairForm(presenter)));
        column.getStyleClass().add("screen-column");
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
            kept.put(host.hostId(), next);
            nodes.add(next.node());
        }
        drawn = kept;
        if (!hosts.getChildren().equals(nodes)) {
            hosts.getChildren().setAll(nodes);
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
        Label name = label(host.name(), "title");
        name.setMinWidth(0);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head = new HBox((host.local() ? Glyph.COMPUTER : Glyph.HOSTS).node(), name, gap);
        head.getStyleClass().add("card-head");
        head.setAlignment(Pos.CENTER_LEFT);
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
        VBox card = new VBox(head);
        card.getStyleClass().add("card");
        Label line = wrapped("", "meta");
        card.getChildren().add(line);
        if (host.lost()) {
            Button again = new Button(Texts.text("hosts.retry"));
            again.getStyleClass().add("plain-button");
            again.setOnAction(event -> presenter.onRetry());
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
        Label who = wrapped(Texts.text("asking.title", asking.name()), "strong");
        Label about = wrapped(
                Texts.text(
                        "asking.about",
                        asking.platform(),
                        asking.address(),
                        Texts.text("scope." + asking.scope().name())),
                "meta");
        Label code = label(HostsPresenter.spaced(asking.code()), "pairing-code");
        Label compare = wrapped(Texts.text("asking.compare"), "muted");
        Button allow = new Button(Texts.text("asking.allow"));
        allow.getStyleClass().add("primary-button");
        allow.setOnAction(event -> presenter.onApprove(host.hostId(), asking));
        Button refuse = new Button(Texts.text("asking.refuse"));
        refuse.getStyleClass().add("plain-button");
        refuse.setOnAction(event -> presenter.onRefuse(host.hostId(), asking));
        FlowPane buttons = new FlowPane(allow, refuse);
        buttons.getStyleClass().add("pending-buttons");
        VBox box = new VBox(who, about, code, compare, buttons);
        box.getStyleClass().add("pending-card");
        return box;
    }

    private Node devices(HostCard host) {
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Button pair = new Button(Texts.text("devices.pair"), Glyph.PHONE.node());
        pair.setId("pair-device");
        pair.getStyleClass().add("plain-button");
        pair.setOnAction(event -> presenter.onTicket(host.hostId(), Scope.STEER));
        HBox head = new HBox(label(Texts.text("devices.title"), "section-title"), gap, pair);
        head.setAlignment(Pos.CENTER_LEFT);
        VBox box = new VBox(head);
        box.getStyleClass().add("card-section");
        if (host.devices().isEmpty()) {
            box.getChildren().add(wrapped(Texts.text("devices.none"), "meta"));
        }
        for (HostCard.DeviceLine device : host.devices()) {
            VBox words = new VBox(
                    wrapped(device.self() ? Texts.text("devices.self", device.name()) : device.name(), "medium"),
                    wrapped(device.about(), "meta"));
            words.setMinWidth(0);
            HBox.setHgrow(words, Priority.ALWAYS);
            HBox row = new HBox(words);
            row.getStyleClass().add("device-row");
            row.setAlignment(Pos.CENTER_LEFT);
            Button change = new Button(Texts.text("devices.change"));
            change.setId("device-" + device.deviceId().value());
            change.getStyleClass().add("quiet-button");
            change.setMinWidth(Region.USE_PREF_SIZE);
            change.setAccessibleText(Texts.text("devices.change") + ": " + device.name());
            change.setOnAction(event -> overlay.show(new DeviceSheet(presenter, host.hostId(), device, overlay)));
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

    private static Label label(String text, String styleClass) {
        Label label = new Label(text);
        label.getStyleClass().add(styleClass);
        return label;
    }

    private static Label wrapped(String text, String styleClass) {
        Label label = label(text, styleClass);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }
}
