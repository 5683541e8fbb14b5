package dev.pilothouse.protocol;

import dev.pilothouse.model.AgentCommand;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.AgentModel;
import dev.pilothouse.model.AgentOption;
import dev.pilothouse.model.AgentSupport;
import java.util.List;

/** Agents and their choices as JSON. Stateless. */
final class OfferCodec {
    private static final RecordCodec<AgentMode> MODE = io -> new AgentMode(
            io.put("modeId", Json.TEXT, AgentMode::modeId),
            io.put("name", Json.TEXT, AgentMode::name),
            io.opt("description", Json.TEXT, AgentMode::description));

    private static final RecordCodec<AgentModel> MODEL = io -> new AgentModel(
            io.put("modelId", Json.TEXT, AgentModel::modelId),
            io.put("name", Json.TEXT, AgentModel::name),
            io.opt("description", Json.TEXT, AgentModel::description));

    private static final RecordCodec<AgentOption.Choice> CHOICE = io -> new AgentOption.Choice(
            io.put("value", Json.TEXT, AgentOption.Choice::value), io.put("name", Json.TEXT, AgentOption.Choice::name));

    private static final MemberCodec.Optional<List<AgentOption.Choice>> CHOICES = CHOICE.list();

    private static final RecordCodec<AgentOption> OPTION = io -> new AgentOption(
            io.put("optionId", Json.TEXT, AgentOption::optionId),
            io.put("name", Json.TEXT, AgentOption::name),
            io.opt("description", Json.TEXT, AgentOption::description),
            io.opt("category", Json.TEXT, AgentOption::category),
            io.opt("choices", CHOICES, AgentOption::choices),
            io.put("current", Json.TEXT, AgentOption::current));

    private static final RecordCodec<AgentCommand> COMMAND = io -> new AgentCommand(
            io.put("name", Json.TEXT, AgentCommand::name),
            io.opt("description", Json.TEXT, AgentCommand::description),
            io.opt("hint", Json.TEXT, AgentCommand::hint));

    static final MemberCodec.Optional<List<AgentMode>> MODES = MODE.list();
    static final MemberCodec.Optional<List<AgentModel>> MODELS = MODEL.list();
    static final MemberCodec.Optional<List<AgentOption>> OPTIONS = OPTION.list();
    static final MemberCodec.Optional<List<AgentCommand>> COMMANDS = COMMAND.list();

    private static final RecordCodec<AgentSupport> OFFERS = io -> new AgentSupport(
            io.opt("deleteSession", Json.FLAG, AgentSupport::deletes),
            io.opt("forkSession", Json.FLAG, AgentSupport::forks));

    private static final RecordCodec<AgentInfo> AGENT = io -> new AgentInfo(
            io.put("agentId", Json.AGENT_ID, AgentInfo::agentId),
            io.put("name", Json.TEXT, AgentInfo::name),
            io.put("installed", Json.FLAG, AgentInfo::installed),
            io.opt("command", Json.TEXT, AgentInfo::command),
            io.opt("installHint", Json.TEXT, AgentInfo::installHint),
            io.opt("modes", MODES, AgentInfo::modes),
            io.opt("offers", OFFERS, AgentInfo::offers, AgentSupport.NONE),
            io.opt("place", Json.TEXT, AgentInfo::place));

    static final MemberCodec.Optional<List<AgentInfo>> AGENTS = AGENT.list();

    private OfferCodec() {}
}
