/** The host's end of the bridge: its server, connections and their outboxes. */
package dev.pilothouse.desktop.bridge;
