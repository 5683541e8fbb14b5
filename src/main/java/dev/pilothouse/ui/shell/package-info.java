/**
 * The window as a whole: the current screen, the layout on a desktop and on a phone, and the only place that receives
 * changes.
 */
@NullMarked
package dev.pilothouse.ui.shell;

import org.jspecify.annotations.NullMarked;
