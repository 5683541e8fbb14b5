/** The hosts of this device, the devices of a host, and pairing. */
package dev.pilothouse.ui.pairing;
