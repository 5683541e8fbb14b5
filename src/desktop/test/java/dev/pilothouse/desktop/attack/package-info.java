/** Attacks on a host: each row of the table in {@code docs/security.md} names one of these tests. */
package dev.pilothouse.desktop.attack;
