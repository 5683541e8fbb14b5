/** The changes of files: the diff of two texts as rows to draw, and the sums for a file. No JavaFX; any thread. */
@NullMarked
package dev.pilothouse.ui.diff;

import org.jspecify.annotations.NullMarked;
