/** The desktop build: the host that owns the agents, its command line, and the window's entry point. */
package dev.pilothouse.desktop;
