/** The host itself: its sessions and their agents, the session registry, and the root that owns all parts. */
package dev.pilothouse.desktop.host;
