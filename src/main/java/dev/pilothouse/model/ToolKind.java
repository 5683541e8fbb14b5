package dev.pilothouse.model;

/** What sort of action a tool call is, as the Agent Client Protocol names it. */
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
