package dev.pilothouse.desktop.cli;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The commands of the program. Loads only the classes of the command that a line names, because reading the options of
 * all of them takes longer than most commands. Stateless.
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

    /** @param ordered the line, with the names of the commands first */
    static CommandLine of(Terminal terminal, List<String> ordered) {
        CommandLine line = new CommandLine(new RootCommand(terminal));
        for (String name : chosen(PROGRAM, ordered, 0)) {
            CommandLine command = new CommandLine(command(name));
            if (name.equals("ctl")) {
                for (String below : chosen(CTL, ordered, 1)) {
                    CommandLine sub = new CommandLine(ctlCommand(below));
                    remove(sub.getCommandSpec(), "--data");
                    command.addSubcommand(below, sub);
                }
            }
            line.addSubcommand(name, command);
        }
        return line;
    }

    /** Only the command that the line names; all of them if it names none. */
    private static List<String> chosen(List<String> names, List<String> ordered, int position) {
        boolean named = ordered.size() > position && names.contains(ordered.get(position));
        return named ? List.of(ordered.get(position)) : names;
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
