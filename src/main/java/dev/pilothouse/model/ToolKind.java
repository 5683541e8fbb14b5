package dev.pilothouse.model;

/** The kind of a tool call, with the names of the Agent Client Protocol. */
public enum ToolKind {
    READ,
    EDIT,
    DELETE,
    MOVE,
    SEARCH,
    EXECUTE,
    THINK,
    FETCH,
    SWITCH_MODE,
    OTHER
}
