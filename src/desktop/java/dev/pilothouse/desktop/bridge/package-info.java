/** The host's end of the bridge: its server, connections and their outboxes. */
@NullMarked
package dev.pilothouse.desktop.bridge;

import org.jspecify.annotations.NullMarked;
