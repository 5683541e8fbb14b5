package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A question to the person, answered once.
 *
 * @param title the question, on one line
 * @param detail Markdown with more, may be empty
 * @param toolCall the transcript item of the blocked tool call
 * @param options the agent's own options in the agent's order, empty for a free question
 * @param fields the form of a question, empty for none; a single free-text question has one field
 * @param toolKind the kind of action that needs permission
 * @param object the target of the action: the command, path or address on one line, complete or ending in an ellipsis;
 *     empty if unknown
 * @param host null for a question of the agent
 */
public record Pending(
        PendingId pendingId,
        PendingKind kind,
        String title,
        String detail,
        @Nullable ItemId toolCall,
        List<PendingOption> options,
        List<QuestionField> fields,
        @Nullable ToolKind toolKind,
        String object,
        @Nullable HostQuestion host) {
    public Pending {
        Objects.requireNonNull(pendingId, "pendingId");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(detail, "detail");
        options = List.copyOf(options);
        fields = List.copyOf(fields);
        Objects.requireNonNull(object, "object");
    }

    /** A question of the agent. */
    public Pending(
            PendingId pendingId,
            PendingKind kind,
            String title,
            String detail,
            @Nullable ItemId toolCall,
            List<PendingOption> options,
            List<QuestionField> fields,
            @Nullable ToolKind toolKind,
            String object) {
        this(pendingId, kind, title, detail, toolCall, options, fields, toolKind, object, null);
    }

    /** A question of the agent without a known action. */
    public Pending(
            PendingId pendingId,
            PendingKind kind,
            String title,
            String detail,
            @Nullable ItemId toolCall,
            List<PendingOption> options,
            List<QuestionField> fields) {
        this(pendingId, kind, title, detail, toolCall, options, fields, null, "");
    }

    /** The scope that a device needs to answer. */
    public Scope scope() {
        return host == null ? Scope.ANSWER : host.scope();
    }
}
