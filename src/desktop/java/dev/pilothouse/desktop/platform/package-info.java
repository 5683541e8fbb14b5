/** Adapters of small ports of {@code dev.pilothouse.platform} to a desktop, and its default folders. */
package dev.pilothouse.desktop.platform;
