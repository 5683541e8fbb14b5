/** The phone app on a desktop: the real client against a real host, with a phone's networks, memory and lifecycle. */
package dev.pilothouse.desktop.phone;
