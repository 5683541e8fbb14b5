/** The messages of the bridge and their bytes. {@code docs/protocol.md} is the normative text. */
package dev.pilothouse.protocol;
