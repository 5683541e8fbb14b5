/** The changes of a session's git working tree: the list of files and the differences of each. */
@NullMarked
package dev.pilothouse.ui.changes;

import org.jspecify.annotations.NullMarked;
