package dev.pilothouse.ui.composer;

import dev.pilothouse.platform.AttachmentPicker;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.text.Texts;
import java.util.Optional;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;

/** The menu of additions to a prompt other than text. Owns nothing; confined to the FX thread. */
final class ComposerMenu {
    private final ComposerPresenter presenter;
    private final Optional<AttachmentPicker> picker;
    private final Places places;

    /** The actions of the menu. */
    interface Places {
        /** Starts the mention of a file of the session's directory. */
        void mention();

        /** Shows the user's saved prompts. */
        void snippets();

        void sendKeyChanged();
    }

    ComposerMenu(ComposerPresenter presenter, Optional<AttachmentPicker> picker, Places places) {
        this.presenter = presenter;
        this.picker = picker;
        this.places = places;
    }

    void show(Button owner, boolean phone) {
        ContextMenu menu = new ContextMenu();
        String noPictures = presenter.stateProperty().get().noPictures();
        picker.ifPresent(chooser -> {
            menu.getItems()
                    .add(item(Glyph.ATTACH, Texts.text("composer.attach"), () -> chooser.pick(presenter::onFiles)));
            if (!noPictures.isEmpty()) {
                MenuItem reason = item(Glyph.NOTE, noPictures, () -> {});
                reason.setDisable(true);
                menu.getItems().add(reason);
            }
        });
        menu.getItems().add(item(Glyph.READ, Texts.text("composer.mention"), places::mention));
        menu.getItems().add(item(Glyph.SNIPPET, Texts.text("composer.snippets"), places::snippets));
        CheckMenuItem enter = new CheckMenuItem(Texts.text("composer.enterSends"));
        enter.setSelected(presenter.sendKey().enterSends(phone));
        enter.setOnAction(event -> {
            presenter.sendKey().setEnterSends(enter.isSelected());
            places.sendKeyChanged();
        });
        menu.getItems().addAll(new SeparatorMenuItem(), enter);
        menu.show(owner, Side.TOP, 0, -4);
    }

    private static MenuItem item(Glyph glyph, String words, Runnable action) {
        MenuItem item = new MenuItem(words, glyph.node());
        item.setMnemonicParsing(false);
        item.setOnAction(event -> action.run());
        return item;
    }
}
