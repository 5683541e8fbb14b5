package dev.pilothouse.protocol;

import dev.pilothouse.model.AgentDraft;
import dev.pilothouse.model.AgentTrial;
import dev.pilothouse.model.RegistryAgent;
import dev.pilothouse.model.RegistryInfo;

/** The registry of agents and the person's own agents, as JSON. Stateless. */
final class RegistryCodec {
    static final RecordCodec<AgentDraft> DRAFT = io -> new AgentDraft(
            io.put("agentId", Json.AGENT_ID, AgentDraft::agentId),
            io.put("name", Json.TEXT, AgentDraft::name),
            io.put("command", Json.TEXT, AgentDraft::command),
            io.opt("arguments", Json.TEXTS, AgentDraft::arguments),
            io.opt("environment", Json.TEXTS, AgentDraft::environment));

    private static final RecordCodec<RegistryAgent.Description> ABOUT = io -> new RegistryAgent.Description(
            io.put("name", Json.TEXT, RegistryAgent.Description::name),
            io.opt("description", Json.TEXT, RegistryAgent.Description::text),
            io.opt("publisher", Json.TEXT, RegistryAgent.Description::publisher),
            io.opt("license", Json.TEXT, RegistryAgent.Description::license),
            io.opt("link", Json.TEXT, RegistryAgent.Description::link),
            io.opt("login", Json.TEXT, RegistryAgent.Description::login));

    private static final RecordCodec<RegistryAgent.Offer> OFFER = io -> new RegistryAgent.Offer(
            io.opt("version", Json.TEXT, RegistryAgent.Offer::version),
            io.put("kind", WireEnum.INSTALL_KIND, RegistryAgent.Offer::kind),
            io.opt("source", Json.TEXT, RegistryAgent.Offer::source),
            io.opt("command", Json.TEXT, RegistryAgent.Offer::command),
            io.opt("verified", Json.FLAG, RegistryAgent.Offer::verified),
            io.inline(HostTextCodec.OPTIONAL_TEXT, RegistryAgent.Offer::hindrance));

    private static final RecordCodec<RegistryAgent.Installed> INSTALLED = io -> new RegistryAgent.Installed(
            io.put("version", Json.TEXT, RegistryAgent.Installed::version),
            io.opt("command", Json.TEXT, RegistryAgent.Installed::command),
            io.opt("size", Json.NUMBER, RegistryAgent.Installed::size));

    private static final RecordCodec<RegistryAgent> AGENT = io -> new RegistryAgent(
            io.put("id", Json.TEXT, RegistryAgent::id),
            io.put("agentId", Json.AGENT_ID, RegistryAgent::agentId),
            io.inline(ABOUT, RegistryAgent::about),
            io.opt("offer", OFFER, RegistryAgent::offer, RegistryAgent.Offer.NONE),
            io.opt("installed", INSTALLED, RegistryAgent::installed, RegistryAgent.Installed.NONE));

    static final RecordCodec<RegistryInfo> INFO = io -> new RegistryInfo(
            io.put("asOf", Json.TIME, RegistryInfo::asOf),
            io.opt("shipped", Json.FLAG, RegistryInfo::shipped),
            io.opt("agents", AGENT.list(), RegistryInfo::agents),
            io.opt("own", DRAFT.list(), RegistryInfo::own));

    private static final RecordCodec<AgentTrial.LoginMethod> LOGIN = io -> new AgentTrial.LoginMethod(
            io.put("id", Json.TEXT, AgentTrial.LoginMethod::id),
            io.opt("name", Json.TEXT, AgentTrial.LoginMethod::name),
            io.opt("description", Json.TEXT, AgentTrial.LoginMethod::description),
            io.opt("command", Json.TEXT, AgentTrial.LoginMethod::command));

    static final RecordCodec<AgentTrial> TRIAL = io -> new AgentTrial(
            io.opt("answered", Json.FLAG, AgentTrial::answered),
            io.inline(HostTextCodec.OPTIONAL_TEXT, AgentTrial::text),
            io.opt("version", Json.TEXT, AgentTrial::version),
            io.opt("protocol", Json.INT, AgentTrial::protocol),
            io.opt("capabilities", Json.TEXTS, AgentTrial::capabilities),
            io.opt("logins", LOGIN.list(), AgentTrial::logins),
            io.opt("millis", Json.NUMBER, AgentTrial::millis));

    private RegistryCodec() {}
}
