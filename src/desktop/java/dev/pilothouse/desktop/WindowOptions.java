package dev.pilothouse.desktop;

import dev.pilothouse.desktop.folders.DesktopFolders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What may be said on the command line that opens the window. Immutable; any thread.
 *
 * @param phone the phone's form, without a host in it, to pair with another host
 * @param data the folder of the host in the window, or of the running one to join; default: the platform's own
 * @param profile the folder of the window's own key and pairings; default: the platform's own
 * @param port where the host in the window listens; default: the host's own default
 * @param share whether the host in the window listens on the LAN too
 * @param link {@code pilothouse://…}, by which the system starts the program when somebody opens such a link; may be a ticket
 */
record WindowOptions(
        boolean phone,
        Optional<Path> data,
        Optional<Path> profile,
        OptionalInt port,
        boolean share,
        Optional<String> link) {
    private static final String LINK = "pilothouse://";

    /** The options, or empty if something else stands on the line: then the line is the command line's to judge. */
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
            switch (name) {
                case "--phone", "--share" -> {
                    if (equals >= 0) {
                        return Optional.empty();
                    }
                    phone |= name.equals("--phone");
                    share |= name.equals("--share");
                }
                case "--data", "--profile", "--port" -> {
                    if (equals < 0 && left.isEmpty()) {
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
                default -> {
                    return Optional.empty();
                }
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

    /** The folder of the host's data. */
    Path dataFolder() {
        return data.orElseGet(() -> DesktopFolders.ofThisUser().hostData());
    }

    /** The folder of this window's own key and pairings; the phone form has another than the desktop form. */
    Path profileFolder() {
        return profile.orElseGet(() -> DesktopFolders.ofThisUser().profile(phone ? "phone" : "desktop"));
    }

    /** The same window once more, with its folders. */
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

    /** What the window shows: of two windows of one profile, only those that show the same can be one. */
    String world() {
        return phone ? "" : dataFolder().toString();
    }

    @Override
    public String toString() {
        // The link may be a ticket.
        return "WindowOptions[" + world() + "]";
    }

    /** The same wish, said to the headless host. */
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
