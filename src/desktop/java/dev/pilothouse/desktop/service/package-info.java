/** Starts the host or the window with the system: services, autostart, and the files that they need. */
@NullMarked
package dev.pilothouse.desktop.service;

import org.jspecify.annotations.NullMarked;
