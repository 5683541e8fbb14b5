/** This device's settings: appearance, text size, notifications, updates; and the screen that changes them. */
@NullMarked
package dev.pilothouse.ui.settings;

import org.jspecify.annotations.NullMarked;
