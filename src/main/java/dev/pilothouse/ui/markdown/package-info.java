/**
 * Markdown as a flat list of blocks, each small enough to be one row of a virtualised list. The model and its parser do
 * not use JavaFX and run on any thread. The views that draw a block are confined to the FX thread.
 */
@NullMarked
package dev.pilothouse.ui.markdown;

import org.jspecify.annotations.NullMarked;
