package dev.pilothouse.ui.attachment;

import dev.pilothouse.ui.text.Texts;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DragEvent;
import javafx.scene.input.Dragboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;

/**
 * Takes files and pictures that are pasted into a field or dropped on a node. Owns nothing; confined to the FX thread.
 */
public final class DropAndPaste {
    private final Taker taker;
    private final String dropping;

    /** Receives the pasted or dropped files and pictures. */
    public interface Taker {
        /** Returns whether attachments are accepted now. */
        boolean isOpen();

        void onFiles(List<Path> files);

        void onPicture(AttachmentSource.OfPixels picture);
    }

    /** @param dropping the style class that a drop target has while something is dragged over it */
    public DropAndPaste(Taker taker, String dropping) {
        this.taker = taker;
        this.dropping = dropping;
    }

    /**
     * Listens for pastes into the field and drops on the target.
     *
     * @param target the drop target, which contains the field
     */
    public void to(TextInputControl input, Node target) {
        input.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            boolean paste = event.getCode() == KeyCode.V && event.isShortcutDown() && !event.isAltDown();
            if ((paste || event.getCode() == KeyCode.PASTE) && take(Clipboard.getSystemClipboard())) {
                event.consume();
            }
        });
        target.addEventFilter(DragEvent.DRAG_OVER, event -> {
            if (isOurs(event.getDragboard())) {
                event.acceptTransferModes(TransferMode.COPY);
                if (!target.getStyleClass().contains(dropping)) {
                    target.getStyleClass().add(dropping);
                }
                event.consume();
            }
        });
        target.addEventFilter(
                DragEvent.DRAG_EXITED, event -> target.getStyleClass().remove(dropping));
        target.addEventFilter(DragEvent.DRAG_DROPPED, event -> {
            Dragboard board = event.getDragboard();
            if (isOurs(board)) {
                target.getStyleClass().remove(dropping);
                event.setDropCompleted(take(board));
                event.consume();
            }
        });
    }

    private boolean isOurs(Clipboard board) {
        return taker.isOpen() && hasContent(board);
    }

    private static boolean hasContent(Clipboard board) {
        return board.hasFiles() || board.hasImage() && !board.hasString();
    }

    /**
     * Takes files or a picture. Some programs copy text with a picture of it; such content is left to the text field.
     *
     * @return false if the content is for the text field
     */
    private boolean take(Clipboard board) {
        if (!taker.isOpen()) {
            return false;
        }
        if (board.hasFiles()) {
            taker.onFiles(board.getFiles().stream().map(File::toPath).toList());
            return true;
        }
        if (board.hasImage() && !board.hasString() && board.getImage() != null) {
            taker.onPicture(FxAttachmentPreparer.pixels(Texts.text("attach.pastedName"), board.getImage()));
            return true;
        }
        return false;
    }
}
