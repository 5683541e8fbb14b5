/** The side panel of a session: its plan, its changed files, and its usage. */
@NullMarked
package dev.pilothouse.ui.panel;

import org.jspecify.annotations.NullMarked;
