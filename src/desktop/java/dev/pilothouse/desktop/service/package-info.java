/** Starts the host or the window with the system: services, autostart, and the files that they need. */
package dev.pilothouse.desktop.service;
