/** Asks which release of the program is the newest, when the person wants it. */
package dev.pilothouse.desktop.release;
