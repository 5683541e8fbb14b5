/** Notifies users who are away from the app that a session needs them: by webhook and ntfy, at most once. */
package dev.pilothouse.desktop.push;
