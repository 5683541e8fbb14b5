/** The host itself: its sessions and their agents, the session registry, and the root that owns all parts. */
@NullMarked
package dev.pilothouse.desktop.host;

import org.jspecify.annotations.NullMarked;
