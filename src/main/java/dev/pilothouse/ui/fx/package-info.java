/**
 * The JavaFX base of all screens: the pulse, the executor for the FX thread, fonts, theme, icons, and the reconciler
 * that updates observable lists with few changes.
 */
@NullMarked
package dev.pilothouse.ui.fx;

import org.jspecify.annotations.NullMarked;
