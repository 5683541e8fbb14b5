/** Where files lie on this kind of machine: a package of its own, since the window, the host and the commands all ask. */
package dev.pilothouse.desktop.folders;
