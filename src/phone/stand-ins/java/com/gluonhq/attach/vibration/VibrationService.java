package com.gluonhq.attach.vibration;

import java.util.Optional;

/** Attach's interface as of 4.0.25, written down, since no registry of this build serves it. A test sets the device. */
public interface VibrationService {
    VibrationService[] DEVICE = new VibrationService[1];

    static Optional<VibrationService> create() {
        return Optional.ofNullable(DEVICE[0]);
    }

    void vibrate();

    void vibrate(long... pattern);
}
