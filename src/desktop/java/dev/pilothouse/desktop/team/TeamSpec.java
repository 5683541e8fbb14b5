package dev.pilothouse.desktop.team;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.TeamRequest;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A team as a person orders it. Immutable.
 *
 * @param directory absolute
 * @param textForm whether the lead gives work by lines of its last message, and gets no MCP server
 * @param tokens no assignment starts when the team has used as many; 0 for no limit
 * @param cost no assignment starts when the team has cost as much; 0 for no limit
 * @param currency of the cost, as ISO 4217 names it
 */
record TeamSpec(
        String title,
        String directory,
        String task,
        boolean textForm,
        long tokens,
        double cost,
        String currency,
        MemberSpec lead,
        List<MemberSpec> workers) {
    static final String LEAD = "lead";
    private static final int MAX_WORD = 200;
    private static final double MAX_COST = 1e9;

    TeamSpec {
        workers = List.copyOf(workers);
    }

    /**
     * A member.
     *
     * @param model empty for the agent's own
     * @param mode empty for the mode that asks for permission
     * @param ownWorktree whether it works in a new worktree
     */
    record MemberSpec(
            String name, AgentId agentId, String model, String mode, String instructions, boolean ownWorktree) {
        JsonObject toJson() {
            JsonObject json = new JsonObject();
            json.addProperty("name", name);
            json.addProperty("mode", mode);
            json.addProperty("instructions", instructions);
            json.addProperty("ownWorktree", ownWorktree);
            return json;
        }
    }

    /**
     * Reads the parameters of a run.
     *
     * @param presets more presets than the shipped ones, by name
     * @param knows whether the host has an agent
     */
    static TeamSpec read(JsonObject parameters, List<TeamPreset> presets, Predicate<AgentId> knows)
            throws RefusedException {
        JsonFields given = new JsonFields(parameters);
        JsonFields fields = given;
        Optional<String> preset = given.text("preset");
        if (preset.isPresent()) {
            fields = new JsonFields(TeamPreset.expand(preset.get(), parameters, presets));
        }
        String directory = text(fields, "directory", 4_096, true);
        if (!isAbsolute(directory)) {
            throw wrong("directory", "\"/home/ada/shop\"");
        }
        String task = text(fields, "task", TeamRequest.MAX_TASK, true);
        String title = text(fields, "title", Run.MAX_TITLE, false);
        String form = text(fields, "form", 10, false);
        if (!List.of("", "mcp", "text").contains(form)) {
            throw wrong("form", "\"mcp\" | \"text\"");
        }
        MemberSpec lead =
                member(fields.object(LEAD).orElseThrow(() -> wrong(LEAD, "{\"agent\": \"opencode\"}")), LEAD, knows);
        List<JsonFields> entries = fields.objects("workers");
        if (entries.isEmpty() || entries.size() > TeamRequest.MAX_WORKERS) {
            throw new RefusedException(
                    ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.TEAM_SIZE, TeamRequest.MAX_WORKERS));
        }
        List<MemberSpec> workers = new ArrayList<>();
        Set<String> names = new HashSet<>(Set.of(LEAD));
        for (JsonFields entry : entries) {
            String name = entry.text("name").orElse("");
            if (!TeamRequest.Member.isName(name) || !names.add(name)) {
                throw new RefusedException(
                        ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.TEAM_NAME, PlainText.line(name)));
            }
            MemberSpec worker = member(entry, name, knows);
            requireNoWiderMode(lead, worker);
            workers.add(worker);
        }
        return new TeamSpec(
                title.isBlank() ? firstLine(task) : title,
                directory,
                task,
                form.equals("text"),
                tokens(fields),
                cost(fields),
                text(fields, "currency", 3, false),
                lead,
                workers);
    }

    /** A limit that cannot be read must not become no limit. */
    private static long tokens(JsonFields fields) throws RefusedException {
        long tokens =
                fields.element("tokens").isPresent() ? fields.number("tokens").orElse(-1) : 0;
        if (tokens < 0) {
            throw wrong("tokens", "2000000");
        }
        return tokens;
    }

    private static double cost(JsonFields fields) throws RefusedException {
        double cost =
                fields.element("cost").isPresent() ? fields.decimal("cost").orElse(-1) : 0;
        if (cost < 0 || cost > MAX_COST) {
            throw wrong("cost", "5");
        }
        if (cost > 0 && !fields.text("currency").orElse("").matches("[A-Z]{3}")) {
            throw wrong("currency", "\"USD\"");
        }
        return cost;
    }

    private static String firstLine(String task) {
        return PlainText.line(task.strip().lines().findFirst().orElse(""));
    }

    /** Mode names are the agent's own, so only the lead's own mode is known not to be wider. */
    private static void requireNoWiderMode(MemberSpec lead, MemberSpec worker) throws RefusedException {
        boolean same = worker.agentId().equals(lead.agentId()) && worker.mode().equals(lead.mode());
        if (!worker.mode().isEmpty() && !same) {
            throw new RefusedException(
                    ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.TEAM_MODE_WIDER, worker.name(), worker.mode()));
        }
    }

    private static MemberSpec member(JsonFields fields, String name, Predicate<AgentId> knows) throws RefusedException {
        String agent = text(fields, "agent", MAX_WORD, true);
        AgentId agentId;
        try {
            agentId = new AgentId(agent);
        } catch (IllegalArgumentException e) {
            throw wrong(name + ".agent", "\"opencode\"");
        }
        if (!knows.test(agentId)) {
            throw new RefusedException(
                    ErrorCode.UNKNOWN_AGENT, HostText.of(HostTextCode.TEAM_AGENT_UNKNOWN, name, agent));
        }
        String worktree = text(fields, "worktree", 10, false);
        if (!List.of("", "shared", "own").contains(worktree)) {
            throw wrong(name + ".worktree", "\"shared\" | \"own\"");
        }
        return new MemberSpec(
                name,
                agentId,
                text(fields, "model", TeamRequest.MAX_MODEL, false),
                text(fields, "mode", MAX_WORD, false),
                text(fields, "instructions", TeamRequest.MAX_INSTRUCTIONS, false),
                worktree.equals("own"));
    }

    private static String text(JsonFields fields, String name, int most, boolean required) throws RefusedException {
        String text = fields.text(name).orElse("");
        if (text.isBlank() && required
                || text.length() > most
                || text.isEmpty() && fields.element(name).isPresent() && !isText(fields, name)) {
            throw wrong(name, "\"…\" (≤ " + most + ")");
        }
        return text;
    }

    private static boolean isText(JsonFields fields, String name) {
        return fields.text(name).isPresent();
    }

    private static boolean isAbsolute(String directory) {
        try {
            // An agent that runs elsewhere has a directory there. Its session checks it.
            return directory.startsWith("/") || Path.of(directory).isAbsolute();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** @param form an example of its value */
    private static RefusedException wrong(String field, String form) {
        String name = field.substring(field.lastIndexOf('.') + 1);
        return new RefusedException(
                ErrorCode.BAD_REQUEST,
                HostText.of(HostTextCode.RUN_PARAMETER_FORM, field, "\"" + name + "\": " + form));
    }

    /** Returns the beginning of the driver's state. */
    JsonObject toState() {
        JsonArray members = new JsonArray();
        workers.forEach(worker -> members.add(worker.toJson()));
        JsonObject state = new JsonObject();
        state.addProperty("directory", directory);
        state.addProperty("textForm", textForm);
        state.addProperty("tokens", tokens);
        state.addProperty("cost", cost);
        state.addProperty("currency", currency);
        state.add("workers", members);
        state.add("keys", new JsonObject());
        return state;
    }
}
