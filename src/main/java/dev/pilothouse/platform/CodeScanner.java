package dev.pilothouse.platform;

import java.util.function.Consumer;

/** Scans a QR code with the device's camera, in a window of the device. Called on the FX thread, which also runs the callback. */
@FunctionalInterface
public interface CodeScanner {

    /**
     * Opens the camera. A second call replaces the callback of the first.
     *
     * @param found gets the text of the code; never runs if the person cancels. The text is untrusted.
     */
    void scan(Consumer<String> found);
}
