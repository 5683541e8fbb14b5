package dev.pilothouse.camera;

import dev.pilothouse.platform.CodeScanner;
import java.util.Optional;

/** The camera of a build without Attach's barcode-scan, which the profile {@code full-attach} adds. Holds no state. */
public final class Camera {

    private Camera() {}

    public static Optional<CodeScanner> scanner() {
        return Optional.empty();
    }
}
