/**
 * Teams: a lead agent gives work to worker agents, by an MCP server of the host or by lines of its last message. The
 * run of a team is journaled like every run.
 */
@NullMarked
package dev.pilothouse.desktop.team;

import org.jspecify.annotations.NullMarked;
