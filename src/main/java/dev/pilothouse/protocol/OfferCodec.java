package dev.pilothouse.protocol;

import com.google.gson.JsonElement;
import dev.pilothouse.model.AgentCommand;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.AgentModel;
import dev.pilothouse.model.AgentOption;

/** Agents and their choices as JSON. Stateless. */
final class OfferCodec {
    private OfferCodec() {}

    static JsonElement encode(AgentInfo agent) {
        return new FieldWriter()
                .put("agentId", agent.agentId().value())
                .put("name", agent.name())
                .put("installed", agent.installed())
                .opt("command", agent.command())
                .opt("installHint", agent.installHint())
                .opt("modes", agent.modes(), OfferCodec::encode)
                .opt("place", agent.place())
                .json();
    }

    static AgentInfo decodeAgent(FieldReader fields) throws CodecException {
        return new AgentInfo(
                fields.value("agentId", AgentId::new),
                fields.string("name"),
                fields.flag("installed"),
                fields.string("command", ""),
                fields.string("installHint", ""),
                fields.list("modes", OfferCodec::decodeMode),
                fields.string("place", ""));
    }

    static JsonElement encode(AgentMode mode) {
        return new FieldWriter()
                .put("modeId", mode.modeId())
                .put("name", mode.name())
                .opt("description", mode.description())
                .json();
    }

    static AgentMode decodeMode(FieldReader fields) throws CodecException {
        return new AgentMode(fields.string("modeId"), fields.string("name"), fields.string("description", ""));
    }

    static JsonElement encode(AgentModel model) {
        return new FieldWriter()
                .put("modelId", model.modelId())
                .put("name", model.name())
                .opt("description", model.description())
                .json();
    }

    static AgentModel decodeModel(FieldReader fields) throws CodecException {
        return new AgentModel(fields.string("modelId"), fields.string("name"), fields.string("description", ""));
    }

    static JsonElement encode(AgentOption option) {
        return new FieldWriter()
                .put("optionId", option.optionId())
                .put("name", option.name())
                .opt("description", option.description())
                .opt("category", option.category())
                .opt("choices", option.choices(), OfferCodec::encode)
                .put("current", option.current())
                .json();
    }

    static AgentOption decodeOption(FieldReader fields) throws CodecException {
        return new AgentOption(
                fields.string("optionId"),
                fields.string("name"),
                fields.string("description", ""),
                fields.string("category", ""),
                fields.list("choices", OfferCodec::decodeChoice),
                fields.string("current"));
    }

    private static JsonElement encode(AgentOption.Choice choice) {
        return new FieldWriter()
                .put("value", choice.value())
                .put("name", choice.name())
                .json();
    }

    private static AgentOption.Choice decodeChoice(FieldReader fields) throws CodecException {
        return new AgentOption.Choice(fields.string("value"), fields.string("name"));
    }

    static JsonElement encode(AgentCommand command) {
        return new FieldWriter()
                .put("name", command.name())
                .opt("description", command.description())
                .opt("hint", command.hint())
                .json();
    }

    static AgentCommand decodeCommand(FieldReader fields) throws CodecException {
        return new AgentCommand(fields.string("name"), fields.string("description", ""), fields.string("hint", ""));
    }
}
