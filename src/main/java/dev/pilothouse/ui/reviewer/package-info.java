/** The sheet that lets another agent review the changes of a session. */
@NullMarked
package dev.pilothouse.ui.reviewer;

import org.jspecify.annotations.NullMarked;
