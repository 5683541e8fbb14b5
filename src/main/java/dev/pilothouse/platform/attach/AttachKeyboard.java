package dev.pilothouse.platform.attach;

import com.gluonhq.attach.keyboard.KeyboardService;
import dev.pilothouse.platform.SoftKeyboard;
import dev.pilothouse.platform.Subscription;
import javafx.beans.property.ReadOnlyFloatProperty;
import javafx.beans.value.ChangeListener;

/**
 * The on-screen keyboard through Gluon Attach. Owns only the listeners that it registered with the service. Confined to
 * the FX thread. Lives as long as the app.
 */
public final class AttachKeyboard implements SoftKeyboard {
    private final ReadOnlyFloatProperty visible;

    public AttachKeyboard(KeyboardService service) {
        // Stored, because listeners must be removed from the same property that they were added to.
        visible = service.visibleHeightProperty();
    }

    @Override
    public double height() {
        float height = visible.get();
        // The number comes from native code. An invalid height counts as 0.
        return Float.isFinite(height) ? Math.max(0, height) : 0;
    }

    @Override
    public Subscription observe(Runnable onChanged) {
        ChangeListener<Number> listener = (property, before, after) -> onChanged.run();
        visible.addListener(listener);
        return () -> visible.removeListener(listener);
    }
}
