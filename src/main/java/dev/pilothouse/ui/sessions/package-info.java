/** The list of sessions of all hosts, sorted by need for the person, and the texts for their states. */
package dev.pilothouse.ui.sessions;
