/** The host against real agents, real sockets and real disks, and its parts alone. */
package dev.pilothouse.desktop.host;
