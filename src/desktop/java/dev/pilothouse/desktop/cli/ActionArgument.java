package dev.pilothouse.desktop.cli;

import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The words that an argument accepts and no others, for its check and for completion in a shell. Immutable. */
abstract class ActionArgument implements Iterable<String> {
    private final List<String> words;

    ActionArgument(String... words) {
        this.words = List.of(words);
    }

    @Override
    public final Iterator<String> iterator() {
        return words.iterator();
    }

    /** Refuses other words, also beside an option for help. */
    static void check(ParseResult parsed) {
        for (PositionalParamSpec argument : parsed.matchedPositionals()) {
            if (argument.completionCandidates() instanceof ActionArgument action) {
                for (String value : argument.stringValues()) {
                    if (!action.words.contains(value)) {
                        throw new ParameterException(
                                parsed.commandSpec().commandLine(),
                                "There is no '" + value + "' here. It can be: " + String.join(", ", action.words)
                                        + ".");
                    }
                }
            }
        }
    }
}
