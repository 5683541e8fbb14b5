/** The desktop build: the host that owns the agents, its command line, and the window's entry point. */
@NullMarked
package dev.pilothouse.desktop;

import org.jspecify.annotations.NullMarked;
