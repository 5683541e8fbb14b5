package dev.pilothouse.desktop.acp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.rpc.RpcError;
import dev.pilothouse.model.AgentTrial.LoginMethod;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");
    private static final int MAX_COMMAND = 2_000;
    private static final int MAX_ID = 200;
    private static final int MAX_METHODS = 10;

    private AcpLogin() {}

    static boolean isNeeded(RpcError error) {
        return error.code() == RpcError.AUTHENTICATION_REQUIRED
                || WORDS.matcher(error.message().toLowerCase(Locale.ROOT)).find();
    }

    /**
     * Returns the command to type.
     *
     * @param agent the agent's own command; empty if it is not known
     * @param methods the agent's login methods from {@code initialize}
     * @param known the catalogue's login command, for agents without one
     */
    static String command(List<String> agent, List<JsonFields> methods, String known) {
        return methods.stream()
                .flatMap(method -> Stream.of(terminal(agent, method), announced(method), quoted(method)))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(known);
    }

    /**
     * The methods that the agent does itself ({@code authenticate}). One that names a command is done by that command:
     * such agents only answer that it is not.
     */
    static List<LoginMethod> byAgent(List<JsonFields> methods) {
        Set<String> ids = new HashSet<>();
        return methods.stream()
                .filter(method -> method.element("type").isEmpty()
                        || method.text("type").filter("agent"::equals).isPresent())
                .filter(method -> announced(method).isEmpty() && quoted(method).isEmpty())
                .filter(method -> method.text("id")
                        .filter(id -> !PlainText.line(id).isEmpty() && id.length() <= MAX_ID)
                        .isPresent())
                .filter(method -> ids.add(method.text("id").orElse("")))
                .limit(MAX_METHODS)
                .map(method -> new LoginMethod(
                        method.text("id").orElse(""),
                        method.text("name")
                                .filter(name -> !name.isBlank())
                                .orElse(method.text("id").orElse("")),
                        method.text("description").orElse(""),
                        ""))
                .toList();
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

    /** A method of type {@code terminal}: the agent's own command with further arguments and variables. */
    private static Optional<String> terminal(List<String> agent, JsonFields method) {
        return agent.isEmpty() || method.text("type").filter("terminal"::equals).isEmpty()
                ? Optional.empty()
                : variables(method)
                        .flatMap(variables ->
                                line(variables, Stream.concat(agent.stream(), method.texts("args").stream())));
    }

    /** The form from before the protocol had one, with a whole command. */
    private static Optional<String> announced(JsonFields method) {
        return method.object("_meta")
                .flatMap(meta -> meta.object("terminal-auth"))
                .flatMap(terminal -> terminal.text("command")
                        .flatMap(command -> variables(terminal)
                                .flatMap(variables -> line(
                                        variables,
                                        Stream.concat(Stream.of(command), terminal.texts("args").stream())))));
    }

    /** @return empty if one has a name or a value that a line of a shell cannot show as it is */
    private static Optional<List<String>> variables(JsonFields method) {
        Optional<JsonElement> given = method.element("env");
        if (given.isEmpty()) {
            return Optional.of(List.of());
        }
        if (!(given.get() instanceof JsonObject variables)) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>();
        for (Map.Entry<String, JsonElement> variable : variables.entrySet()) {
            if (!NAME.matcher(variable.getKey()).matches()
                    || !(variable.getValue() instanceof JsonPrimitive value && value.isString())) {
                return Optional.empty();
            }
            words.add(variable.getKey() + "=" + shellWord(value.getAsString()));
        }
        return Optional.of(words);
    }

    /** @return empty if it is too long to be typed, or has hidden characters; cut, it would be another command */
    private static Optional<String> line(List<String> variables, Stream<String> words) {
        String line = Stream.concat(variables.stream(), words.map(AcpLogin::shellWord))
                .collect(Collectors.joining(" "));
        return Optional.of(line).filter(text -> text.length() <= MAX_COMMAND && PlainText.isPlainName(text));
    }

    private static Optional<String> quoted(JsonFields method) {
        Matcher matcher = QUOTED.matcher(method.text("description").orElse(""));
        return matcher.find() ? Optional.of(matcher.group(1)).filter(PlainText::isPlainName) : Optional.empty();
    }

    private static String shellWord(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
