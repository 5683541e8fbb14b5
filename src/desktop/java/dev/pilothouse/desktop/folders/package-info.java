/** The default folders on each platform. A separate package, since the window, the host and the commands use it. */
package dev.pilothouse.desktop.folders;
