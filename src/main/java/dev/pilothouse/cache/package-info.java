/**
 * What a client keeps of its hosts on the device, encrypted, so that it opens with content and offline: the last state of
 * sessions with the cursor to go on from, the overview, and what the person asked for that the host has not confirmed.
 */
package dev.pilothouse.cache;
