/** The port to one session with one agent: its adapter, its events, and the policies of an agent. */
@NullMarked
package dev.pilothouse.desktop.agent;

import org.jspecify.annotations.NullMarked;
