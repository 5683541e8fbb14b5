/** The page of the git worktrees of the hosts. */
@NullMarked
package dev.pilothouse.ui.worktrees;

import org.jspecify.annotations.NullMarked;
