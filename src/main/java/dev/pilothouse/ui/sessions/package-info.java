/** The list of sessions of all hosts, sorted by need for the person, and the search over them. */
@NullMarked
package dev.pilothouse.ui.sessions;

import org.jspecify.annotations.NullMarked;
