package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.SavedTemplate;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionTemplate;
import dev.pilothouse.model.WorktreeRequest;
import dev.pilothouse.protocol.TemplateCodec;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lists, saves, deletes and uses the templates of new sessions. */
@Command(
        name = "template",
        description = {
            "The host's templates of new sessions. A blank is {{name}} in the prompt, the directory or the branch.",
            "  template list           lists them",
            "  template show NAME      prints one as JSON",
            "  template save NAME --prompt T [--agent ID] [--cwd DIR] [--worktree BRANCH] [--use-profile NAME] [--check COMMAND]",
            "                          saves a new one. With the 'revision' that 'show' printed, --revision R, it replaces that one, if it has not"
                    + " changed since; --replaces names it if NAME is a new one",
            "  template delete NAME    deletes it",
            "  template use NAME --set NAME=VALUE …",
            "                          starts a session with the blanks filled, and its check after the first turn. --agent, --cwd, --worktree and"
                    + " --use-profile replace those of the template; --preview prints it and starts nothing"
        })
final class TemplateCommand implements Callable<Integer> {
    /** The words of the first argument. */
    private static final class Actions extends ActionArgument {
        Actions() {
            super("list", "show", "save", "delete", "use");
        }
    }

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ACTION",
            defaultValue = "list",
            completionCandidates = Actions.class,
            description = "list, show, save, delete or use (default: list).")
    private String action;

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "The template.")
    private @Nullable String name;

    @Option(names = "--prompt", paramLabel = "T", description = "With save: the prompt, or - for standard input.")
    private @Nullable String prompt;

    @Option(names = "--agent", paramLabel = "ID", description = "Which agent, as 'agents' lists it.")
    private @Nullable String agent;

    @Option(names = "--cwd", paramLabel = "DIR", description = "The agent's working directory on the host.")
    private @Nullable String cwd;

    @Option(names = "--worktree", paramLabel = "BRANCH", description = "Works in a new git worktree on this branch.")
    private @Nullable String worktree;

    @Option(names = "--use-profile", paramLabel = "NAME", description = "The host's profile; '' for none.")
    private @Nullable String profile;

    @Option(
            names = "--check",
            paramLabel = "COMMAND",
            description = "A line for the shell of the host, which runs in the session's directory after its first"
                    + " turn. Repeatable; '' for none.")
    private @Nullable List<String> check;

    @Option(
            names = "--revision",
            paramLabel = "R",
            description = "With save and delete: the revision that the template must have, as 'show' prints it.")
    private @Nullable String revision;

    @Option(names = "--replaces", paramLabel = "NAME", description = "With save: the template that gets a new name.")
    private @Nullable String replaces;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "With use: the value of a blank.")
    private @Nullable List<String> settings;

    @Option(names = "--preview", description = "With use: prints the template with its blanks filled, as JSON.")
    private boolean preview;

    @Override
    public Integer call() throws CommandFailure {
        switch (action) {
            case "show" -> ctl.terminal().json(TemplateCodec.SAVED.encode(find(named())));
            case "save" -> save(named());
            case "delete" -> {
                String gone = named();
                try (HostConnection host = ctl.connect()) {
                    host.value(host.client().host().saveTemplate(gone, null, given(revision)));
                }
                ctl.done("deleted", gone, "deleted");
            }
            case "use" -> use(named());
            default -> list();
        }
        return 0;
    }

    private String named() throws CommandFailure {
        if (name == null) {
            throw CommandFailure.usage("Name it: template " + action + " NAME");
        }
        return name;
    }

    private void list() throws CommandFailure {
        HostGateway.Templates all;
        try (HostConnection host = ctl.connect()) {
            all = host.value(host.client().host().templates());
        }
        all.problems().forEach(problem -> ctl.terminal().note(problem.english()));
        if (ctl.json()) {
            JsonArray array = new JsonArray();
            all.templates().forEach(one -> array.add(TemplateCodec.SAVED.encode(one)));
            ctl.terminal().json(array);
            return;
        }
        Table table = new Table("NAME", "AGENT", "DIRECTORY", "PROFILE", "BLANKS");
        all.templates().stream()
                .map(SavedTemplate::template)
                .forEach(one -> table.row(
                        one.name(), one.agent(), one.directory(), one.profile(), String.join(", ", one.blanks())));
        table.print(ctl.terminal());
    }

    private SavedTemplate find(String wanted) throws CommandFailure {
        try (HostConnection host = ctl.connect()) {
            return find(host, wanted);
        }
    }

    private static SavedTemplate find(HostConnection host, String wanted) throws CommandFailure {
        return host.value(host.client().host().templates()).templates().stream()
                .filter(each -> each.template().name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> CommandFailure.of(ErrorCode.BAD_REQUEST, "There is no template “" + wanted + "”."));
    }

    private void save(String wanted) throws CommandFailure {
        if (prompt == null) {
            throw CommandFailure.usage("A template needs --prompt.");
        }
        if (replaces != null && given(revision).isEmpty()) {
            throw CommandFailure.usage("To replace a template, give the 'revision' that was printed with it, with"
                    + " --revision: template show " + replaces);
        }
        String before = given(revision).isEmpty() ? "" : replaces == null ? wanted : replaces;
        SessionTemplate made = new SessionTemplate(
                wanted,
                given(agent),
                given(cwd),
                given(worktree),
                given(profile),
                ctl.terminal().textOf(prompt),
                given(check));
        try (HostConnection host = ctl.connect()) {
            host.value(host.client().host().saveTemplate(before, made, given(revision)));
        }
        ctl.done("template", wanted, "saved");
    }

    private static List<String> given(@Nullable List<String> lines) {
        return lines == null
                ? List.of()
                : lines.stream().filter(line -> !line.isBlank()).toList();
    }

    private static String given(@Nullable String text) {
        return text == null ? "" : text;
    }

    private void use(String wanted) throws CommandFailure {
        Map<String, String> values = values();
        try (HostConnection host = ctl.connect()) {
            SessionTemplate found = find(host, wanted).template();
            SessionTemplate chosen = new SessionTemplate(
                    found.name(),
                    agent == null ? found.agent() : agent,
                    cwd == null ? found.directory() : cwd,
                    worktree == null ? found.branch() : worktree,
                    profile == null ? found.profile() : profile,
                    found.prompt(),
                    check == null ? found.check() : given(check));
            for (String set : values.keySet()) {
                if (!chosen.blanks().contains(set)) {
                    throw CommandFailure.usage("The template has no blank '" + set + "'. Its blanks: "
                            + String.join(", ", chosen.blanks()) + ".");
                }
            }
            List<String> missing = chosen.missing(values);
            if (!missing.isEmpty()) {
                throw CommandFailure.usage("These blanks have no value: " + String.join(", ", missing)
                        + ". Give each one: --set '" + missing.get(0) + "=VALUE'");
            }
            SessionTemplate filled = chosen.filled(values);
            if (preview) {
                ctl.terminal().json(TemplateCodec.TEMPLATE.encode(filled));
                return;
            }
            create(host, filled);
        }
    }

    private Map<String, String> values() throws CommandFailure {
        Map<String, String> values = new LinkedHashMap<>();
        for (String setting : settings == null ? List.<String>of() : settings) {
            int at = setting.indexOf('=');
            if (at < 1) {
                throw CommandFailure.usage("A value is NAME=VALUE, not " + setting);
            }
            values.put(setting.substring(0, at).strip(), setting.substring(at + 1));
        }
        return values;
    }

    private void create(HostConnection host, SessionTemplate filled) throws CommandFailure {
        if (filled.agent().isEmpty()) {
            throw CommandFailure.usage("The template names no agent. Choose one with --agent.");
        }
        if (filled.directory().isEmpty()) {
            throw CommandFailure.usage("The template names no directory. Choose one with --cwd.");
        }
        AgentId agentId;
        try {
            agentId = new AgentId(filled.agent());
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("This is not an agent's id: " + filled.agent());
        }
        IntentResult.Accepted accepted = host.submit(new Intent.CreateSession(
                agentId,
                filled.directory(),
                null,
                null,
                filled.prompt(),
                null,
                filled.branch().isEmpty() ? null : new WorktreeRequest(filled.branch(), ""),
                filled.profile()));
        SessionId created = Objects.requireNonNull(accepted.sessionId());
        if (!filled.check().isEmpty()) {
            host.value(host.client().host().check(created, filled.check(), 0, true));
        }
        ctl.done("sessionId", created.value(), created.value());
    }
}
