package dev.pilothouse.links;

import com.gluonhq.attach.runtimeargs.RuntimeArgsService;
import dev.pilothouse.platform.IncomingLinks;
import java.util.Optional;

/** The links through Attach's runtime-args. Compiled by the profile {@code full-attach}. Holds no state. */
public final class Links {

    private Links() {}

    /**
     * Empty if Attach has no such service for this device. The first call must be on the FX thread, in whose environment
     * Attach passes the links on.
     */
    public static Optional<IncomingLinks> incoming() {
        return RuntimeArgsService.create()
                .map(service -> receiver -> service.addListener(RuntimeArgsService.LAUNCH_URL_KEY, receiver));
    }
}
