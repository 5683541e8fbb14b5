/** The client's end of the bridge: transports, the client that mirrors one host, and pending intents. */
@NullMarked
package dev.pilothouse.bridge;

import org.jspecify.annotations.NullMarked;
