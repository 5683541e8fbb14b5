package dev.pilothouse.desktop.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Prints the manual page. */
@Command(
        name = "man",
        description = {
            "Prints the manual page pilothouse(1) with all commands, for 'man -l'. Packages install it.",
            "  pilothouse ctl man > /tmp/pilothouse.1 && man -l /tmp/pilothouse.1"
        })
final class ManCommand implements Callable<Integer> {

    @ParentCommand
    private CtlCommand ctl;

    @Override
    public Integer call() {
        ctl.terminal().part(ManualText.of(CommandTree.whole(ctl.terminal()), ProgramVersion.version()));
        return 0;
    }
}
