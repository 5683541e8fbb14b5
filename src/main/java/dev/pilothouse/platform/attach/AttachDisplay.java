package dev.pilothouse.platform.attach;

import com.gluonhq.attach.display.DisplayService;
import dev.pilothouse.platform.DeviceDisplay;
import dev.pilothouse.platform.Subscription;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.value.ChangeListener;

/**
 * The screen through Gluon Attach. Owns only the listeners that it registered with the service. Confined to the FX
 * thread. Lives as long as the app.
 */
public final class AttachDisplay implements DeviceDisplay {

    private final DisplayService service;
    private final boolean coveringStatusBar;
    private final ReadOnlyObjectProperty<DisplayService.Notch> notch;

    /**
     * Must run on the FX thread: a first call to the service on another thread breaks the screen for the whole JVM.
     *
     * @param coveringStatusBar whether the system draws over the window, as iOS does
     */
    public AttachDisplay(DisplayService service, boolean coveringStatusBar) {
        this.service = service;
        this.coveringStatusBar = coveringStatusBar;
        // Stored, because the desktop's service creates a new property on every call.
        this.notch = service.notchProperty();
    }

    @Override
    public FormFactor formFactor() {
        if (service.isPhone()) {
            return FormFactor.PHONE;
        }
        return service.isTablet() ? FormFactor.TABLET : FormFactor.DESKTOP;
    }

    @Override
    public Optional<Edge> notch() {
        if (!service.hasNotch()) {
            return Optional.empty();
        }
        return switch (notch.get()) {
            case TOP -> Optional.of(Edge.TOP);
            case BOTTOM -> Optional.of(Edge.BOTTOM);
            case LEFT -> Optional.of(Edge.LEFT);
            case RIGHT -> Optional.of(Edge.RIGHT);
            case UNKNOWN -> Optional.empty();
        };
    }

    @Override
    public boolean hasCoveringStatusBar() {
        return coveringStatusBar;
    }

    @Override
    public Subscription observe(Runnable onChanged) {
        ChangeListener<DisplayService.Notch> listener = (property, before, after) -> onChanged.run();
        notch.addListener(listener);
        return () -> notch.removeListener(listener);
    }
}
