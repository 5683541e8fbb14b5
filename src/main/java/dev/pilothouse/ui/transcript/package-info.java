/**
 * The conversation of one session: its projection from state to rows, and the virtualised list that draws them. Each
 * row is a value that can be drawn separately. The rows and their projection do not use JavaFX.
 */
@NullMarked
package dev.pilothouse.ui.transcript;

import org.jspecify.annotations.NullMarked;
