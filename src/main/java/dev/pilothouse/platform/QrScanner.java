package dev.pilothouse.platform;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Reads a QR code with the device's camera. Called on the FX thread; owns the camera only while it scans. */
public interface QrScanner {

    /**
     * Shows the camera until a code is read or the person goes back.
     *
     * @return completes on the FX thread with the code's text. Completes with empty if the person went back or the app
     *     may not use the camera. Never completes exceptionally.
     */
    CompletionStage<Optional<String>> scan();
}
