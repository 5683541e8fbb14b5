/** Commits of sessions' working trees: staging, commits, and changes that a person rejects. */
@NullMarked
package dev.pilothouse.desktop.commit;

import org.jspecify.annotations.NullMarked;
