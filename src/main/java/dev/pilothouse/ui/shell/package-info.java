/** The window as a whole: what is on screen, how the features share it on a desktop and on a phone, and the one place where changes arrive. */
package dev.pilothouse.ui.shell;
