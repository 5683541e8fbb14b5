/** Draws the diff of a file, and sums up the changes of files. The diff itself is computed in {@code session}. */
@NullMarked
package dev.pilothouse.ui.diff;

import org.jspecify.annotations.NullMarked;
