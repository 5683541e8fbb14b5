package dev.pilothouse.desktop.cli;

import com.google.gson.JsonObject;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.AgentModel;
import dev.pilothouse.model.AgentOption;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.protocol.StateCodec;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Offer;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.Transcript;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The commands for what an agent lets a person choose: its mode, its model and its other options. */
final class SettingCommands {
    private SettingCommands() {}

    /** Finds a choice by its id, or else by the name that the agent shows, in any case. */
    private static <T> T choice(
            List<T> choices, String wanted, Function<T, String> id, Function<T, String> name, String what)
            throws CommandFailure {
        List<T> found =
                choices.stream().filter(each -> id.apply(each).equals(wanted)).toList();
        if (found.isEmpty()) {
            found = choices.stream()
                    .filter(each -> name.apply(each).equalsIgnoreCase(wanted))
                    .toList();
        }
        if (found.size() != 1) {
            throw CommandFailure.of(
                    ErrorCode.NO_SUCH_OPTION,
                    choices.isEmpty()
                            ? "The agent of this session offers no " + what + "."
                            : "The agent of this session offers no " + what + " " + wanted + ". It offers: "
                                    + choices.stream().map(id).collect(Collectors.joining(", ")) + ".");
        }
        return found.get(0);
    }

    /** Returns the JSON of what the agent offers, in the form of the protocol. */
    private static JsonObject json(SessionState state) {
        return StateCodec.encode(state.withTranscript(Transcript.EMPTY)).getAsJsonObject("offer");
    }

    @Command(
            name = "mode",
            description = {"Lists the modes that a session's agent offers, or sets one.", "The agent may refuse it."})
    static final class Mode extends SessionCommand {
        @Parameters(index = "1", paramLabel = "MODE", arity = "0..1", description = "The id or the name of a mode.")
        private @Nullable String mode;

        @Override
        int run(HostConnection host, SessionSummary summary) throws CommandFailure {
            SessionState state = host.awaitSession(id(summary));
            Offer offer = state.offer();
            if (mode != null) {
                AgentMode chosen = choice(offer.modes(), mode, AgentMode::modeId, AgentMode::name, "mode");
                return submit(
                        host,
                        new Intent.SetMode(id(summary), chosen.modeId()),
                        "The agent was asked for the mode " + chosen.name() + ".");
            } else if (ctl().json()) {
                JsonObject json = new JsonObject();
                json.addProperty("current", offer.modeId());
                json.add("modes", json(state).getAsJsonArray("modes"));
                ctl().terminal().json(json);
                return 0;
            }
            Table table = new Table("", "MODE", "NAME", "DESCRIPTION");
            offer.modes()
                    .forEach(each -> table.row(
                            mark(each.modeId(), offer.modeId()), each.modeId(), each.name(), each.description()));
            return print(table, offer.modes(), "modes");
        }

        private int print(Table table, List<?> choices, String what) {
            return SettingCommands.print(ctl().terminal(), table, choices, what);
        }
    }

    private static int print(Terminal terminal, Table table, List<?> choices, String what) {
        if (choices.isEmpty()) {
            terminal.note("The agent of this session offers no " + what + ".");
        } else {
            table.print(terminal);
        }
        return 0;
    }

    private static String mark(String id, String current) {
        return id.equals(current) ? "*" : "";
    }

    @Command(
            name = "model",
            description = {"Lists the models that a session's agent offers, or sets one.", "The agent may refuse it."})
    static final class Model extends SessionCommand {
        @Parameters(index = "1", paramLabel = "MODEL", arity = "0..1", description = "The id or the name of a model.")
        private @Nullable String model;

        @Override
        int run(HostConnection host, SessionSummary summary) throws CommandFailure {
            SessionState state = host.awaitSession(id(summary));
            Offer offer = state.offer();
            if (model != null) {
                AgentModel chosen = choice(offer.models(), model, AgentModel::modelId, AgentModel::name, "model");
                return submit(
                        host,
                        new Intent.SetModel(id(summary), chosen.modelId()),
                        "The agent was asked for the model " + chosen.name() + ".");
            } else if (ctl().json()) {
                JsonObject json = new JsonObject();
                json.addProperty("current", offer.modelId());
                json.add("models", json(state).getAsJsonArray("models"));
                ctl().terminal().json(json);
                return 0;
            }
            Table table = new Table("", "MODEL", "NAME", "DESCRIPTION");
            offer.models()
                    .forEach(each -> table.row(
                            mark(each.modelId(), offer.modelId()), each.modelId(), each.name(), each.description()));
            return print(ctl().terminal(), table, offer.models(), "models");
        }
    }

    @Command(
            name = "option",
            description = {
                "Lists the other options that a session's agent offers, or sets one.",
                "An option without choices is on or off: true or false."
            })
    static final class Option extends SessionCommand {
        @Parameters(index = "1", paramLabel = "OPTION", arity = "0..1", description = "The id or the name of one.")
        private @Nullable String option;

        @Parameters(index = "2", paramLabel = "VALUE", arity = "0..1", description = "Its new value.")
        private @Nullable String value;

        @Override
        int run(HostConnection host, SessionSummary summary) throws CommandFailure {
            SessionState state = host.awaitSession(id(summary));
            List<AgentOption> options = state.offer().options();
            if (option != null && value != null) {
                AgentOption chosen = choice(options, option, AgentOption::optionId, AgentOption::name, "option");
                return submit(
                        host,
                        new Intent.SetOption(id(summary), chosen.optionId(), value(chosen, value)),
                        "The agent was asked for " + chosen.name() + ": " + value + ".");
            } else if (ctl().json()) {
                JsonObject json = new JsonObject();
                json.add("options", json(state).getAsJsonArray("options"));
                ctl().terminal().json(json);
                return 0;
            }
            List<AgentOption> shown = option == null
                    ? options
                    : List.of(choice(options, option, AgentOption::optionId, AgentOption::name, "option"));
            Table table = new Table("OPTION", "NAME", "VALUE", "CHOICES");
            for (AgentOption each : shown) {
                table.row(each.optionId(), each.name(), each.current(), String.join(" ", values(each)));
            }
            return print(ctl().terminal(), table, shown, "options");
        }

        private static List<String> values(AgentOption option) {
            List<String> values = new ArrayList<>();
            option.choices().forEach(choice -> values.add(choice.value()));
            return values.isEmpty() ? List.of("true", "false") : values;
        }

        private static String value(AgentOption option, String wanted) throws CommandFailure {
            if (!option.choices().isEmpty()) {
                return choice(
                                option.choices(),
                                wanted,
                                AgentOption.Choice::value,
                                AgentOption.Choice::name,
                                "value of " + option.optionId())
                        .value();
            }
            if (!wanted.equals("true") && !wanted.equals("false")) {
                throw CommandFailure.usage("This option can be true or false, not " + wanted + ".");
            }
            return wanted;
        }
    }
}
