/** The host's side of pairing: its keys, live tickets, pairing requests and paired devices. */
package dev.pilothouse.desktop.pairing;
