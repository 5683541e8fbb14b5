package dev.pilothouse.desktop.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Stands for the command of the whole program, and refuses each line with it. Stateless. */
@Command(
        name = "host",
        description = {
            "Runs the host without a window, until Ctrl-C or SIGTERM.",
            "Only in the whole Pilothouse: this program is a client."
        },
        preprocessor = OfTheWholeProgram.class)
final class HostCommand implements Callable<Integer> {

    @Override
    public Integer call() throws CommandFailure {
        throw OfTheWholeProgram.refusal("host");
    }
}
