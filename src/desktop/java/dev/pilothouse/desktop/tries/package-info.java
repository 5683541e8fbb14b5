/** Runs in which several agents try the same task, each in its own worktree. */
@NullMarked
package dev.pilothouse.desktop.tries;

import org.jspecify.annotations.NullMarked;
