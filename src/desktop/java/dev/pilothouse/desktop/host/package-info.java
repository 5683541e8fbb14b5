/** The host itself: sessions with their agents, the list of them, and the root that owns everything. */
package dev.pilothouse.desktop.host;
