/**
 * The texts of the interface: one bundle per language, looked up by key. Does not use JavaFX, so that presenters may
 * use it.
 */
@NullMarked
package dev.pilothouse.ui.text;

import org.jspecify.annotations.NullMarked;
