/** Adapters of small ports of {@code dev.pilothouse.platform} to a desktop, and its default folders. */
@NullMarked
package dev.pilothouse.desktop.platform;

import org.jspecify.annotations.NullMarked;
