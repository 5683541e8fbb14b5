/** The side panel of a session: its plan, its changed files, and its usage. */
package dev.pilothouse.ui.panel;
