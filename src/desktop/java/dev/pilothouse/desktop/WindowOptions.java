package dev.pilothouse.desktop;

import dev.pilothouse.desktop.platform.DesktopFolders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The command line options of the window. Immutable; any thread.
 *
 * @param phone the phone form, which has no host and is paired with one
 * @param data the data folder of the host in the window, or of the running host to join; default: the platform's own
 * @param profile the folder of the window's own key and pairings; default: the platform's own
 * @param port the port of the host in the window; default: the host's own default
 * @param share whether the host in the window also listens on the LAN
 * @param link {@code pilothouse://…}, with which the system starts the program when such a link is opened; may contain
 *     a ticket
 */
record WindowOptions(
        boolean phone,
        Optional<Path> data,
        Optional<Path> profile,
        OptionalInt port,
        boolean share,
        Optional<String> link) {
    private static final String LINK = "pilothouse://";
    /** The options without a value; {@code --help} describes all options. */
    static final List<String> FLAGS = List.of("--phone", "--share");
    /** The options with a value. */
    static final List<String> WITH_VALUE = List.of("--data", "--profile", "--port");

    /** Parses the options. Empty if the line contains anything else; the command line interface then handles it. */
    static Optional<WindowOptions> parse(List<String> arguments) {
        boolean phone = false;
        boolean share = false;
        Optional<Path> data = Optional.empty();
        Optional<Path> profile = Optional.empty();
        OptionalInt port = OptionalInt.empty();
        Optional<String> link = Optional.empty();
        List<String> left = new ArrayList<>(arguments);
        while (!left.isEmpty()) {
            String argument = left.remove(0);
            if (argument.startsWith(LINK) && link.isEmpty()) {
                link = Optional.of(argument);
                continue;
            }
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (FLAGS.contains(name)) {
                if (equals >= 0) {
                    return Optional.empty();
                }
                phone |= name.equals("--phone");
                share |= name.equals("--share");
                continue;
            }
            if (!WITH_VALUE.contains(name) || (equals < 0 && left.isEmpty())) {
                return Optional.empty();
            }
            String value = equals < 0 ? left.remove(0) : argument.substring(equals + 1);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            if (name.equals("--port")) {
                port = port(value);
                if (port.isEmpty()) {
                    return Optional.empty();
                }
            } else if (name.equals("--data")) {
                data = Optional.of(Path.of(value).toAbsolutePath());
            } else {
                profile = Optional.of(Path.of(value).toAbsolutePath());
            }
        }
        return Optional.of(new WindowOptions(phone, data, profile, port, share, link));
    }

    private static OptionalInt port(String text) {
        try {
            int port = Integer.parseInt(text);
            return port >= 0 && port <= 65_535 ? OptionalInt.of(port) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    /** Returns the host's data folder. */
    Path dataFolder() {
        return data.orElseGet(() -> DesktopFolders.ofThisUser().hostData());
    }

    /** Returns the folder of this window's own key and pairings. The phone and the desktop form have different ones. */
    Path profileFolder() {
        return profile.orElseGet(() -> DesktopFolders.ofThisUser().profile(phone ? "phone" : "desktop"));
    }

    /** Returns arguments that open the same window with the same folders. */
    List<String> asWindow() {
        List<String> line = new ArrayList<>();
        data.ifPresent(folder -> line.addAll(List.of("--data", folder.toString())));
        profile.ifPresent(folder -> line.addAll(List.of("--profile", folder.toString())));
        port.ifPresent(number -> line.addAll(List.of("--port", Integer.toString(number))));
        if (share) {
            line.add("--share");
        }
        return line;
    }

    /**
     * Returns an id of the host that the window shows. Two starts with one profile can share a window only if this id
     * is equal.
     */
    String environmentText() {
        return phone ? "" : dataFolder().toString();
    }

    @Override
    public String toString() {
        // The link may contain a ticket.
        return "WindowOptions[" + environmentText() + "]";
    }

    /** Returns the equivalent command for the headless host. */
    List<String> asHostCommand() {
        List<String> command = new ArrayList<>(List.of("host"));
        data.ifPresent(folder -> command.addAll(List.of("--data", folder.toString())));
        port.ifPresent(number -> command.addAll(List.of("--port", Integer.toString(number))));
        if (share) {
            command.add("--share");
        }
        return command;
    }
}
