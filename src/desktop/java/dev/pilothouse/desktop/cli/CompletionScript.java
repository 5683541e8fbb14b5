package dev.pilothouse.desktop.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Writes a script that completes the command line in a shell. All three scripts have the same table of the commands and
 * the same walk over it, each in the language of its shell. Stateless.
 */
final class CompletionScript {
    private static final int LONGEST_TEXT = 70;
    private static final String STANDARD = "--help --version -h -V";

    private CompletionScript() {}

    /** @param shell bash, zsh or fish */
    static String of(CommandLine root, String shell) {
        String script;
        try (InputStream in = CompletionScript.class.getResourceAsStream("completion." + shell)) {
            if (in == null) {
                throw new IllegalArgumentException(shell);
            }
            script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Map<String, List<String>> model = new TreeMap<>();
        add(root, "", model);
        StringBuilder cases = new StringBuilder();
        model.forEach((path, lines) -> cases.append(shell.equals("fish") ? fish(path, lines) : posix(path, lines)));
        return script.replace("@MODEL@\n", cases);
    }

    private static String posix(String path, List<String> lines) {
        return "        '" + path + "') cat <<'END' ;;\n" + String.join("\n", lines) + "\nEND\n";
    }

    private static String fish(String path, List<String> lines) {
        String text = String.join("\n", lines).replace("\\", "\\\\").replace("'", "\\'");
        return "        case '" + path + "'\n            printf '%s\\n' '" + text + "'\n";
    }

    private static void add(CommandLine command, String path, Map<String, List<String>> model) {
        List<String> lines = new ArrayList<>();
        command.getSubcommands().forEach((name, below) -> {
            if (!below.getCommandSpec().usageMessage().hidden()) {
                lines.add(String.join(
                        "\t",
                        "c",
                        name,
                        text(below.getCommandSpec().usageMessage().description())));
                add(below, (path + ' ' + name).strip(), model);
            }
        });
        for (OptionSpec option : command.getCommandSpec().options()) {
            boolean inherited = option.inherited() || !path.isEmpty() && STANDARD.contains(option.longestName());
            if (!option.hidden() && !inherited) {
                boolean below =
                        option.scopeType() == CommandLine.ScopeType.INHERIT || STANDARD.contains(option.longestName());
                boolean valued = option.arity().max() > 0;
                String type = valued ? below ? "V" : "v" : below ? "F" : "f";
                String text = text(option.description());
                lines.add(
                        valued
                                ? String.join("\t", type, option.longestName(), kind(option), text)
                                : String.join("\t", type, option.longestName(), text));
            }
        }
        for (PositionalParamSpec argument : command.getCommandSpec().positionalParameters()) {
            if (!argument.hidden()) {
                boolean repeats = argument.index().isVariable()
                        || argument.index().max() > argument.index().min();
                lines.add("a\t" + kind(argument) + (repeats ? "+" : ""));
            }
        }
        model.put(path, lines);
    }

    /** Returns what a value can be: a session, a file, a folder, one of some words after an equals sign, or any. */
    private static String kind(ArgSpec argument) {
        String label = argument.paramLabel();
        if (argument.completionCandidates() != null) {
            List<String> words = new ArrayList<>();
            argument.completionCandidates().forEach(words::add);
            if (!words.isEmpty()) {
                return "=" + String.join(" ", words).toLowerCase(Locale.ROOT);
            }
        }
        return switch (label) {
            case "SESSION" -> "session";
            case "DIR" -> "dir";
            case "FILE" -> "file";
            default -> "any";
        };
    }

    private static String text(String[] description) {
        String first = description.length == 0 ? "" : Terminal.plainLine(description[0]);
        int end = first.indexOf(". ");
        String sentence = end > 0 ? first.substring(0, end) : first;
        return sentence.length() <= LONGEST_TEXT ? sentence : sentence.substring(0, LONGEST_TEXT - 1) + "\u2026";
    }
}
