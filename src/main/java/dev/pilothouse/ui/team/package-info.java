/** The form that starts a team: a lead with workers. */
@NullMarked
package dev.pilothouse.ui.team;

import org.jspecify.annotations.NullMarked;
