/** The composition of a client: creates its parts, wires them, and closes them in order. Only the platforms use it. */
@NullMarked
package dev.pilothouse.app;

import org.jspecify.annotations.NullMarked;
