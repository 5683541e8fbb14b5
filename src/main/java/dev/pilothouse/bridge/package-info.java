/** The client's end of the bridge: transports, the client that mirrors one host, and pending intents. */
package dev.pilothouse.bridge;
