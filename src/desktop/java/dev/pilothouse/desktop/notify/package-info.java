/** The system's own notifications, shown by the small program that each system has for it. */
package dev.pilothouse.desktop.notify;
