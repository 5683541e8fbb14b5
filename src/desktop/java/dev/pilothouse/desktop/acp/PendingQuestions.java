package dev.pilothouse.desktop.acp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.rpc.RpcError;
import dev.pilothouse.desktop.rpc.RpcRequest;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.BrowserLink;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.QuestionField;
import dev.pilothouse.model.ToolKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The open questions of an agent, at most {@value #MAX_OPEN}; further ones are refused. Owns their requests, without
 * the parameters. Each is answered once. Any thread; calls are synchronized. Ends when all are answered or cancelled.
 */
final class PendingQuestions {
    /** Longer titles are shown in full in the detail. */
    private static final int MAX_TITLE = 200;
    /** Limit of open questions per session. With the size limit of a question they fit into a snapshot. */
    static final int MAX_OPEN = 32;
    /** Limit of a request id's length in characters, since the id is stored. */
    private static final int MAX_ID = 1_000;
    /** Limit of the form fields whose names are stored. */
    private static final int MAX_FIELDS = 100;

    /** A login in a browser takes minutes, and not every agent tells its end. */
    private static final int FOLLOWED = 10;

    private final Map<String, Open> open = new LinkedHashMap<>();
    private int count;
    /** Whether a question was open since the last call of {@link #hasAsked}. */
    private boolean askedSince;

    /** How many calls of {@link #hasAsked} are left in which the person may follow a link in the browser. */
    private int followed;

    private boolean refusalLogged;
    private boolean closed;

    /**
     * Handles a {@code session/request_permission}.
     *
     * @return the event for the session; empty if the request was refused, and the session was already notified or must
     *     not be
     */
    synchronized Optional<AgentEvent> permission(RpcRequest request) {
        if (closed) {
            refuse(request, PendingKind.PERMISSION);
            return Optional.empty();
        }
        Optional<RpcError> refusal = refusal(request);
        if (refusal.isPresent()) {
            return refused(request, refusal.get());
        }
        JsonFields params = JsonFields.of(request.params());
        JsonFields call = params.object("toolCall").orElse(new JsonFields(new JsonObject()));
        boolean planApproval = call.text("kind").orElse("").equals("switch_mode");
        PendingKind kind = planApproval ? PendingKind.PLAN_APPROVAL : PendingKind.PERMISSION;
        String ofCall =
                call.text("title").filter(text -> !text.isBlank()).orElse(HostTextCode.PERMISSION_UNTITLED.english());
        // In version 2, the question has words of its own.
        String title = params.text("title").filter(text -> !text.isBlank()).orElse(ofCall);
        return Optional.of(ask(
                new Open(request.withoutParams(), kind, List.of(), ""),
                title,
                permissionDetail(params, call, title),
                AcpUpdates.id(call, "toolCallId").orElse(null),
                options(params),
                call.text("kind").map(AcpUpdates::kind).orElse(null),
                object(call)));
    }

    /**
     * Handles an {@code elicitation/create}.
     *
     * @return as {@link #permission}; also empty for a kind that the host did not offer, which is answered at once
     */
    synchronized Optional<AgentEvent> question(RpcRequest request) {
        if (closed) {
            refuse(request, PendingKind.QUESTION);
            return Optional.empty();
        }
        Optional<RpcError> refusal = refusal(request);
        if (refusal.isPresent()) {
            return refused(request, refusal.get());
        }
        JsonFields params = JsonFields.of(request.params());
        String mode = params.text("mode").orElse("form");
        if (mode.equals("url")) {
            return link(request, params);
        }
        Optional<JsonFields> schema = params.object("requestedSchema");
        if (!mode.equals("form") || schema.isEmpty()) {
            request.answer(action("cancel"));
            return Optional.empty();
        }
        List<QuestionField> fields = AcpForm.fields(schema.get());
        return Optional.of(question(
                request,
                params,
                "",
                fields,
                schema.get().text("description").map(text -> "\n\n" + text).orElse("")));
    }

    /** The link is not followed here. Each device opens it by itself, when its person asks for that. */
    private Optional<AgentEvent> link(RpcRequest request, JsonFields params) {
        String id = params.text("elicitationId").orElse("");
        Optional<BrowserLink> link = params.text("url").flatMap(BrowserLink::of);
        if (link.isEmpty() || id.length() > MAX_ID) {
            RpcError error = new RpcError(
                    RpcError.INVALID_PARAMS,
                    "The url must be https, or http to the machine itself, in printable ASCII without a user name, and have"
                            + " at most " + BrowserLink.MAX_LENGTH + " characters. The elicitationId must have at most "
                            + MAX_ID + ".");
            return refused(request, error, HostText.of(HostTextCode.QUESTION_LINK_REFUSED));
        }
        QuestionField field = new QuestionField(
                "url",
                link.get().host(),
                "",
                QuestionField.Type.LINK,
                List.of(),
                link.get().address(),
                false);
        return Optional.of(question(request, params, id, List.of(field), ""));
    }

    private AgentEvent.Ask question(
            RpcRequest request, JsonFields params, String elicitationId, List<QuestionField> fields, String more) {
        String message = params.text("message")
                .orElse(HostTextCode.QUESTION_UNTITLED.english())
                .strip();
        int lineEnd = message.indexOf('\n');
        String title = lineEnd < 0 ? message : message.substring(0, lineEnd).strip();
        // A longer title is cut for display, so the whole message follows it.
        String rest = title.length() > MAX_TITLE ? message : lineEnd < 0 ? "" : message.substring(lineEnd);
        String detail = rest.strip() + more;
        return ask(
                new Open(request.withoutParams(), PendingKind.QUESTION, fields, elicitationId),
                title,
                detail.strip(),
                AcpUpdates.id(params, "toolCallId").orElse(null),
                choices(fields),
                null,
                "");
    }

    private Optional<RpcError> refusal(RpcRequest request) {
        if (request.id().toString().length() > MAX_ID) {
            return Optional.of(new RpcError(
                    RpcError.INVALID_REQUEST, "The id of a request must have at most " + MAX_ID + " characters."));
        }
        return open.size() < MAX_OPEN
                ? Optional.empty()
                : Optional.of(new RpcError(
                        RpcError.INTERNAL_ERROR,
                        "The person has " + MAX_OPEN + " open questions of this session. Ask again later."));
    }

    /** Refuses a request. The session is notified once, until a question is accepted again. */
    private Optional<AgentEvent> refused(RpcRequest request, RpcError error) {
        return refused(
                request,
                error,
                open.size() < MAX_OPEN
                        ? HostText.of(HostTextCode.QUESTION_ID_TOO_LONG)
                        : HostText.of(HostTextCode.QUESTIONS_FULL, MAX_OPEN));
    }

    private Optional<AgentEvent> refused(RpcRequest request, RpcError error, HostText why) {
        request.refuse(error);
        if (refusalLogged) {
            return Optional.empty();
        }
        refusalLogged = true;
        return Optional.of(new AgentEvent.Remark(true, "questionRefused", why));
    }

    /** Sends an answer to the agent; does nothing if the question is not open. */
    synchronized void answer(String askId, Answer answer) {
        Open asked = open.remove(askId);
        if (asked != null) {
            if (isLink(asked.fields()) && !(answer instanceof Answer.Decline)) {
                followed = FOLLOWED;
            }
            asked.request().answer(asked.kind() == PendingKind.QUESTION ? form(asked, answer) : outcome(answer));
        }
    }

    /** Answers further questions as cancelled until {@link #reopen}. */
    synchronized void close() {
        closed = true;
    }

    /** Accepts questions again, for the next turn. */
    synchronized void reopen() {
        closed = false;
    }

    /**
     * Answers all questions as cancelled.
     *
     * @return the ids of the open questions
     */
    synchronized List<String> cancelAll() {
        List<String> ids = List.copyOf(open.keySet());
        for (Open asked : open.values()) {
            asked.request().answer(cancelled(asked.kind()));
        }
        open.clear();
        return ids;
    }

    /** Answers a request that was never shown as cancelled. */
    static void refuse(RpcRequest request, PendingKind kind) {
        request.answer(cancelled(kind));
    }

    /** Removes the question with that request id, which the agent has withdrawn, and returns its id. */
    synchronized Optional<String> withdraw(JsonElement requestId) {
        Optional<Map.Entry<String, Open>> found = open.entrySet().stream()
                .filter(entry -> entry.getValue().request().id().equals(requestId))
                .findFirst();
        found.ifPresent(asked -> {
            open.remove(asked.getKey());
            asked.getValue().request().answer(cancelled(asked.getValue().kind()));
        });
        return found.map(Map.Entry::getKey);
    }

    /** Accepts the question with a link of that id, which the person has followed, and returns its id. */
    synchronized Optional<String> complete(String elicitationId) {
        Optional<Map.Entry<String, Open>> found = open.entrySet().stream()
                .filter(entry -> !elicitationId.isEmpty()
                        && entry.getValue().elicitationId().equals(elicitationId))
                .findFirst();
        found.ifPresent(asked -> {
            open.remove(asked.getKey());
            asked.getValue().request().answer(action("accept"));
        });
        return found.map(Map.Entry::getKey);
    }

    /** Whether a question is open, or was since the last call, or the person may be following a link. */
    synchronized boolean hasAsked() {
        boolean was = askedSince || followed > 0;
        askedSince = !open.isEmpty();
        followed = Math.max(0, followed - 1);
        return was;
    }

    private AgentEvent.Ask ask(
            Open asked,
            String title,
            String detail,
            @Nullable String toolCallId,
            List<PendingOption> options,
            @Nullable ToolKind toolKind,
            String object) {
        count++;
        refusalLogged = false;
        askedSince = true;
        String askId = "ask-" + count;
        open.put(askId, new Open(asked.request(), asked.kind(), limited(asked.fields()), asked.elicitationId()));
        return new AgentEvent.Ask(
                askId, asked.kind(), title, detail, toolCallId, options, asked.fields(), toolKind, object);
    }

    /** Keeps only what an answer needs of the fields: their names and types. */
    private static List<QuestionField> limited(List<QuestionField> fields) {
        return fields.stream()
                .filter(field -> field.name().length() <= MAX_ID)
                .limit(MAX_FIELDS)
                .map(field -> new QuestionField(field.name(), "", "", field.type(), List.of(), "", field.required()))
                .toList();
    }

    /**
     * Returns what the title lacks: the full command and the agent's explanation. The command is first, so that no
     * explanation can cut or disguise it.
     */
    private static String permissionDetail(JsonFields params, JsonFields call, String title) {
        StringBuilder detail = new StringBuilder();
        Optional<String> command = call.object("rawInput").flatMap(PendingQuestions::command);
        if (command.isPresent()) {
            // A title that merely contains the command may add misleading text to it.
            if (!command.get().equals(title) || !isShownInFull(title)) {
                detail.append(fenced(command.get()));
            }
        } else if (!isShownInFull(title)) {
            detail.append(fenced(title));
        }
        call.text("title")
                .filter(name -> !name.isBlank()
                        && !name.equals(title)
                        && command.filter(name::equals).isEmpty())
                .ifPresent(name -> detail.append(fenced(name)));
        params.text("description").ifPresent(text -> detail.append(text).append("\n\n"));
        for (JsonFields part : call.objects("content")) {
            part.object("content")
                    .flatMap(AcpUpdates::prose)
                    .ifPresent(text -> detail.append(text).append("\n\n"));
        }
        return detail.toString().strip();
    }

    /** Returns the target of the action, if the kind and the raw input reveal it; the kind alone does not. */
    private static String object(JsonFields call) {
        JsonFields input = call.object("rawInput").orElse(new JsonFields(new JsonObject()));
        String path = call.objects("locations").stream()
                .flatMap(place -> place.text("path").stream())
                .findFirst()
                .or(() -> firstText(input, "path", "file_path", "filePath", "abs_path"))
                .orElse("");
        return switch (call.text("kind").orElse("")) {
            case "execute" -> command(input).orElse("");
            case "fetch" -> firstText(input, "url", "uri").orElse("");
            case "read", "edit", "delete" -> path;
            default -> "";
        };
    }

    private static Optional<String> firstText(JsonFields input, String... members) {
        return Stream.of(members)
                .flatMap(member -> input.text(member).stream())
                .filter(text -> !text.isBlank())
                .findFirst();
    }

    /** Returns whether a title is displayed unchanged: on one line, without truncation or collapsed spaces. */
    private static boolean isShownInFull(String title) {
        return title.length() <= MAX_TITLE && PlainText.line(title).equals(title);
    }

    private static Optional<String> command(JsonFields input) {
        List<String> words = input.texts("command");
        return words.isEmpty() ? input.text("command") : Optional.of(String.join(" ", words));
    }

    private static String fenced(String text) {
        String fence = "```";
        while (text.contains(fence)) {
            fence += "`";
        }
        return fence + "\n" + text + "\n" + fence + "\n\n";
    }

    private static List<PendingOption> options(JsonFields params) {
        List<PendingOption> options = new ArrayList<>();
        for (JsonFields option : params.objects("options")) {
            option.text("optionId")
                    .ifPresent(id -> options.add(new PendingOption(
                            id,
                            option.text("name").orElse(id),
                            optionKind(option.text("kind").orElse("")))));
        }
        return options;
    }

    private static PendingOption.Kind optionKind(String word) {
        return switch (word) {
            case "allow_once" -> PendingOption.Kind.ALLOW_ONCE;
            case "allow_always" -> PendingOption.Kind.ALLOW_ALWAYS;
            case "reject_once" -> PendingOption.Kind.REJECT_ONCE;
            case "reject_always" -> PendingOption.Kind.REJECT_ALWAYS;
            default -> PendingOption.Kind.OTHER;
        };
    }

    /** A form with a single choice can also be answered by an option. */
    private static List<PendingOption> choices(List<QuestionField> fields) {
        if (fields.size() != 1 || fields.get(0).type() != QuestionField.Type.TEXT) {
            return List.of();
        }
        return fields.get(0).choices().stream()
                .map(choice -> new PendingOption(choice.value(), choice.title(), PendingOption.Kind.OTHER))
                .toList();
    }

    private static JsonObject outcome(Answer answer) {
        JsonObject outcome = new JsonObject();
        if (answer instanceof Answer.Option option) {
            outcome.addProperty("outcome", "selected");
            outcome.addProperty("optionId", option.optionId());
        } else {
            outcome.addProperty("outcome", "cancelled");
        }
        JsonObject result = new JsonObject();
        result.add("outcome", outcome);
        return result;
    }

    private static JsonObject form(Open asked, Answer answer) {
        return answer.accept(new Answer.Visitor<>() {
            @Override
            public JsonObject option(Answer.Option option) {
                return accept(asked.fields(), single(asked, option.optionId()));
            }

            @Override
            public JsonObject text(Answer.Text text) {
                return accept(asked.fields(), single(asked, text.text()));
            }

            @Override
            public JsonObject form(Answer.Form form) {
                return accept(asked.fields(), form.values());
            }

            @Override
            public JsonObject decline(Answer.Decline decline) {
                return action("decline");
            }
        });
    }

    private static Map<String, String> single(Open asked, String value) {
        return asked.fields().stream().limit(1).collect(Collectors.toMap(QuestionField::name, field -> value));
    }

    private static boolean isLink(List<QuestionField> fields) {
        return fields.stream().anyMatch(field -> field.type() == QuestionField.Type.LINK);
    }

    private static JsonObject accept(List<QuestionField> fields, Map<String, String> values) {
        JsonObject content = new JsonObject();
        if (isLink(fields)) {
            return action("accept");
        }
        for (QuestionField field : fields) {
            String value = values.get(field.name());
            if (value != null && !value.isEmpty()) {
                content.add(field.name(), AcpForm.value(field, value));
            }
        }
        JsonObject result = action("accept");
        result.add("content", content);
        return result;
    }

    private static JsonObject cancelled(PendingKind kind) {
        return kind == PendingKind.QUESTION ? action("cancel") : outcome(new Answer.Decline());
    }

    private static JsonObject action(String action) {
        JsonObject result = new JsonObject();
        result.addProperty("action", action);
        return result;
    }

    /**
     * An open question and the data to answer it.
     *
     * @param elicitationId of a link; else empty
     */
    private record Open(RpcRequest request, PendingKind kind, List<QuestionField> fields, String elicitationId) {}
}
