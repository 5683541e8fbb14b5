package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** A line that is parsed with the commands that it needs has the same result as with all of them. */
class CommandTreeTest {
    private static final Terminal TERMINAL = new Terminal(System.out, System.err, System.in, false);
    private static final CommandLine WHOLE = CommandTree.whole(TERMINAL);

    /** Every command with its subcommands, as a user types them. */
    static List<String> commands() {
        List<String> paths = new ArrayList<>();
        addCommands(WHOLE, "", paths);
        return paths;
    }

    private static void addCommands(CommandLine line, String path, List<String> paths) {
        paths.add(path.strip());
        line.getSubcommands().forEach((name, below) -> addCommands(below, path + ' ' + name, paths));
    }

    private static List<String> words(String line) {
        return ArgumentOrder.commandsFirst(List.of(line.strip().split(" +")), CommandTree.names());
    }

    private static CommandLine at(CommandLine root, String path) {
        CommandLine at = root;
        for (String name : path.split(" ")) {
            at = name.isEmpty() ? at : at.getSubcommands().get(name);
        }
        return at;
    }

    /** Returns the commands and values that the parser finds in a line, or its error. */
    private static String parsed(CommandLine root, List<String> words) {
        try {
            List<String> seen = new ArrayList<>();
            for (CommandLine.ParseResult each = root.parseArgs(words.toArray(String[]::new));
                    each != null;
                    each = each.subcommand()) {
                seen.add(each.commandSpec().qualifiedName()
                        + each.originalArgs()
                        + each.unmatched()
                        + each.matchedOptionsSet()
                        + each.matchedPositionals());
            }
            return seen.toString();
        } catch (CommandLine.ParameterException e) {
            return e.getMessage() + e.getCommandLine().getCommandSpec().qualifiedName();
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theHelpOfACommandIsThatOfTheWholeTree(String path) {
        CommandLine alone = at(CommandTree.of(TERMINAL, words(path + " --help")), path);
        assertThat(alone.setUsageHelpWidth(100).getUsageMessage())
                .isEqualTo(at(WHOLE, path).setUsageHelpWidth(100).getUsageMessage());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandIsParsedAsInTheWholeTree(String path) {
        for (String rest :
                List.of("", " --help", " -V", " --json", " --frobnicate", " frobnicate", " --data x", " s1 s2 s3 s4")) {
            List<String> words = words(path + rest);
            assertThat(parsed(CommandTree.of(TERMINAL, words), words))
                    .as(path + rest)
                    .isEqualTo(parsed(WHOLE, words));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sessions",
                "session",
                "ctl session",
                "ctl sesions --json",
                "ctl SESSIONS",
                "ctl -x sessions",
                "ctl --profile sessions",
                "ctl --profile sessions --help",
                "-x y ctl sessions",
                "-x ctl ctl sessions",
                "x devices rename",
                "ctl x devices rename d1 name",
                "ctl devices renam d1 name",
                "devices devices",
                "ctl ctl",
                "ctl -- sessions",
                "-- ctl sessions",
                "--json=x ctl",
                "--versio",
                "hots --help"
            })
    void aLineWithAMistakeIsReportedAsInTheWholeTree(String line) {
        List<String> words = words(line);
        assertThat(parsed(CommandTree.of(TERMINAL, words), words)).isEqualTo(parsed(WHOLE, words));
    }

    @Test
    void onlyTheCommandThatALineNamesIsRead() {
        assertThat(at(CommandTree.of(TERMINAL, words("ctl --help")), "ctl").getSubcommands())
                .hasSize(1);
        assertThat(CommandTree.of(TERMINAL, words("ctl watch s1")).getSubcommands())
                .containsOnlyKeys("ctl");
    }
}
