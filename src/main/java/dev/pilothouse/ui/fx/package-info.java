/**
 * What every JavaFX screen stands on: the pulse, the one other way onto the FX thread, fonts, theme, icons, and the
 * reconciler that changes observable lists as little as it can.
 */
package dev.pilothouse.ui.fx;
