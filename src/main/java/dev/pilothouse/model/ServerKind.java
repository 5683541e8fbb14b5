package dev.pilothouse.model;

/** How an agent reaches an MCP server. */
public enum ServerKind {
    /** The agent starts a program and speaks to it on its standard input and output. */
    STDIO,
    /** Streamable HTTP. */
    HTTP,
    /** HTTP with server-sent events, the older form. */
    SSE,
    /** One of a later host. */
    OTHER
}
