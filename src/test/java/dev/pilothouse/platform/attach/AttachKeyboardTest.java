package dev.pilothouse.platform.attach;

import static org.assertj.core.api.Assertions.assertThat;

import com.gluonhq.attach.keyboard.KeyboardService;
import dev.pilothouse.platform.SoftKeyboard;
import dev.pilothouse.platform.SoftKeyboardContract;
import javafx.beans.property.ReadOnlyFloatProperty;
import javafx.beans.property.ReadOnlyFloatWrapper;
import javafx.scene.Node;
import javafx.scene.Parent;
import org.junit.jupiter.api.Test;

final class AttachKeyboardTest extends SoftKeyboardContract {
    private ScriptedService service;

    @Override
    protected SoftKeyboard keyboard() {
        service = new ScriptedService();
        return new AttachKeyboard(service);
    }

    @Override
    protected void cover(double pixels) {
        service.height.set((float) pixels);
    }

    @Test
    void whatMakesNoSenseCoversNothing() {
        SoftKeyboard keyboard = keyboard();

        cover(-3);
        assertThat(keyboard.height()).isZero();
        cover(Double.NaN);
        assertThat(keyboard.height()).isZero();
    }

    /** A phone's service that the test controls. */
    private static final class ScriptedService implements KeyboardService {
        private final ReadOnlyFloatWrapper height = new ReadOnlyFloatWrapper();

        @Override
        public void keepVisibilityForNode(Node node) {
            throw new AssertionError("the window makes room itself");
        }

        @Override
        public void keepVisibilityForNode(Node node, Parent parent) {
            throw new AssertionError("the window makes room itself");
        }

        @Override
        public ReadOnlyFloatProperty visibleHeightProperty() {
            return height.getReadOnlyProperty();
        }
    }
}
