package dev.pilothouse.ui.pairing;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.TunnelInfo;
import dev.pilothouse.ui.fx.Choices;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/**
 * The sheet that pairs another device: its scope, the code to scan, the text to copy. Confined to the FX thread. Ends
 * when it is closed.
 */
final class TicketSheet extends VBox {
    private final HostsPresenter presenter;
    private final HostId hostId;
    private final Label how;
    private final QrView picture = new QrView();
    private final StackPane frame = new StackPane(picture);
    private final TextField text = NonBlinkingCaret.install(new TextField());
    private final Label meaning = Widgets.wrapped("", "meta");
    private final ObjectProperty<Scope> scope = new SimpleObjectProperty<>(Scope.STEER);
    private final ObjectProperty<AccessExpiry> end = new SimpleObjectProperty<>(AccessExpiry.NEVER);
    private final Label expires = Widgets.label("", "meta");

    TicketSheet(HostsPresenter presenter, HostCard host, Consumer<String> copy, Runnable close) {
        this.presenter = presenter;
        this.hostId = host.hostId();
        getStyleClass().add("large-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        Label title = Widgets.wrapped(Texts.text("ticket.title", host.name()), "screen-title");
        how = Widgets.wrapped(instructions(host), "muted");
        frame.getStyleClass().add("qr-frame");
        frame.setMaxWidth(Region.USE_PREF_SIZE);
        text.setEditable(false);
        text.getStyleClass().add("path-field");
        text.setAccessibleText(Texts.text("ticket.text"));
        HBox.setHgrow(text, Priority.ALWAYS);
        Button copyButton = Widgets.copyTextButton(
                Texts.text("transcript.copy"),
                Texts.text("transcript.copy"),
                () -> copy.accept(text.getText()),
                "plain-button");
        copyButton.setMinWidth(Region.USE_PREF_SIZE);
        HBox line = Widgets.row("ticket-line", text, copyButton);
        Button done = Widgets.button(Texts.text("action.done"), "primary-button", close);
        HBox buttons = Widgets.rightRow("sheet-buttons", done);
        VBox qrBox = new VBox(frame);
        qrBox.setAlignment(Pos.CENTER);
        Label endLabel = Widgets.label(Texts.text("devices.end"), "field-label");
        VBox endField = Widgets.column("field", endLabel, ends());
        VBox content = Widgets.column("sheet-fields", how, scopes(), meaning, endField, qrBox, line, expires);
        SheetScroll scroll = new SheetScroll(content);
        getChildren().setAll(title, scroll, buttons);
    }

    /** Requests a new ticket, because the scope and the end of access belong to the ticket. */
    private void again() {
        presenter.onTicket(hostId, scope.get(), end.get());
    }

    private Choices<AccessExpiry> ends() {
        end.addListener((property, before, now) -> again());
        return new Choices<>(
                Texts.text("devices.end"),
                end,
                new AccessExpiry[] {AccessExpiry.NEVER, AccessExpiry.DAY, AccessExpiry.WEEK, AccessExpiry.MONTH},
                value -> Texts.text("devices.end." + value.name()));
    }

    private Choices<Scope> scopes() {
        scope.addListener((property, before, now) -> again());
        return new Choices<>(
                Texts.text("devices.scope"), scope, Scope.values(), value -> Texts.text("scope." + value.name()));
    }

    private static String instructions(HostCard host) {
        if (host.tunnel().phase() == TunnelInfo.Phase.UP) {
            return Texts.text("ticket.howTunnel");
        }
        return Texts.text(host.sharing() ? "ticket.how" : "ticket.howLocal");
    }

    /** @param now the new state of a host; other hosts are ignored */
    void setHost(HostCard now) {
        if (now.hostId().equals(hostId)) {
            how.setText(instructions(now));
        }
    }

    void show(HostsPresenter.TicketShown ticket) {
        text.setText(ticket.text());
        expires.setText(Texts.text("ticket.expires", ticket.expires()));
        meaning.setText(Texts.text("scope.meaning." + ticket.scope().name()));
        frame.setVisible(ticket.code() != null);
        frame.setManaged(ticket.code() != null);
        if (ticket.code() != null) {
            picture.show(ticket.code());
        }
    }
}
