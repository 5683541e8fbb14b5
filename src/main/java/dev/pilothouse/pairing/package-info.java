/** Pairing a device with hosts: ticket parsing, the device's own key, and the store of paired hosts. */
@NullMarked
package dev.pilothouse.pairing;

import org.jspecify.annotations.NullMarked;
