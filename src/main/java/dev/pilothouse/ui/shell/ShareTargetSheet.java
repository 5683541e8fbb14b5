package dev.pilothouse.ui.shell;

import dev.pilothouse.platform.Subscription;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Lets the person choose a session for shared content. Confined to the FX thread. Ends when it is closed. */
final class ShareTargetSheet extends VBox {
    private final ShareTargetPresenter presenter;
    private final PalettePresenter palette;
    private final PaletteView sessions;
    private final boolean touched;
    private List<String> offered;

    /**
     * @param hosts their changes update the sessions while the sheet is open
     * @param touched whether the device has a touch screen
     */
    ShareTargetSheet(ShareTargetPresenter presenter, LinkedHosts hosts, Runnable close, boolean touched) {
        this.presenter = presenter;
        this.touched = touched;
        List<PalettePresenter.Entry> entries = presenter.entries();
        offered = names(entries);
        palette = new PalettePresenter(entries, close);
        getStyleClass().addAll("large-sheet", "put-into");
        setId("put-into");
        setMaxHeight(Region.USE_PREF_SIZE);
        Label title = new Label(Texts.text("putInto.title"));
        title.getStyleClass().add("screen-title");
        Label what = new Label(presenter.excerpt());
        what.setId("put-into-what");
        what.getStyleClass().add("muted");
        what.setWrapText(true);
        what.setMinHeight(Region.USE_PREF_SIZE);
        Label how = new Label(Texts.text("putInto.how"));
        how.getStyleClass().add("meta");
        how.setWrapText(true);
        how.setMinHeight(Region.USE_PREF_SIZE);
        sessions = new PaletteView(palette, Texts.text("putInto.prompt"), Texts.text("putInto.none"));
        sessions.getStyleClass().remove("large-sheet");
        VBox.setVgrow(sessions, Priority.ALWAYS);
        Button cancel = new Button(Texts.text("action.cancel"));
        cancel.getStyleClass().add("plain-button");
        cancel.setCancelButton(true);
        cancel.setOnAction(event -> close.run());
        HBox buttons = new HBox(cancel);
        buttons.getStyleClass().add("sheet-buttons");
        buttons.setAlignment(Pos.CENTER_RIGHT);
        getChildren().setAll(title, what, how, sessions, buttons);
        Subscription changes = hosts.listen(links -> refresh());
        sceneProperty().addListener((property, before, now) -> {
            if (now == null) {
                changes.close();
            }
        });
    }

    /** Updates the sessions if some were added or removed. Right after a start not all are known. */
    private void refresh() {
        List<PalettePresenter.Entry> entries = presenter.entries();
        if (getScene() != null && !names(entries).equals(offered)) {
            offered = names(entries);
            palette.setEntries(entries);
        }
    }

    /** Sorted, so that the order of sessions does not count as a change: rows must not move under a thumb. */
    private static List<String> names(List<PalettePresenter.Entry> entries) {
        return entries.stream()
                .map(entry -> entry.title() + "\n" + entry.detail())
                .sorted()
                .toList();
    }

    @Override
    public void requestFocus() {
        if (touched) {
            // Focus in the field would open the on-screen keyboard over the sessions.
            super.requestFocus();
        } else {
            sessions.requestFocus();
        }
    }
}
