package dev.pilothouse.desktop;

import dev.pilothouse.desktop.cli.CommandLineMain;
import dev.pilothouse.desktop.logging.LogSetup;
import dev.pilothouse.pulse.CrashReporter;

/** The main class of the command line without window and host, which is compiled ahead of time. Owns nothing. */
public final class ClientMain {

    private ClientMain() {}

    public static void main(String[] arguments) {
        LogSetup.toStandardError();
        Thread.setDefaultUncaughtExceptionHandler(
                new CrashReporter(code -> System.err.println("Something went wrong (code " + code + ").")));
        System.exit(CommandLineMain.run(arguments));
    }
}
