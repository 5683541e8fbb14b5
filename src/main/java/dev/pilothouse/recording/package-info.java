/** Playback of a recorded host: the demo of an app that has no host. */
@NullMarked
package dev.pilothouse.recording;

import org.jspecify.annotations.NullMarked;
