/** Git worktrees for sessions: they are created and removed as jobs, and never with the life of a session. */
@NullMarked
package dev.pilothouse.desktop.worktree;

import org.jspecify.annotations.NullMarked;
