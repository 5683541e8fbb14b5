/** Notifies users who are away from the app that a session needs them: by webhook and ntfy, at most once. */
@NullMarked
package dev.pilothouse.desktop.push;

import org.jspecify.annotations.NullMarked;
