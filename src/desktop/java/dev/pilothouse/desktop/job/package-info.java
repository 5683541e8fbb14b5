/**
 * Jobs: units of work of the host that survive its end. Each is journaled before it acts, and is continued or settled
 * at the next start.
 */
@NullMarked
package dev.pilothouse.desktop.job;

import org.jspecify.annotations.NullMarked;
