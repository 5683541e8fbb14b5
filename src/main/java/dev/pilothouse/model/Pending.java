package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
    /** Characters of a {@link #plainCommand}. */
    private static final int MAX_PLAIN = 300;

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

    /**
     * The command that needs permission, if it can be compared with others: it is whole, and has printable ASCII
     * characters alone, so that two commands that look the same are the same. Empty for other questions.
     */
    public Optional<String> plainCommand() {
        boolean plain = kind == PendingKind.PERMISSION
                && host == null
                && toolKind == ToolKind.EXECUTE
                && !object.isBlank()
                && object.length() <= MAX_PLAIN
                && object.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        return plain ? Optional.of(object) : Optional.empty();
    }

    /** The first option of a kind. */
    public Optional<String> option(PendingOption.Kind wanted) {
        return options.stream()
                .filter(option -> option.kind() == wanted)
                .map(PendingOption::optionId)
                .findFirst();
    }

    /** The scope that a device needs to answer. */
    public Scope scope() {
        return host == null ? Scope.ANSWER : host.scope();
    }
}
