/**
 * Commands that a repository supplies: reading them, asking before they run, running them when a worktree is created or
 * removed, and what a new worktree gets besides: ports and copies of ignored files.
 */
@NullMarked
package dev.pilothouse.desktop.trust;

import org.jspecify.annotations.NullMarked;
