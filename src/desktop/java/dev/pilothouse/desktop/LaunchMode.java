package dev.pilothouse.desktop;

import dev.pilothouse.desktop.cli.CommandLineMain;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The mode in which a command line starts this program. Immutable; any thread.
 *
 * @param kind the mode
 * @param options the window's options; empty only for {@link Kind#COMMAND}
 */
record LaunchMode(Kind kind, Optional<WindowOptions> options) {

    enum Kind {
        /** The window, in the desktop or the phone form. */
        WINDOW,
        /** The headless host, in place of a window that cannot open. */
        HEADLESS,
        /** An error: the phone form contains no host that could run without a display. */
        PHONE_WITHOUT_DISPLAY,
        /** A command, or a line that the command line interface answers with its usage. */
        COMMAND
    }

    /** @param display whether a window can open; asked only if the line wants one */
    static LaunchMode of(List<String> arguments, BooleanSupplier display) {
        Optional<WindowOptions> options = WindowOptions.parse(arguments);
        if (options.isEmpty()) {
            return new LaunchMode(Kind.COMMAND, options);
        }
        if (display.getAsBoolean()) {
            return new LaunchMode(Kind.WINDOW, options);
        }
        return new LaunchMode(options.get().phone() ? Kind.PHONE_WITHOUT_DISPLAY : Kind.HEADLESS, options);
    }

    /**
     * Returns whether the command is the headless host. It is long-running, so its log goes to a file, and it is closed by
     * the exit of the JVM.
     */
    static boolean isHost(List<String> arguments) {
        return CommandLineMain.command(arguments).filter("host"::equals).isPresent();
    }
}
