package dev.pilothouse.ui.composer;

import dev.pilothouse.ui.attachment.FxPreparer;
import dev.pilothouse.ui.text.Texts;
import java.io.File;
import javafx.scene.Node;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DragEvent;
import javafx.scene.input.Dragboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;

/** Takes what the person pastes into the box or drops on it. Owns nothing; confined to the FX thread. */
final class Brought {
    private static final String DROPPING = "composer-dropping";

    private final ComposerPresenter presenter;

    Brought(ComposerPresenter presenter) {
        this.presenter = presenter;
    }

    void to(TextArea input, Node target) {
        input.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            boolean paste = event.getCode() == KeyCode.V && event.isShortcutDown() && !event.isAltDown();
            if ((paste || event.getCode() == KeyCode.PASTE) && take(Clipboard.getSystemClipboard())) {
                event.consume();
            }
        });
        target.addEventFilter(DragEvent.DRAG_OVER, event -> {
            if (isOurs(event.getDragboard())) {
                event.acceptTransferModes(TransferMode.COPY);
                if (!target.getStyleClass().contains(DROPPING)) {
                    target.getStyleClass().add(DROPPING);
                }
                event.consume();
            }
        });
        target.addEventFilter(
                DragEvent.DRAG_EXITED, event -> target.getStyleClass().remove(DROPPING));
        target.addEventFilter(DragEvent.DRAG_DROPPED, event -> {
            Dragboard board = event.getDragboard();
            if (isOurs(board)) {
                target.getStyleClass().remove(DROPPING);
                event.setDropCompleted(take(board));
                event.consume();
            }
        });
    }

    private boolean isOurs(Clipboard board) {
        return presenter.stateProperty().get().enabled() && brings(board);
    }

    private static boolean brings(Clipboard board) {
        return board.hasFiles() || board.hasImage() && !board.hasString();
    }

    /** @return false if it is for the text, as words are even where a program offers a picture of them too */
    private boolean take(Clipboard board) {
        if (!presenter.stateProperty().get().enabled()) {
            return false;
        }
        if (board.hasFiles()) {
            presenter.onFiles(board.getFiles().stream().map(File::toPath).toList());
            return true;
        }
        if (board.hasImage() && !board.hasString() && board.getImage() != null) {
            presenter.onPicture(FxPreparer.pixels(Texts.text("attach.pastedName"), board.getImage()));
            return true;
        }
        return false;
    }
}
