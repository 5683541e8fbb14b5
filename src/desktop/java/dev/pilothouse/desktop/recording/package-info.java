/** Makes the recording that a client without a host plays as its demo. Not part of a running host. */
@NullMarked
package dev.pilothouse.desktop.recording;

import org.jspecify.annotations.NullMarked;
