/** Playback of a recorded host: the demo of an app that has no host. */
package dev.pilothouse.recording;
