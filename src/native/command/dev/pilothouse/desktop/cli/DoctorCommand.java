package dev.pilothouse.desktop.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Stands for the command of the whole program, and refuses each line with it. Stateless. */
@Command(
        name = "doctor",
        description = {
            "Looks at everything that a host and its window need, and says what to do.",
            "Only in the whole Pilothouse: this program is a client."
        },
        preprocessor = OfTheWholeProgram.class)
final class DoctorCommand implements Callable<Integer> {

    @Override
    public Integer call() throws CommandFailure {
        throw OfTheWholeProgram.refusal("doctor");
    }
}
