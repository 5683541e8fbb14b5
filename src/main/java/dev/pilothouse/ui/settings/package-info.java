/** This device's preferences: appearance, text size, drafts; and the screen that changes them. */
package dev.pilothouse.ui.settings;
