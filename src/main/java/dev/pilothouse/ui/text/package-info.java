/** The words of the interface: one bundle, looked up by key. Knows no JavaFX, so that presenters may use it. */
package dev.pilothouse.ui.text;
