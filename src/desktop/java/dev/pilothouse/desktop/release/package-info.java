/** Finds the newest release of the program, at the user's request. */
package dev.pilothouse.desktop.release;
