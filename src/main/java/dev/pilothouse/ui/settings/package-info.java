/** This device's settings: appearance, text size, notifications, updates; and the screen that changes them. */
package dev.pilothouse.ui.settings;
