/** Searches the transcripts of all sessions of a host, on threads of its own. */
@NullMarked
package dev.pilothouse.desktop.search;

import org.jspecify.annotations.NullMarked;
