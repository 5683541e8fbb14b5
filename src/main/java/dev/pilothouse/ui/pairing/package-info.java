/** The hosts of this device, the devices of a host, and how the two are paired. */
package dev.pilothouse.ui.pairing;
