/** One prompt to several sessions: the choice of the sessions, a preview, and the outcome for each. */
@NullMarked
package dev.pilothouse.ui.many;

import org.jspecify.annotations.NullMarked;
