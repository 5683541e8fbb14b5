/** The system's own notifications, shown by each system's small program for them. */
@NullMarked
package dev.pilothouse.desktop.notify;

import org.jspecify.annotations.NullMarked;
