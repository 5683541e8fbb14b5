/** Runs git for the host: hardened reading of repositories that may be hostile, and commands that a person ordered. */
@NullMarked
package dev.pilothouse.desktop.git;

import org.jspecify.annotations.NullMarked;
