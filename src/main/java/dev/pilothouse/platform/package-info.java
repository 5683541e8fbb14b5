/**
 * Ports to what a device may or may not offer. Knows neither JavaFX nor any device; the adapters to Gluon Attach are in
 * {@code platform.attach}, those of the desktop in the desktop build.
 */
package dev.pilothouse.platform;
