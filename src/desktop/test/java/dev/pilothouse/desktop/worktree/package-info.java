/** Git worktrees over real repositories and real hosts. */
package dev.pilothouse.desktop.worktree;
