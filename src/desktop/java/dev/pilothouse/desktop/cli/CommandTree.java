package dev.pilothouse.desktop.cli;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The commands of the program. Reads the options only of the command that a line names, because those of all of them take
 * longer than most commands. Stateless.
 */
final class CommandTree {

    /** The commands below {@code pilothouse}, in the order of its help. */
    static final List<String> PROGRAM = List.of(
            "host", "ticket", "devices", "tunnel", "share", "audit", "away", "updates", "ctl", "mcp", "doctor",
            "metrics");

    /** The commands below {@code pilothouse ctl}, in the order of its help. */
    static final List<String> CTL = List.of(
            "pair",
            "hosts",
            "agents",
            "sessions",
            "new",
            "external",
            "prompt",
            "send",
            "pending",
            "answer",
            "cancel",
            "watch",
            "wait",
            "resume",
            "restart",
            "close",
            "rename",
            "delete",
            "fork",
            "archive",
            "unarchive",
            "pin",
            "unpin",
            "group",
            "mode",
            "model",
            "option",
            "queue",
            "history",
            "search",
            "undo",
            "files",
            "cat",
            "content",
            "directory",
            "branches",
            "changes",
            "pr",
            "diff",
            "review",
            "fetch",
            "pull",
            "push",
            "commit",
            "stage",
            "reject",
            "check",
            "goal",
            "jobs",
            "runs",
            "run",
            "worktrees",
            "kept",
            "targets",
            "trust",
            "usage",
            "budgets",
            "schedule",
            "profiles",
            "template",
            "devices",
            "ticket",
            "share",
            "tunnel",
            "audit",
            "metrics",
            "completion",
            "man");

    /** The commands below {@code pilothouse devices}. */
    private static final List<String> DEVICES = List.of("rename", "scope", "expire", "revoke", "approve", "refuse");

    private CommandTree() {}

    /** Returns every word that names a command, for {@link ArgumentOrder}. */
    static Set<String> names() {
        Set<String> names = new HashSet<>(PROGRAM);
        names.addAll(CTL);
        names.addAll(DEVICES);
        return names;
    }

    /** Returns all commands. */
    static CommandLine whole(Terminal terminal) {
        return of(terminal, List.of(), true);
    }

    /**
     * Returns the commands that a line needs: the one that it names. If it names none, a tree whose help lists all.
     *
     * @param ordered the line, with the names of the commands first
     */
    static CommandLine of(Terminal terminal, List<String> ordered) {
        return of(terminal, ordered, false);
    }

    private static CommandLine of(Terminal terminal, List<String> ordered, boolean whole) {
        CommandLine root = new CommandLine(new RootCommand(terminal));
        add(root, PROGRAM, ordered, whole);
        return root;
    }

