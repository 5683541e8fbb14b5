package dev.pilothouse.desktop.cli;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Writes a manual page in the man macros of troff, from the same model as the help texts. Stateless. */
final class ManualText {
    private static final List<String> STANDARD = List.of("--help", "--version");

    private ManualText() {}

    static String of(CommandLine root, String version) {
        StringBuilder page = new StringBuilder();
        page.append(".TH PILOTHOUSE 1 \"\" \"Pilothouse ")
                .append(escaped(version))
                .append("\"\n");
        page.append(".SH NAME\npilothouse \\- watch and steer CLI coding agents\n");
        page.append(".SH SYNOPSIS\n.B pilothouse\n[\\fIOPTIONS\\fR] [\\fICOMMAND\\fR]\n");
        page.append(".SH DESCRIPTION\n");
        lines(page, root.getCommandSpec().usageMessage().description());
        page.append(".SH OPTIONS\n");
        arguments(page, root, true);
        page.append(".SH COMMANDS\n");
        root.getSubcommands().forEach((name, command) -> command(page, "pilothouse " + name, command));
        page.append(".SH EXIT STATUS\n");
        for (String row : List.of(
                "0\tDone.",
                "1\tAnything that no other code says.",
                "2\tWrong usage. Nothing was sent.",
                "3\tNot paired, not permitted, or refused.",
                "4\tThere is no such thing, or more than one.",
                "5\tThe host cannot be reached, or did not answer in time.")) {
            String[] parts = row.split("\t");
            page.append(".TP\n.B ")
                    .append(parts[0])
                    .append('\n')
                    .append(escaped(parts[1]))
                    .append('\n');
        }
        return page.toString();
    }

    private static void command(StringBuilder page, String path, CommandLine command) {
        if (command.getCommandSpec().usageMessage().hidden()) {
            return;
        }
        page.append(".SS \"").append(escaped(path)).append(usage(command)).append("\"\n");
        lines(page, command.getCommandSpec().usageMessage().description());
        arguments(page, command, false);
        command.getSubcommands().forEach((name, below) -> command(page, path + ' ' + name, below));
    }

    private static String usage(CommandLine command) {
        StringBuilder usage = new StringBuilder();
        for (PositionalParamSpec argument : command.getCommandSpec().positionalParameters()) {
            boolean optional = argument.arity().min() == 0;
            String label = escaped(argument.paramLabel());
            usage.append(' ').append(optional ? "[" + label + "]" : label);
            if (argument.index().isVariable() || argument.arity().max() > 1) {
                usage.append("...");
            }
        }
        return usage.toString();
    }

    private static void arguments(StringBuilder page, CommandLine command, boolean all) {
        for (PositionalParamSpec argument : command.getCommandSpec().positionalParameters()) {
            if (!argument.hidden()) {
                item(page, "\\fI" + escaped(argument.paramLabel()) + "\\fR", argument);
            }
        }
        for (OptionSpec option : command.getCommandSpec().options()) {
            boolean above = option.inherited() || STANDARD.contains(option.longestName());
            if (!option.hidden() && (all || !above)) {
                String value = option.arity().max() > 0 ? "=\\fI" + escaped(option.paramLabel()) + "\\fR" : "";
                String names = String.join(
                        "\\fR, \\fB",
                        Stream.of(option.names()).map(ManualText::escaped).toList());
                item(page, "\\fB" + names + "\\fR" + value, option);
            }
        }
    }

    private static void item(StringBuilder page, String name, ArgSpec argument) {
        page.append(".TP\n").append(name).append('\n');
        String text = String.join(" ", argument.renderedDescription()).replace('\n', ' ');
        page.append(text.isBlank() ? "\\&" : line(text)).append('\n');
    }

    /** Lines that begin with spaces are examples, and stay as they are. */
    private static void lines(StringBuilder page, String[] description) {
        boolean example = false;
        for (String text : description) {
            String plain = Terminal.plainLine(text.replace("$${", "${"));
            boolean now = plain.startsWith("  ");
            if (now != example) {
                page.append(now ? ".PP\n.nf\n" : ".fi\n.PP\n");
                example = now;
            }
            page.append(plain.isBlank() ? ".PP" : line(plain)).append('\n');
        }
        if (example) {
            page.append(".fi\n");
        }
    }

    /** A line that begins with a dot or an apostrophe would be a request. */
    private static String line(String text) {
        return (text.startsWith(".") || text.startsWith("'") ? "\\&" : "") + escaped(text);
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        // Not every troff reads UTF-8.
        text.codePoints().forEach(point -> {
            switch (point) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                case '"' -> escaped.append("\\(dq");
                default -> {
                    if (point < 0x80) {
                        escaped.append((char) point);
                    } else {
                        escaped.append("\\[u")
                                .append(String.format("%04X", point))
                                .append(']');
                    }
                }
            }
        });
        return escaped.toString();
    }
}
