/** The messages of the bridge and their encoding. {@code docs/protocol.md} is the normative text. */
package dev.pilothouse.protocol;
