/**
 * Runs agents away from the host: builds the local command that connects, and the script that starts the agent at the
 * remote end and ends it with the connection. Pure; processes belong to {@code desktop.process}.
 */
@NullMarked
package dev.pilothouse.desktop.runner;

import org.jspecify.annotations.NullMarked;
