/** Sets up the log files. */
@NullMarked
package dev.pilothouse.desktop.logging;

import org.jspecify.annotations.NullMarked;
