package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.QuestionField;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.protocol.WireEnum;
import dev.pilothouse.session.DiffRow;
import dev.pilothouse.session.FileDiff;
import dev.pilothouse.session.OpenPending;
import dev.pilothouse.session.SessionSummary;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Lists the open questions. */
@Command(name = "pending", description = "Lists what agents ask and nobody has answered, in all sessions.")
final class PendingCommand implements Callable<Integer> {

    /** The title in the list, in UTF-16 units. */
    private static final int LONGEST_TITLE = 60;

    /** The lines of changes that are printed for a question. */
    private static final int MOST_LINES = 12;

    @ParentCommand
    private CtlCommand ctl;

    @Override
    public Integer call() throws CommandFailure {
        List<SessionSummary> sessions;
        try (HostConnection host = ctl.connect()) {
            sessions = host.view().sessions();
        }
        if (ctl.json()) {
            JsonArray array = new JsonArray();
            for (SessionSummary session : sessions) {
                session.open().forEach(open -> array.add(json(session, open)));
            }
            ctl.terminal().json(array);
            return 0;
        }
        Table table = new Table("SESSION", "PENDING", "KIND", "TITLE", "OPTIONS");
        boolean any = false;
        for (SessionSummary session : sessions) {
            for (OpenPending open : session.open()) {
                Pending pending = open.pending();
                any = true;
                table.row(
                        session.sessionId().value(),
                        pending.pendingId().value(),
                        WireEnum.toWire(pending.kind()),
                        TextCutter.excerpt(pending.title(), LONGEST_TITLE),
                        pending.options().stream().map(PendingOption::optionId).collect(Collectors.joining(" ")));
            }
        }
        if (any) {
            table.print(ctl.terminal());
            sessions.forEach(session -> session.open().forEach(this::printBody));
        } else {
            ctl.terminal().note("Nothing waits for an answer.");
        }
        return 0;
    }

    /**
     * Prints what the list has no room for: a long title, the detail of a question of the host, since the answer lets
     * something run, and the beginning of the changes that a question is about.
     */
    private void printBody(OpenPending open) {
        Pending pending = open.pending();
        boolean cut = pending.title().length() > LONGEST_TITLE;
        if (pending.host() == null
                && open.changes().isEmpty()
                && pending.fields().isEmpty()
                && !cut) {
            return;
        }
        print("");
        print(pending.pendingId() + ":" + (cut ? " " + pending.title() : ""));
        if (pending.host() != null) {
            pending.detail().lines().forEach(this::print);
        }
        for (QuestionField field : pending.fields()) {
            print("  " + field.name() + (field.required() ? " (required)" : "") + ": " + field.title()
                    + choices(field)
                    + (field.type() == QuestionField.Type.LINK ? ": " + field.initial() : ""));
        }
        int left = MOST_LINES;
        int hidden = 0;
        for (FileDiff change : open.changes()) {
            FileDiff shown = change.head(left);
            left -= shown.diff().rows().size();
            hidden += shown.more();
            if (!shown.diff().rows().isEmpty()) {
                print(change.path() + "  +" + change.diff().added() + " -"
                        + change.diff().removed());
                shown.diff().rows().forEach(row -> print(sign(row)));
            }
        }
        if (hidden > 0) {
            print("  and " + hidden + " more lines");
        }
    }

    private static String choices(QuestionField field) {
        String type = field.type() == QuestionField.Type.TEXT ? "" : ", " + WireEnum.toWire(field.type());
        return type
                + (field.choices().isEmpty()
                        ? ""
                        : ": "
                                + field.choices().stream()
                                        .map(QuestionField.Choice::value)
                                        .collect(Collectors.joining(" ")));
    }

    private void print(String line) {
        ctl.terminal().line(Terminal.plain(line));
    }

    private static String sign(DiffRow row) {
        return switch (row.kind()) {
            case SAME -> "  " + row.text();
            case ADDED -> "+ " + row.text();
            case REMOVED -> "- " + row.text();
            case GAP -> "  \u2026";
        };
    }

    private static JsonObject json(SessionSummary session, OpenPending open) {
        Pending pending = open.pending();
        JsonObject json = new JsonObject();
        json.addProperty("sessionId", session.sessionId().value());
        json.addProperty("pendingId", pending.pendingId().value());
        json.addProperty("kind", WireEnum.toWire(pending.kind()));
        json.addProperty("title", pending.title());
        if (pending.host() != null) {
            json.addProperty("detail", pending.detail());
            json.addProperty("scope", WireEnum.toWire(pending.host().scope()));
        }
        JsonArray options = new JsonArray();
        for (PendingOption option : pending.options()) {
            JsonObject each = new JsonObject();
            each.addProperty("optionId", option.optionId());
            each.addProperty("name", option.name());
            each.addProperty("kind", WireEnum.toWire(option.kind()));
            options.add(each);
        }
        json.add("options", options);
        JsonArray fields = new JsonArray();
        for (QuestionField field : pending.fields()) {
            JsonObject each = new JsonObject();
            each.addProperty("name", field.name());
            each.addProperty("title", field.title());
            each.addProperty("type", WireEnum.toWire(field.type()));
            each.addProperty("required", field.required());
            each.addProperty("initial", field.initial());
            JsonArray choices = new JsonArray();
            field.choices().forEach(choice -> choices.add(choice.value()));
            each.add("choices", choices);
            fields.add(each);
        }
        json.add("fields", fields);
        JsonArray changes = new JsonArray();
        for (FileDiff change : open.changes()) {
            JsonObject each = new JsonObject();
            each.addProperty("path", change.path());
            each.addProperty("added", change.diff().added());
            each.addProperty("removed", change.diff().removed());
            changes.add(each);
        }
        json.add("changes", changes);
        return json;
    }
}
