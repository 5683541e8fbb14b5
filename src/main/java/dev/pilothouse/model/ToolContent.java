package dev.pilothouse.model;

import org.jspecify.annotations.Nullable;

/** One part of a tool call's visible content. */
public sealed interface ToolContent {

    /** Prose or output; may be Markdown. */
    record Text(String text) implements ToolContent {}

    /**
     * A change to one file.
     *
     * @param path as the agent gave it
     * @param oldText null for a new file
     */
    record Diff(String path, @Nullable String oldText, String newText) implements ToolContent {}

    /** Output of a command, possibly with ANSI colours. */
    record Terminal(String output) implements ToolContent {}

    /**
     * A part that is too large for an update.
     *
     * @param head its beginning, for display
     * @param characters length of the whole content in UTF-16 units
     */
    record Large(BlobId blob, String head, long characters) implements ToolContent {}

    /** A part of an unknown kind, with the agent's JSON text. */
    record Other(String kind, String json) implements ToolContent {}

    interface Visitor<R> {
        R text(Text text);

        R diff(Diff diff);

        R terminal(Terminal terminal);

        R large(Large large);

        R other(Other other);
    }

    default <R> R accept(Visitor<R> visitor) {
        if (this instanceof Text text) {
            return visitor.text(text);
        } else if (this instanceof Diff diff) {
            return visitor.diff(diff);
        } else if (this instanceof Terminal terminal) {
            return visitor.terminal(terminal);
        } else if (this instanceof Large large) {
            return visitor.large(large);
        }
        return visitor.other((Other) this);
    }
}
