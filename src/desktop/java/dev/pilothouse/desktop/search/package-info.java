/** Searches the transcripts of all sessions of a host, on threads of its own. */
package dev.pilothouse.desktop.search;
