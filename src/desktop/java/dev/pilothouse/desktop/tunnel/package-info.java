/**
 * Ways for devices that are not in the same network: programs of others that lead an address of theirs to the bridge. Owns
 * their processes, knows their words, and hands out the address. What goes through is sealed end to end, so a tunnel is
 * trusted with nothing but to carry it.
 */
package dev.pilothouse.desktop.tunnel;
