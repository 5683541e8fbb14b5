/** The client's end of the bridge: transports, the client that keeps one host mirrored, and what it still has to send. */
package dev.pilothouse.bridge;
