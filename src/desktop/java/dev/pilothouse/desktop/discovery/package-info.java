/**
 * Finds hosts in a network by mDNS. A shared host announces itself, and a client whose host has moved learns its new
 * address. Announcements are only hints: the host's key proves its identity, and pairing needs a ticket.
 */
@NullMarked
package dev.pilothouse.desktop.discovery;

import org.jspecify.annotations.NullMarked;
