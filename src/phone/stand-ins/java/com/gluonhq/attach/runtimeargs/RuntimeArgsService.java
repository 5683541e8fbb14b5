package com.gluonhq.attach.runtimeargs;

import java.util.Optional;
import java.util.function.Consumer;

/** Attach's interface as of 4.0.25, written down, since no registry of this build serves it. A test sets the device. */
public interface RuntimeArgsService {
    String LAUNCH_URL_KEY = "Launch.URL";

    String LAUNCH_LOCAL_NOTIFICATION_KEY = "Launch.LocalNotification";

    String LAUNCH_PUSH_NOTIFICATION_KEY = "Launch.PushNotification";

    RuntimeArgsService[] DEVICE = new RuntimeArgsService[1];

    static Optional<RuntimeArgsService> create() {
        return Optional.ofNullable(DEVICE[0]);
    }

    void fire(String key, String value);

    void addListener(String key, Consumer<String> consumer);

    void removeListener(String key);
}
