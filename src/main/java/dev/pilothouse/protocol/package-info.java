/** The messages of the bridge and their encoding. {@code docs/protocol.md} is the normative text. */
@NullMarked
package dev.pilothouse.protocol;

import org.jspecify.annotations.NullMarked;
