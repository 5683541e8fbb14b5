/**
 * One session's conversation: its projection from state to rows, each a value small enough to be drawn by itself, and the
 * virtualised list that draws them. The rows and their projection know no JavaFX.
 */
package dev.pilothouse.ui.transcript;
