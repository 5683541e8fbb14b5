package dev.pilothouse.model;

import java.util.Objects;

/**
 * An MCP server of a session's profile, as the agent got it at its last start. Has neither the command nor a value.
 *
 * @param sent whether the agent was given it
 * @param reason why it was not given to the agent; empty if it was
 * @param called whether a tool call was recognised as one of its tools; false does not mean that there was none
 */
public record SessionServer(String name, ServerKind kind, boolean sent, HostText reason, boolean called) {
    public SessionServer {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(reason, "reason");
    }

    /** The same after one of its tools was called. */
    public SessionServer seen() {
        return new SessionServer(name, kind, sent, reason, true);
    }

    /**
     * Whether the title of a tool call names a tool of this server. Agents build such titles from the names of the
     * server and of the tool: {@code mcp__docs__search}, {@code docs_search}, {@code docs-search}, {@code docs/search},
     * {@code docs.search}, {@code docs:search}, {@code search (docs MCP Server)}.
     */
    public boolean isNamedBy(String title) {
        if (!sent || name.isEmpty()) {
            return false;
        }
        String plain = title.strip();
        String rest = plain.startsWith("mcp__") ? plain.substring("mcp__".length()) : plain;
        if (rest.startsWith(name) && rest.length() > name.length() + 1) {
            char next = rest.charAt(name.length());
            char after = rest.charAt(name.length() + 1);
            if ("_-/.:".indexOf(next) >= 0 && !Character.isWhitespace(after)) {
                return true;
            }
        }
        return plain.contains("(" + name + " MCP Server)");
    }
}
