package dev.pilothouse.camera;

import com.gluonhq.attach.barcodescan.BarcodeScanService;
import dev.pilothouse.platform.CodeScanner;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The camera through Attach's barcode-scan. Compiled by the profile {@code full-attach}. Confined to the FX thread. */
public final class Camera implements CodeScanner {
    private final BarcodeScanService device;
    private @Nullable Consumer<String> waiting;

    private Camera(BarcodeScanService device) {
        this.device = device;
        // Attach sets null at each start, so the same code twice is a change too.
        device.resultProperty().addListener((property, before, now) -> onResult(now));
    }

    /** Empty if Attach has no such service for this device. */
    public static Optional<CodeScanner> scanner() {
        return BarcodeScanService.create().map(Camera::new);
    }

    @Override
    public void scan(Consumer<String> found) {
        waiting = null;
        // Without the text of a result: Attach would show the secret of the ticket.
        device.asyncScan("", "", "");
        waiting = found;
    }

    private void onResult(@Nullable String text) {
        Consumer<String> found = waiting;
        if (found != null && text != null && !text.isEmpty()) {
            waiting = null;
            found.accept(text);
        }
    }
}
