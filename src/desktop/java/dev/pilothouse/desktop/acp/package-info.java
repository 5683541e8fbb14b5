/** The adapter that runs an agent as a child process over the Agent Client Protocol. */
@NullMarked
package dev.pilothouse.desktop.acp;

import org.jspecify.annotations.NullMarked;
