/**
 * The host's storage on disk: its data folder, the journals, their generations, large content, and the recent updates
 * of each session.
 */
@NullMarked
package dev.pilothouse.desktop.journal;

import org.jspecify.annotations.NullMarked;
