/** The host's side of pairing: its keys, live tickets, pairing requests and paired devices. */
@NullMarked
package dev.pilothouse.desktop.pairing;

import org.jspecify.annotations.NullMarked;
