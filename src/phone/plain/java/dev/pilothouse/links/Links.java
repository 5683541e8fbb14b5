package dev.pilothouse.links;

import dev.pilothouse.platform.IncomingLinks;
import java.util.Optional;

/** The links of a build without Attach's runtime-args, which the profile {@code full-attach} adds. Holds no state. */
public final class Links {

    private Links() {}

    public static Optional<IncomingLinks> incoming() {
        return Optional.empty();
    }
}
