/** A host that was recorded once and is played back: the demo of an app that knows no host. */
package dev.pilothouse.recording;
