package com.gluonhq.attach.barcodescan;

import java.util.Optional;
import javafx.beans.property.ReadOnlyStringProperty;

/** Attach's interface as of 4.0.25, written down, since no registry of this build serves it. A test sets the device. */
public interface BarcodeScanService {
    BarcodeScanService[] DEVICE = new BarcodeScanService[1];

    static Optional<BarcodeScanService> create() {
        return Optional.ofNullable(DEVICE[0]);
    }

    void asyncScan();

    @Deprecated
    Optional<String> scan();

    void asyncScan(String title, String legend, String resultText);

    @Deprecated
    Optional<String> scan(String title, String legend, String resultText);

    ReadOnlyStringProperty resultProperty();
}
