package dev.pilothouse.session;

import dev.pilothouse.model.AgentCommand;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.AgentModel;
import dev.pilothouse.model.AgentOption;
import java.util.List;

/**
 * What the agent lets the person choose.
 *
 * @param modeId the present mode, empty if the agent has none
 * @param modelId the present model, empty if the agent has none
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

    /** The present mode's name, its id where the agent gave no name, empty without modes. */
    public String modeName() {
        return modes.stream()
                .filter(mode -> mode.modeId().equals(modeId))
                .map(AgentMode::name)
                .findFirst()
                .orElse(modeId);
    }
}
