package dev.pilothouse.desktop.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Allows options anywhere on the line: those before the command are moved behind it, where its parser accepts them.
 * Arguments after {@code --} are left alone. Stateless.
 */
final class ArgumentOrder {

    private static final Set<String> WITH_VALUE = Set.of(
            "--data",
            "--profile",
            "--use-profile",
            "--host",
            "--port",
            "--name",
            "--keep-awake",
            "--scope",
            "--agent",
            "--cwd",
            "--mode",
            "--model",
            "--prompt",
            "--after",
            "--until",
            "--text");

    private ArgumentOrder() {}

    /** @param commands the names of all commands and subcommands */
    static List<String> commandsFirst(List<String> arguments, Set<String> commands) {
        List<String> leading = new ArrayList<>();
        List<String> words = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        int i = 0;
        while (i < arguments.size()) {
            String argument = arguments.get(i);
            if (argument.equals("--")) {
                break;
            }
            if (argument.startsWith("-") && !argument.equals("-")) {
                leading.add(argument);
                if (WITH_VALUE.contains(argument) && i + 1 < arguments.size()) {
                    leading.add(arguments.get(++i));
                }
            } else if (words.size() < 2 && commands.contains(argument)) {
                words.add(argument);
                if (!argument.equals("ctl") && !argument.equals("devices")) {
                    i++;
                    break;
                }
            } else {
                break;
            }
            i++;
        }
        rest.addAll(arguments.subList(i, arguments.size()));
        List<String> ordered = new ArrayList<>(words);
        ordered.addAll(leading);
        ordered.addAll(rest);
        return ordered;
    }
}
