/** Checks: commands that the host runs in a directory to see whether the work there is right. */
@NullMarked
package dev.pilothouse.desktop.check;

import org.jspecify.annotations.NullMarked;
