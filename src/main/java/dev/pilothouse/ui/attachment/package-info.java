/** What goes with a prompt: pictures and files on their way to the host, and their small pictures on screen. */
package dev.pilothouse.ui.attachment;
