/** What a device needs to be paired with hosts: reading tickets, its own key, and the hosts that it knows. */
package dev.pilothouse.pairing;
