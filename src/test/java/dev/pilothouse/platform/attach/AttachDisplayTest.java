package dev.pilothouse.platform.attach;

import com.gluonhq.attach.display.DisplayService;
import dev.pilothouse.platform.DeviceDisplay;
import dev.pilothouse.platform.DeviceDisplay.Edge;
import dev.pilothouse.platform.DeviceDisplay.FormFactor;
import dev.pilothouse.platform.DeviceDisplayContract;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Dimension2D;

final class AttachDisplayTest extends DeviceDisplayContract {

    private ScriptedService service;

    @Override
    protected DeviceDisplay display(FormFactor formFactor) {
        service = new ScriptedService(formFactor);
        return new AttachDisplay(service, false);
    }

    @Override
    protected void notchAt(Edge edge) {
        service.notch.set(DisplayService.Notch.valueOf(edge.name()));
    }

    /** A phone's service that the test controls. */
    private static final class ScriptedService implements DisplayService {

        private final FormFactor formFactor;
        private final ReadOnlyObjectWrapper<Notch> notch = new ReadOnlyObjectWrapper<>(Notch.UNKNOWN);

        ScriptedService(FormFactor formFactor) {
            this.formFactor = formFactor;
        }

        @Override
        public boolean isPhone() {
            return formFactor == FormFactor.PHONE;
        }

        @Override
        public boolean isTablet() {
            return formFactor == FormFactor.TABLET;
        }

        @Override
        public boolean isDesktop() {
            return formFactor == FormFactor.DESKTOP;
        }

        @Override
        public Dimension2D getScreenResolution() {
            return new Dimension2D(1170, 2532);
        }

        @Override
        public Dimension2D getDefaultDimensions() {
            return new Dimension2D(390, 844);
        }

        @Override
        public float getScreenScale() {
            return 3;
        }

        @Override
        public boolean isScreenRound() {
            return false;
        }

        @Override
        public boolean hasNotch() {
            return notch.get() != Notch.UNKNOWN;
        }

        @Override
        public ReadOnlyObjectProperty<Notch> notchProperty() {
            return notch.getReadOnlyProperty();
        }
    }
}
