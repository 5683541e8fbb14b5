package dev.pilothouse.ui.pairing;

import dev.pilothouse.model.Scope;
import dev.pilothouse.model.TunnelInfo;
import dev.pilothouse.ui.fx.Choices;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.SheetScroll;
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
    private final HostCard host;
    private final QrView picture = new QrView();
    private final StackPane frame = new StackPane(picture);
    private final TextField text = NonBlinkingCaret.install(new TextField());
    private final Label meaning = new Label();
    private final ObjectProperty<Scope> scope = new SimpleObjectProperty<>(Scope.STEER);
    private final ObjectProperty<AccessExpiry> end = new SimpleObjectProperty<>(AccessExpiry.NEVER);
    private final Label expires = new Label();

    TicketSheet(HostsPresenter presenter, HostCard host, Consumer<String> copy, Runnable close) {
        this.presenter = presenter;
        this.host = host;
        getStyleClass().add("large-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        Label title = new Label(Texts.text("ticket.title", host.name()));
        title.getStyleClass().add("screen-title");
        title.setWrapText(true);
        title.setMinHeight(Region.USE_PREF_SIZE);
        Label how = new Label(instructions(host));
        how.setWrapText(true);
        how.getStyleClass().add("muted");
        meaning.setWrapText(true);
        meaning.setMinHeight(Region.USE_PREF_SIZE);
        meaning.getStyleClass().add("meta");
        expires.getStyleClass().add("meta");
        frame.getStyleClass().add("qr-frame");
        frame.setMaxWidth(Region.USE_PREF_SIZE);
        text.setEditable(false);
        text.getStyleClass().add("path-field");
        text.setAccessibleText(Texts.text("ticket.text"));
        HBox.setHgrow(text, Priority.ALWAYS);
        Button copyButton = new Button(Texts.text("transcript.copy"), Glyph.COPY.node());
        copyButton.getStyleClass().add("plain-button");
        copyButton.setMinWidth(Region.USE_PREF_SIZE);
        copyButton.setOnAction(event -> copy.accept(text.getText()));
        HBox line = new HBox(text, copyButton);
        line.getStyleClass().add("ticket-line");
        line.setAlignment(Pos.CENTER_LEFT);
        Button done = new Button(Texts.text("action.done"));
        done.getStyleClass().add("primary-button");
        done.setOnAction(event -> close.run());
        HBox buttons = new HBox(done);
        buttons.getStyleClass().add("sheet-buttons");
        buttons.setAlignment(Pos.CENTER_RIGHT);
        VBox qrBox = new VBox(frame);
        qrBox.setAlignment(Pos.CENTER);
        Label endLabel = new Label(Texts.text("devices.end"));
        endLabel.getStyleClass().add("field-label");
        VBox endField = new VBox(endLabel, ends());
        endField.getStyleClass().add("field");
        VBox content = new VBox(how, scopes(), meaning, endField, qrBox, line, expires);
        content.getStyleClass().add("sheet-fields");
        SheetScroll scroll = new SheetScroll(content);
        getChildren().setAll(title, scroll, buttons);
    }

    /** Requests a new ticket, because the scope and the end of access belong to the ticket. */
    private void again() {
        presenter.onTicket(host.hostId(), scope.get(), end.get());
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
