/** Differences between two texts as rows to be drawn. The model knows no JavaFX and may be made on any thread. */
package dev.pilothouse.ui.diff;
