package dev.pilothouse.desktop.acp;

import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.rpc.RpcError;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Detects that an agent needs a login, and finds its login command. Pure; any thread. */
final class AcpLogin {
    private static final Pattern WORDS = Pattern.compile(
            "authentication required|not (logged|signed) in|(log|sign)[- ]?in (is )?required|please (log|sign) ?in"
                    + "|unauthenticated|login expired|session expired");
    private static final Pattern QUOTED = Pattern.compile("`([^`]{3,100})`");

    private AcpLogin() {}

    static boolean isNeeded(RpcError error) {
        return error.code() == RpcError.AUTHENTICATION_REQUIRED
                || WORDS.matcher(error.message().toLowerCase(Locale.ROOT)).find();
    }

    /**
     * Returns the command to type.
     *
     * @param methods the agent's login methods from {@code initialize}
     * @param known the catalogue's login command, for agents without one
     */
    static String command(List<JsonFields> methods, String known) {
        return methods.stream()
                .flatMap(method -> Stream.concat(terminal(method).stream(), quoted(method).stream()))
                .findFirst()
                .orElse(known);
    }

    static HostText sentence(String agent, String command, List<JsonFields> methods) {
        if (!command.isEmpty()) {
            return HostText.of(HostTextCode.LOGIN_BY_COMMAND, agent, command);
        }
        String ways = methods.stream()
                .flatMap(method -> method.text("description").or(() -> method.text("name")).stream())
                .collect(Collectors.joining("; "));
        return HostText.of(HostTextCode.LOGIN_BY_PROGRAM, agent)
                .then(ways.isEmpty() ? HostText.NONE : HostText.of(HostTextCode.LOGIN_WAYS, ways));
    }

    private static Optional<String> terminal(JsonFields method) {
        return method.object("_meta")
                .flatMap(meta -> meta.object("terminal-auth"))
                .flatMap(terminal -> terminal.text("command")
                        .map(command -> Stream.concat(Stream.of(command), terminal.texts("args").stream())
                                .map(AcpLogin::shellWord)
                                .collect(Collectors.joining(" "))));
    }

    private static Optional<String> quoted(JsonFields method) {
        Matcher matcher = QUOTED.matcher(method.text("description").orElse(""));
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** The agent's own command with the arguments of its login, as one line for a shell. */
    static String terminalCommand(List<String> command, List<String> arguments) {
        return Stream.concat(command.stream(), arguments.stream())
                .map(AcpLogin::shellWord)
                .collect(Collectors.joining(" "));
    }

    private static String shellWord(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
