/** The hosts of this device, the devices of a host, and pairing. */
@NullMarked
package dev.pilothouse.ui.pairing;

import org.jspecify.annotations.NullMarked;
