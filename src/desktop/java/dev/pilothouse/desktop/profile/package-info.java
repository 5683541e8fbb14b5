/**
 * Profiles: named sets of MCP servers, variables, instructions and start settings for sessions. Reads and writes their
 * file, and looks up secrets when an agent starts.
 */
@NullMarked
package dev.pilothouse.desktop.profile;

import org.jspecify.annotations.NullMarked;
