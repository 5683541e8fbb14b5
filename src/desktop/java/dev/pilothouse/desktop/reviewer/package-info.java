/** Reviews of a session's changes by another agent: its copy of the files, its findings, and the rounds. */
@NullMarked
package dev.pilothouse.desktop.reviewer;

import org.jspecify.annotations.NullMarked;
