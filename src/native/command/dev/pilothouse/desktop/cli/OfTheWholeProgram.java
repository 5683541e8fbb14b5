package dev.pilothouse.desktop.cli;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Ignores the options of a command that this program does not have, so that the command itself is refused. Stateless. */
final class OfTheWholeProgram implements IParameterPreprocessor {

    static CommandFailure refusal(String command) {
        return CommandFailure.usage("This program is a client only. '" + command
                + "' is a command of the whole Pilothouse: run it where that is installed.");
    }

    @Override
    public boolean preprocess(Stack<String> words, CommandSpec command, ArgSpec argument, Map<String, Object> facts) {
        words.clear();
        return false;
    }
}
