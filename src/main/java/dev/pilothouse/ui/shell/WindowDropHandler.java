package dev.pilothouse.ui.shell;

import dev.pilothouse.platform.SharedContent;
import java.io.File;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.input.DragEvent;
import javafx.scene.input.Dragboard;
import javafx.scene.input.TransferMode;

/**
 * Handles drops on the window that no other node handles. The content goes into the conversation on screen, or into a
 * session that the person chooses. Owns nothing. Confined to the FX thread.
 */
final class WindowDropHandler {
    private final Navigation navigation;
    private final SharedContentPresenter shared;

    WindowDropHandler(Navigation navigation, SharedContentPresenter shared) {
        this.navigation = navigation;
        this.shared = shared;
    }

    /** @param window the node to watch; its children handle drops first */
    void install(Node window) {
        window.addEventHandler(DragEvent.DRAG_OVER, event -> {
            // Ignores drags that started in the window itself.
            if (event.getGestureSource() == null && hasContent(event.getDragboard())) {
                event.acceptTransferModes(TransferMode.COPY);
                event.consume();
            }
        });
        window.addEventHandler(DragEvent.DRAG_DROPPED, event -> {
            if (event.getGestureSource() == null && hasContent(event.getDragboard())) {
                take(event.getDragboard());
                event.setDropCompleted(true);
                event.consume();
            }
        });
    }

    private static boolean hasContent(Dragboard board) {
        return board.hasFiles() || board.hasString();
    }

    private void take(Dragboard board) {
        SharedContent given = board.hasFiles()
                ? new SharedContent(
                        "", board.getFiles().stream().map(File::toPath).toList(), List.of())
                : new SharedContent(board.getString(), List.of(), List.of());
        navigation
                .onScreen()
                .filter(session -> given.text().length() <= SharedContent.MAX_CHARACTERS)
                .ifPresentOrElse(session -> shared.insertInto(session, given), () -> shared.onShared(given));
    }
}
