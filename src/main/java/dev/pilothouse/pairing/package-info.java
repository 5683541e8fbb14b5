/** Pairing a device with hosts: ticket parsing, the device's own key, and the store of paired hosts. */
package dev.pilothouse.pairing;
