package dev.pilothouse.platform;

final class ManualDisplayTest extends DeviceDisplayContract {

    private ManualDisplay display;

    @Override
    protected DeviceDisplay display(DeviceDisplay.FormFactor formFactor) {
        display = new ManualDisplay(formFactor);
        return display;
    }

    @Override
    protected void notchAt(DeviceDisplay.Edge edge) {
        display.notchAt(edge);
    }
}
