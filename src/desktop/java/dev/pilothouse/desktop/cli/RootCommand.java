package dev.pilothouse.desktop.cli;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root command. Without a subcommand the program opens the window, which happens outside this package. */
@Command(
        name = "pilothouse",
        description = {
            "Runs many CLI coding agents on a host, to be watched and steered from a window or a phone.",
            "",
            "Without a command: opens the window (or, without a display, runs the headless host).",
            "A program that is the command line alone has no window and no host.",
            "",
            "Options of the window:",
            "  --phone           Open the app in the form of a phone, to pair with another host.",
            "  --data=FOLDER     The data folder of the host.",
            "  --profile=FOLDER  The folder of the window's own key, pairings and settings.",
            "  --port=PORT       The port of the host.",
            "  --share           Let paired devices of the network connect.",
            "  pilothouse://...  Open a link, such as a pairing ticket.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit codes: 0 done, 2 wrong usage, 3 not paired or refused, 4 no such thing,",
            "5 cannot reach the host, 1 anything else."
        })
final class RootCommand implements Runnable, HostCommandRoot {

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print data and errors as JSON, for scripts.")
    private boolean json;

    RootCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Terminal terminal() {
        return terminal;
    }

    @Override
    public boolean json() {
        return json;
    }

    @Override
    public HostConnection admin(Path dataFolder) throws CommandFailure {
        return LocalAdmin.connect(dataFolder);
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Which command? " + String.join(", ", CommandTree.PROGRAM) + ".");
    }
}
