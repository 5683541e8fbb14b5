package dev.pilothouse.ui.pairing;

import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import javafx.scene.control.Button;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * Offers to let other devices connect, before a ticket is shown that none of them could use. Confined to the FX thread.
 * Ends with its sheet.
 */
final class SharingOfferSheet extends VBox {
    /**
     * @param share lets other devices connect and shows a ticket
     * @param local shows a ticket for this machine
     */
    SharingOfferSheet(HostCard host, Runnable share, Runnable local, Runnable close) {
        getStyleClass().add("small-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        Button allow = Widgets.button(Texts.text("ticket.share"), "primary-button", () -> {
            close.run();
            share.run();
        });
        allow.setId("share-and-pair");
        allow.setMaxWidth(Double.MAX_VALUE);
        Button here = Widgets.button(Texts.text("ticket.shareNot"), "plain-button", () -> {
            close.run();
            local.run();
        });
        here.setId("pair-here");
        here.setMaxWidth(Double.MAX_VALUE);
        Button cancel = Widgets.button(Texts.text("action.cancel"), "plain-button", close);
        cancel.setMaxWidth(Double.MAX_VALUE);
        getChildren()
                .setAll(
                        Widgets.wrapped(Texts.text("ticket.title", host.name()), "screen-title"),
                        Widgets.wrapped(Texts.text("ticket.shareText"), "muted"),
                        Widgets.column("sheet-column", allow, here, cancel));
    }
}
