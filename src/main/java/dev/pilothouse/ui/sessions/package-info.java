/** The list of sessions of all hosts, ordered by who needs the person, and the words for what a session is doing. */
package dev.pilothouse.ui.sessions;
