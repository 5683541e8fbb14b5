/** The side panel of a session: its plan, the files it has changed, and what it has used. */
package dev.pilothouse.ui.panel;
