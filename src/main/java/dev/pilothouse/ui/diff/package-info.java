/** Computes the diff of two texts as rows to draw. Does not use JavaFX; any thread may call it. */
package dev.pilothouse.ui.diff;
