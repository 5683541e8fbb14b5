package dev.pilothouse.session;

import dev.pilothouse.model.AgentCommand;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.AgentModel;
import dev.pilothouse.model.AgentOption;
import java.util.List;

/**
 * The choices that the agent offers.
 *
 * @param modeId the current mode, empty if the agent has none
 * @param modelId the current model, empty if the agent has none
 */
public record Offer(
        String modeId,
        List<AgentMode> modes,
        String modelId,
        List<AgentModel> models,
        List<AgentOption> options,
        List<AgentCommand> commands) {
    public static final Offer NONE = new Offer("", List.of(), "", List.of(), List.of(), List.of());

    public Offer {
        modes = List.copyOf(modes);
        models = List.copyOf(models);
        options = List.copyOf(options);
        commands = List.copyOf(commands);
    }

    /** The current mode's name, or its id if the agent gave no name; empty without modes. */
    public String modeName() {
        return modes.stream()
                .filter(mode -> mode.modeId().equals(modeId))
                .map(AgentMode::name)
                .findFirst()
                .orElse(modeId);
    }

    /** The current model's name, or its id if the agent gave no name; empty without models. */
    public String modelName() {
        return models.stream()
                .filter(model -> model.modelId().equals(modelId))
                .map(AgentModel::name)
                .findFirst()
                .orElse(modelId);
    }
}
