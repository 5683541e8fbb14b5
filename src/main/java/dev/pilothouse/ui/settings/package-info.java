/** What this device remembers for its person: appearance, text size, drafts; and the screen that changes it. */
package dev.pilothouse.ui.settings;
