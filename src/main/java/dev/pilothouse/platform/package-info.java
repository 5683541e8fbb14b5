/**
 * Ports to the services that a device may or may not have. Depends neither on JavaFX nor on any device. The adapters to
 * Gluon Attach are in {@code platform.attach}; those of the desktop are in the desktop build.
 */
@NullMarked
package dev.pilothouse.platform;

import org.jspecify.annotations.NullMarked;
