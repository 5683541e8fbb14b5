/** The host's side of pairing: its keys, the tickets it has out, who asks, and the devices it knows. */
package dev.pilothouse.desktop.pairing;
