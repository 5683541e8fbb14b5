package dev.pilothouse.platform;

import java.util.function.Consumer;

/** Links of the app's scheme that the system passes to the running app. Confined to the FX thread. */
@FunctionalInterface
public interface IncomingLinks {

    /**
     * Called once. From then on the receiver gets each link, on the thread on which the system passes it. If a link
     * started the app, the receiver may get that one at once.
     */
    void observe(Consumer<String> receiver);
}
