/**
 * The registry of agents: the host's copy of it, and the agents that are installed from it.
 */
@NullMarked
package dev.pilothouse.desktop.registry;

import org.jspecify.annotations.NullMarked;
