package dev.pilothouse.desktop.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Runs one command of the command line. Owns nothing; runs on the calling thread. */
public final class CommandLineMain {

    private CommandLineMain() {}

    /** Runs the command on the process's own streams and returns its exit code. */
    public static int run(String... arguments) {
        Console console = System.console();
        // A pipe and a file get UTF-8.
        Charset charset = console == null ? StandardCharsets.UTF_8 : console.charset();
        PrintStream out = stream(FileDescriptor.out, false, charset);
        PrintStream err = stream(FileDescriptor.err, true, charset);
        boolean colours = console != null && showsColours(System.getProperty("os.name", ""), System.getenv());
        return run(new Terminal(out, err, System.in, colours, charset), out, err, List.of(arguments));
    }

    /** Returns the command of {@code pilothouse} that the line names, which is no value of an option; empty for none. */
    public static Optional<String> command(List<String> arguments) {
        return ArgumentOrder.commandsFirst(arguments, CommandTree.names()).stream()
                .findFirst()
                .filter(CommandTree.PROGRAM::contains);
    }

    private static PrintStream stream(FileDescriptor descriptor, boolean flushes, Charset charset) {
        return new PrintStream(
                ConsoleEncoder.of(new FileOutputStream(descriptor), charset), flushes, StandardCharsets.UTF_8);
    }

    /** The console of Windows shows escape sequences as text, unless a terminal program that interprets them is around it. */
    static boolean showsColours(String osName, Map<String, String> environment) {
        boolean interprets = !osName.startsWith("Windows")
                || environment.containsKey("WT_SESSION")
                || environment.containsKey("ANSICON")
                || environment.getOrDefault("ConEmuANSI", "").equals("ON");
        return interprets && !environment.containsKey("NO_COLOR");
    }

    /** Runs the command on these streams and returns its exit code. */
    public static int run(PrintStream out, PrintStream err, InputStream in, boolean colours, List<String> arguments) {
        return run(new Terminal(out, err, in, colours), out, err, arguments);
    }

    private static int run(Terminal terminal, PrintStream out, PrintStream err, List<String> arguments) {
        // Otherwise picocli looks for a class of Groovy, for which the JVM opens all jars.
        System.setProperty("picocli.disable.closures", "true");
        boolean json = arguments.subList(0, endOfOptions(arguments)).contains("--json");
        List<String> ordered = ArgumentOrder.commandsFirst(arguments, CommandTree.names());
        CommandLine line = CommandTree.of(terminal, ordered);
        line.setOut(new java.io.PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new java.io.PrintWriter(err, true, StandardCharsets.UTF_8));
        // A prompt may begin with @, which must not be read as a file of arguments.
        line.setExpandAtFiles(false);
        line.setTrimQuotes(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpWidth(100);
        line.setParameterExceptionHandler((e, args) -> {
            terminal.error(CommandFailure.usage(e.getMessage()), json);
            if (!json) {
                terminal.note("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
            }
            return CommandFailure.USAGE;
        });
        line.setExecutionStrategy(CommandLineMain::execute);
        line.setExecutionExceptionHandler((e, command, parsed) -> failed(e, terminal, json));
        int code = line.execute(ordered.toArray(String[]::new));
        out.flush();
        return code;
    }

    /** With an option for help, picocli would ignore what it does not know, such as a misspelled command. */
    private static int execute(CommandLine.ParseResult parsed) {
        for (CommandLine.ParseResult each = parsed; each != null; each = each.subcommand()) {
            if (!each.unmatched().isEmpty()) {
                throw new CommandLine.UnmatchedArgumentException(
                        each.commandSpec().commandLine(), each.unmatched());
            }
            ActionArgument.check(each);
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int failed(Exception failure, Terminal terminal, boolean json) {
        if (failure instanceof CommandFailure expected) {
            terminal.error(expected, json);
            return expected.exitCode();
        }
        LoggerFactory.getLogger(CommandLineMain.class).debug("A command failed", failure);
        terminal.error(
                new CommandFailure(
                        CommandFailure.OTHER,
                        "internal",
                        "This is a bug of Pilothouse: " + failure.getClass().getSimpleName() + " ("
                                + failure.getMessage() + ")."),
                json);
        return CommandFailure.OTHER;
    }

    private static int endOfOptions(List<String> arguments) {
        int end = arguments.indexOf("--");
        return end < 0 ? arguments.size() : end;
    }
}
