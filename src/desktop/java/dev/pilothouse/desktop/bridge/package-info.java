/** The host's end of the bridge: the door, the connections and their outboxes. */
package dev.pilothouse.desktop.bridge;
