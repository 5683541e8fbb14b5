package dev.pilothouse.platform.attach;

import com.gluonhq.attach.keyboard.KeyboardService;
import dev.pilothouse.platform.SoftKeyboard;
import dev.pilothouse.platform.Subscription;
import javafx.beans.property.ReadOnlyFloatProperty;
import javafx.beans.value.ChangeListener;

/** Owns nothing but what it registered with the service; confined to the FX thread; lives as long as the app. */
public final class AttachKeyboard implements SoftKeyboard {
    private final ReadOnlyFloatProperty visible;

    public AttachKeyboard(KeyboardService service) {
        // Kept: what observers registered with must be what they leave.
        visible = service.visibleHeightProperty();
    }

    @Override
    public double height() {
        float height = visible.get();
        // The number comes from native code: what makes no sense covers nothing.
        return Float.isFinite(height) ? Math.max(0, height) : 0;
    }

    @Override
    public Subscription observe(Runnable onChanged) {
        ChangeListener<Number> listener = (property, before, after) -> onChanged.run();
        visible.addListener(listener);
        return () -> visible.removeListener(listener);
    }
}
