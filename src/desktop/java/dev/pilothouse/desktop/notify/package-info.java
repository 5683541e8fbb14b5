/** The system's own notifications, shown by each system's small program for them. */
package dev.pilothouse.desktop.notify;
