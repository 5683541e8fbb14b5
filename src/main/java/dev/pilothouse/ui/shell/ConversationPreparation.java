package dev.pilothouse.ui.shell;

import dev.pilothouse.ui.fx.FxPulse;
import java.util.ArrayDeque;
import java.util.Deque;
import javafx.scene.Scene;

/**
 * Makes the conversation ready while the window shows the list, so that its first session opens sooner. Begins half a
 * second after the first frame, and does one task in each frame, until none is left, a session is opened or the window
 * is closed. Then it causes no more frames. Does nothing in a window that starts with a session, and on a phone, which
 * shows one of the two at a time.
 *
 * <p>Confined to the FX thread. Ends by itself.
 */
final class ConversationPreparation {
    /** The processors are left to the drawing of the first frame, and to the host that starts after it. */
    private static final int FRAMES_BEFORE = 30;

    private final MainPane main;
    private final ConversationPane conversation;
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final Runnable afterFrame = this::afterFrame;
    private final FxPulse pulse = new FxPulse(this::next);
    private int framesBefore = FRAMES_BEFORE;
    private boolean begun;

    ConversationPreparation(MainPane main, ConversationPane conversation) {
        this.main = main;
        this.conversation = conversation;
        main.sceneProperty().addListener((property, before, now) -> {
            if (before != null) {
                before.removePostLayoutPulseListener(afterFrame);
            }
            if (now != null && !begun) {
                now.addPostLayoutPulseListener(afterFrame);
            }
        });
    }

    private void afterFrame() {
        if (isShown()) {
            main.getScene().removePostLayoutPulseListener(afterFrame);
            pulse.arm();
        }
    }

    private boolean isShown() {
        Scene scene = main.getScene();
        return scene != null && scene.getWindow() != null && scene.getWindow().isShowing();
    }

    /** Does the next task. @return whether there may be another one */
    private boolean next() {
        boolean isMade = !begun && conversation.getScene() != null;
        if (isMade || !isShown()) {
            // A session was opened first, which made all parts, or the window was closed.
            begun = true;
            tasks.clear();
            return false;
        }
        if (framesBefore > 0) {
            framesBefore--;
            return true;
        }
        if (!begun) {
            begun = true;
            if (main.hideConversation()) {
                tasks.addAll(conversation.preparations());
            }
        }
        Runnable task = conversation.isVisible() ? null : tasks.poll();
        if (task == null) {
            return false;
        }
        task.run();
        return true;
    }
}
