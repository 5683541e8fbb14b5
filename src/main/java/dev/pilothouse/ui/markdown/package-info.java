/**
 * Markdown as a flat run of blocks, each small enough to be one row of a virtualised list. The model and its parser know
 * no JavaFX and run on any thread; the views that draw a block are confined to the FX thread.
 */
package dev.pilothouse.ui.markdown;
