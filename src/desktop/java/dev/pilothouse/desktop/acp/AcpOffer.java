package dev.pilothouse.desktop.acp;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.AgentModel;
import dev.pilothouse.model.AgentOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The choices that an agent offers its session. Agents offer modes and models as separate lists, as configuration
 * options with a category, or both; the protocol gives precedence to the options. Immutable; any thread.
 *
 * @param mode the modes, with the option that sets them, if any
 * @param model the models, likewise
 * @param options all other options
 */
record AcpOffer(Choice<AgentMode> mode, Choice<AgentModel> model, List<AgentOption> options) {
    static final AcpOffer NOTHING = new AcpOffer(Choice.none(), Choice.none(), List.of());

    /**
     * @param optionId the configuration option that sets it; empty if a separate method sets it
     * @param current the id of the active choice; may be empty
     */
    record Choice<T>(Optional<String> optionId, String current, List<T> available) {
        static <T> Choice<T> none() {
            return new Choice<>(Optional.empty(), "", List.of());
        }

        Choice<T> with(String id) {
            return new Choice<>(optionId, id, available);
        }
    }

    /** Applies the answer to session/new, session/load or session/resume. */
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
                                            mode.text("id").orElse(""), findNamed(mode, "id"), described(mode)))
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
                                            findNamed(model, "modelId"),
                                            described(model)))
                                    .toList()),
                    offer.options);
        }
        return result.element("configOptions").isPresent() ? offer.withOptions(result) : offer;
    }

    /** Applies a complete list of configuration options. */
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
                                        value.text("value").orElse(""), findNamed(value, "value"), described(value)))
                                .toList());
            } else if (select && category.equals("model") && !modelSeen) {
                modelSeen = true;
                newModel = new Choice<>(
                        Optional.of(id),
                        current(option),
                        values(option).stream()
                                .map(value -> new AgentModel(
                                        value.text("value").orElse(""), findNamed(value, "value"), described(value)))
                                .toList());
            } else {
                others.add(new AgentOption(
                        id,
                        findNamed(option, "id"),
                        described(option),
                        category,
                        values(option).stream()
                                .map(value -> new AgentOption.Choice(
                                        value.text("value").orElse(""), findNamed(value, "value")))
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

    /** Returns the display name of a mode. */
    String modeName(String modeId) {
        return mode.available().stream()
                .filter(candidate -> candidate.modeId().equals(modeId))
                .map(AgentMode::name)
                .findFirst()
                .orElse(modeId);
    }

    /** Returns the parameters that set an option, with the option's type. */
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

    /** Returns the id of a mode that is given by id or name. */
    Optional<String> findMode(String wanted) {
        return mode.available().stream()
                .filter(candidate -> candidate.modeId().equals(wanted))
                .findFirst()
                .or(() -> mode.available().stream()
                        .filter(candidate -> candidate.name().equalsIgnoreCase(wanted))
                        .findFirst())
                .map(AgentMode::modeId);
    }

    /** Returns all mode ids, for a sentence. */
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

    /** Returns the values of a select, without their groups. */
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

    private static String findNamed(JsonFields fields, String idField) {
        return fields.text("name").or(() -> fields.text(idField)).orElse("");
    }

    private static String described(JsonFields fields) {
        return fields.text("description").orElse("");
    }
}
