/** The adapter that runs an agent as a child process over the Agent Client Protocol. */
package dev.pilothouse.desktop.acp;
