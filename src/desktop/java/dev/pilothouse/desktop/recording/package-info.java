/** Makes the recording that a client without a host plays as its demo. Not part of a running host. */
package dev.pilothouse.desktop.recording;