    /** @param rest the words of the line after the name of the command above */
    private static void add(CommandLine above, List<String> names, List<String> rest, boolean whole) {
        boolean ctl = names.equals(CTL);
        boolean named = !rest.isEmpty() && names.contains(rest.get(0));
        // An unknown word before a name: the parser looks for commands in all words.
        boolean all = whole || !named && !Collections.disjoint(names, rest);
        if (!named && !all) {
            // One command is enough for the parser, because the line names none of them.
            above.addSubcommand(names.get(0), CommandSpec.create());
            above.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> list(help, names, ctl));
            return;
        }
        for (String name : named && !all ? List.of(rest.get(0)) : names) {
            CommandLine line = new CommandLine(ctl ? ctlCommand(name) : command(name));
            if (ctl) {
                remove(line.getCommandSpec(), "--data");
            } else if (name.equals("ctl")) {
                add(line, CTL, all ? List.of() : rest.subList(1, rest.size()), all);
            }
            above.addSubcommand(name, line);
        }
    }

    /** Returns the list of commands as {@link Help#commandList()} does, without reading their options. */
    private static String list(Help help, List<String> names, boolean ctl) {
        int first = 2 + names.stream().mapToInt(String::length).max().orElseThrow();
        int second = help.commandSpec().usageMessage().width() - first;
        TextTable table = TextTable.forColumns(
                help.colorScheme(), new Column(first, 2, Overflow.SPAN), new Column(second, 2, Overflow.WRAP));
        for (String name : names) {
            Class<?> command = (ctl ? ctlCommand(name) : command(name)).getClass();
            String description = command.getAnnotation(Command.class).description()[0];
            table.addRowValues(
                    help.colorScheme().commandText(name), help.colorScheme().text(description));
        }
        return table.toString();
    }

    private static void remove(CommandSpec spec, String option) {
        OptionSpec found = spec.findOption(option);
        if (found != null) {
            spec.remove(found);
        }
        spec.subcommands().values().forEach(below -> remove(below.getCommandSpec(), option));
    }

    private static Object command(String name) {
        return switch (name) {
            case "host" -> new HostCommand();
            case "ticket" -> new TicketCommand();
            case "devices" -> new DevicesCommand();
            case "tunnel" -> new TunnelCommand();
            case "share" -> new ShareCommand();
            case "audit" -> new AuditCommand();
            case "away" -> new AwayCommand();
            case "updates" -> new UpdatesCommand();
            case "ctl" -> new CtlCommand();
            case "mcp" -> new McpCommand();
            case "doctor" -> new DoctorCommand();
            case "metrics" -> new MetricsCommand();
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Object ctlCommand(String name) {
        return switch (name) {
            case "pair" -> new PairCommand();
            case "hosts" -> new HostsCommand();
            case "agents" -> new AgentsCommand();
            case "sessions" -> new SessionsCommand();
            case "new" -> new NewCommand();
            case "external" -> new ExternalCommand();
            case "prompt" -> new PromptCommand();
            case "send" -> new SendCommand();
            case "pending" -> new PendingCommand();
            case "answer" -> new AnswerCommand();
            case "cancel" -> new CancelCommand();
            case "watch" -> new WatchCommand();
            case "wait" -> new WaitCommand();
            case "resume" -> new ResumeCommand();
            case "restart" -> new SessionEditCommands.Restart();
            case "close" -> new CloseCommand();
            case "rename" -> new SessionEditCommands.Rename();
            case "delete" -> new SessionEditCommands.Delete();
            case "fork" -> new SessionEditCommands.Fork();
            case "archive" -> new SessionEditCommands.Archive();
            case "unarchive" -> new SessionEditCommands.Unarchive();
            case "pin" -> new SessionEditCommands.Pin();
            case "unpin" -> new SessionEditCommands.Unpin();
            case "group" -> new SessionEditCommands.Group();
            case "mode" -> new SettingCommands.Mode();
            case "model" -> new SettingCommands.Model();
            case "option" -> new SettingCommands.Option();
            case "queue" -> new QueueCommand();
            case "history" -> new HistoryCommand();
            case "search" -> new SearchCommand();
            case "undo" -> new UndoCommand();
            case "files" -> new FileCommands.Files();
            case "cat" -> new FileCommands.Cat();
            case "content" -> new FileCommands.Content();
            case "directory" -> new FileCommands.Directory();
            case "branches" -> new FileCommands.Branches();
            case "changes" -> new ChangesCommand();
            case "pr" -> new PrCommand();
            case "diff" -> new DiffCommand();
            case "review" -> new ReviewCommand();
            case "fetch" -> new FetchCommand();
            case "pull" -> new PullCommand();
            case "push" -> new PushCommand();
            case "commit" -> new CommitCommand();
            case "stage" -> new StageCommand();
            case "reject" -> new RejectCommand();
            case "check" -> new CheckCommand();
            case "goal" -> new GoalCommand();
            case "jobs" -> new JobsCommand();
            case "runs" -> new RunsCommand();
            case "run" -> new RunCommand();
            case "worktrees" -> new WorktreesCommand();
            case "kept" -> new KeptCommand();
            case "targets" -> new TargetsCommand();
            case "trust" -> new TrustCommand();
            case "usage" -> new UsageCommand();
            case "budgets" -> new BudgetsCommand();
            case "schedule" -> new ScheduleCommand();
            case "profiles" -> new ProfilesCommand();
            case "template" -> new TemplateCommand();
            case "completion" -> new CompletionCommand();
            case "man" -> new ManCommand();
            // The same commands manage the host of a folder of this computer, and the paired one.
            case "devices", "ticket", "share", "tunnel", "audit", "metrics" -> command(name);
            default -> throw new IllegalArgumentException(name);
        };
    }
}
