/**
 * A client's encrypted cache of its hosts on the device, so that it opens with content and offline. It holds the last
 * state of sessions with their cursors, the overview, and the intents that the host has not confirmed.
 */
@NullMarked
package dev.pilothouse.cache;

import org.jspecify.annotations.NullMarked;
