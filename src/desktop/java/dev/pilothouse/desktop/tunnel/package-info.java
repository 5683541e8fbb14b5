/**
 * Connections for devices outside the network: third-party programs that forward a public address to the bridge. Owns
 * their processes, interprets their output, and publishes the address. The traffic is encrypted end to end, so a tunnel
 * is trusted only to carry it.
 */
@NullMarked
package dev.pilothouse.desktop.tunnel;

import org.jspecify.annotations.NullMarked;
