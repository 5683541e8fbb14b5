/**
 * Finding hosts in a network by mDNS: a host that shares announces itself, and a client whose host is not where it was hears
 * where it is now. Hints only: who a host is, its key proves, and nobody is paired without a ticket.
 */
package dev.pilothouse.desktop.discovery;
