/** The pull request of a session's branch: its state and checks, or the form for a new one. */
@NullMarked
package dev.pilothouse.ui.forge;

import org.jspecify.annotations.NullMarked;
