/**
 * A server of the Model Context Protocol (MCP) over lines of text: versions, tools and bounds. What the tools do is
 * the caller's.
 */
@NullMarked
package dev.pilothouse.desktop.mcp;

import org.jspecify.annotations.NullMarked;
