/** The viewer of one file of a session: text, picture or changes. And the tree of a session's files. */
@NullMarked
package dev.pilothouse.ui.viewer;

import org.jspecify.annotations.NullMarked;
