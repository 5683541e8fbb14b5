package dev.pilothouse.desktop.agent;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.agent.rpc.JsonFields;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.AgentModel;
import dev.pilothouse.model.AgentOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What an agent lets its session choose. Agents offer modes and models as lists of their own, or as configuration options
 * with a category, or both; the options win, as the protocol says. Immutable; any thread.
 *
 * @param mode the modes, with the option that sets them, if any
 * @param model the models, likewise
 * @param options everything else
 */
record AcpOffer(Choice<AgentMode> mode, Choice<AgentModel> model, List<AgentOption> options) {
    static final AcpOffer NOTHING = new AcpOffer(Choice.none(), Choice.none(), List.of());

    /**
     * @param optionId the configuration option that sets it; empty where the method of its own is used
     * @param current the id of what is on; may be empty
     */
    record Choice<T>(Optional<String> optionId, String current, List<T> available) {
        static <T> Choice<T> none() {
            return new Choice<>(Optional.empty(), "", List.of());
        }

        Choice<T> with(String id) {
            return new Choice<>(optionId, id, available);
        }
    }

    /** Takes what the answer to session/new, session/load or session/resume says. */
    AcpOffer fromSession(JsonFields result) {
        AcpOffer offer = this;
        Optional<JsonFields> modes = result.object("modes");
        if (modes.isPresent()) {
            offer = new AcpOffer(
                    new Choice<>(
                            Optional.empty(),
                            modes.get().text("currentModeId").orElse(""),
                            modes.get().objects("availableModes").stream()
                                    .map(mode -> new AgentMode(
                                            mode.text("id").orElse(""), named(mode, "id"), described(mode)))
                                    .toList()),
                    offer.model,
                    offer.options);
        }
        Optional<JsonFields> models = result.object("models");
        if (models.isPresent()) {
            offer = new AcpOffer(
                    offer.mode,
                    new Choice<>(
                            Optional.empty(),
                            models.get().text("currentModelId").orElse(""),
                            models.get().objects("availableModels").stream()
                                    .map(model -> new AgentModel(
                                            model.text("modelId").orElse(""),
                                            named(model, "modelId"),
                                            described(model)))
                                    .toList()),
                    offer.options);
        }
        return result.element("configOptions").isPresent() ? offer.withOptions(result) : offer;
    }

    /** Takes a complete list of configuration options. */
    AcpOffer withOptions(JsonFields holder) {
        Choice<AgentMode> newMode = mode;
        Choice<AgentModel> newModel = model;
        List<AgentOption> others = new ArrayList<>();
        boolean modeSeen = false;
        boolean modelSeen = false;
        for (JsonFields option : holder.objects("configOptions")) {
            String id = option.text("id").orElse("");
            String category = option.text("category").orElse("");
            boolean select = !option.text("type").orElse("select").equals("boolean");
            if (id.isEmpty()) {
                continue;
            }
            if (select && category.equals("mode") && !modeSeen) {
                modeSeen = true;
                newMode = new Choice<>(
                        Optional.of(id),
                        current(option),
                        values(option).stream()
                                .map(value -> new AgentMode(
                                        value.text("value").orElse(""), named(value, "value"), described(value)))
                                .toList());
            } else if (select && category.equals("model") && !modelSeen) {
                modelSeen = true;
                newModel = new Choice<>(
                        Optional.of(id),
                        current(option),
                        values(option).stream()
                                .map(value -> new AgentModel(
                                        value.text("value").orElse(""), named(value, "value"), described(value)))
                                .toList());
            } else {
                others.add(new AgentOption(
                        id,
                        named(option, "id"),
                        described(option),
                        category,
                        values(option).stream()
                                .map(value -> new AgentOption.Choice(
                                        value.text("value").orElse(""), named(value, "value")))
                                .toList(),
                        current(option)));
            }
        }
        return new AcpOffer(newMode, newModel, others);
    }

    AcpOffer withMode(String modeId) {
        return new AcpOffer(mode.with(modeId), model, options);
    }

    AcpOffer withModel(String modelId) {
        return new AcpOffer(mode, model.with(modelId), options);
    }

    /** The name of a mode for people. */
    String modeName(String modeId) {
        return mode.available().stream()
                .filter(candidate -> candidate.modeId().equals(modeId))
                .map(AgentMode::name)
                .findFirst()
                .orElse(modeId);
    }

    /** The parameters that set an option, with the type that the option has. */
    JsonObject setting(String optionId, String value) {
        JsonObject params = new JsonObject();
        params.addProperty("configId", optionId);
        boolean onOff = options.stream()
                .anyMatch(option ->
                        option.optionId().equals(optionId) && option.choices().isEmpty());
        if (onOff) {
            params.addProperty("type", "boolean");
            params.addProperty("value", Boolean.parseBoolean(value));
        } else {
            params.addProperty("value", value);
        }
        return params;
    }

    /** The id that a person's word for a mode names: an id, or a name. */
    Optional<String> findMode(String wanted) {
        return mode.available().stream()
                .filter(candidate -> candidate.modeId().equals(wanted))
                .findFirst()
                .or(() -> mode.available().stream()
                        .filter(candidate -> candidate.name().equalsIgnoreCase(wanted))
                        .findFirst())
                .map(AgentMode::modeId);
    }

    /** All modes for a sentence. */
    String modeIds() {
        return mode.available().stream().map(AgentMode::modeId).collect(Collectors.joining(", "));
    }

    private static String current(JsonFields option) {
        return option.text("currentValue")
                .or(() -> option.element("currentValue")
                        .filter(value -> value.isJsonPrimitive())
                        .map(value -> value.getAsString()))
                .orElse("");
    }

    /** The values of a select, out of their groups. */
    private static List<JsonFields> values(JsonFields option) {
        List<JsonFields> values = new ArrayList<>();
        for (JsonFields value : option.objects("options")) {
            if (value.text("value").isPresent()) {
                values.add(value);
            } else {
                values.addAll(value.objects("options"));
            }
        }
        return values;
    }

    private static String named(JsonFields fields, String idField) {
        return fields.text("name").or(() -> fields.text(idField)).orElse("");
    }

    private static String described(JsonFields fields) {
        return fields.text("description").orElse("");
    }
}
