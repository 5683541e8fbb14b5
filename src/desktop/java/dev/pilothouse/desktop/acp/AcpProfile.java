package dev.pilothouse.desktop.acp;

import dev.pilothouse.desktop.agent.AgentProfile;
import dev.pilothouse.desktop.agent.AppliedProfile;
import dev.pilothouse.desktop.agent.McpServerEntry;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.ServerKind;
import dev.pilothouse.model.SessionProfile;
import dev.pilothouse.model.SessionServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The profile of one start of an agent. {@link #resolve} is called on a worker before the process starts. Everything
 * else follows it.
 */
public final class AcpProfile {
    private final Optional<AgentProfile> profile;
    private final String name;
    private final String agent;
    private final Supplier<AgentProfile.Resolved> resolving;
    private volatile AgentProfile.Resolved resolved = new AgentProfile.Resolved(List.of(), Map.of(), List.of());

    /**
     * @param agent its name in sentences
     * @param name of the profile; empty if the session has none
     * @param profile empty if there is no such profile
     * @param resolving blocks
     */
    public AcpProfile(
            String agent, String name, Optional<AgentProfile> profile, Supplier<AgentProfile.Resolved> resolving) {
        this.agent = agent;
        this.name = name;
        this.profile = profile;
        this.resolving = resolving;
    }

    static AcpProfile none() {
        return new AcpProfile(
                "", "", Optional.empty(), () -> new AgentProfile.Resolved(List.of(), Map.of(), List.of()));
    }

    /** Looks up commands and secrets. Blocks. */
    public void resolve() {
        if (profile.isPresent()) {
            resolved = resolving.get();
        }
    }

    /** The variables for the agent; empty before {@link #resolve}. */
    public Map<String, String> environment() {
        return resolved.environment();
    }

    Map<String, String> options() {
        return profile.map(AgentProfile::options).orElse(Map.of());
    }

    String name() {
        return name;
    }

    /** The servers that an agent with these capabilities gets. */
    List<McpServerEntry> sent(JsonFields capabilities) {
        List<McpServerEntry> sent = new ArrayList<>();
        for (AgentProfile.Server server : resolved.servers()) {
            McpServerEntry entry = server.entry();
            if (entry != null && supports(capabilities, entry.kind())) {
                sent.add(entry);
            }
        }
        return sent;
    }

    /** Returns the part that an agent with these capabilities got. */
    AppliedProfile applied(JsonFields capabilities) {
        if (name.isEmpty()) {
            return AppliedProfile.NONE;
        }
        if (profile.isEmpty()) {
            return new AppliedProfile(
                    new SessionProfile(name, "", List.of()), "", List.of(HostText.of(HostTextCode.PROFILE_GONE, name)));
        }
        List<SessionServer> servers = new ArrayList<>();
        for (AgentProfile.Server server : resolved.servers()) {
            McpServerEntry entry = server.entry();
            HostText reason = entry == null
                    ? server.reason()
                    : supports(capabilities, entry.kind())
                            ? HostText.NONE
                            : HostText.of(
                                    HostTextCode.SERVER_KIND_UNSUPPORTED,
                                    agent,
                                    entry.kind().name().toLowerCase(Locale.ROOT));
            servers.add(new SessionServer(server.name(), server.kind(), reason.isEmpty(), reason, false));
        }
        return new AppliedProfile(
                new SessionProfile(name, profile.get().revision(), servers),
                profile.get().instructions(),
                resolved.missing());
    }

    private static boolean supports(JsonFields capabilities, ServerKind kind) {
        Optional<JsonFields> offered = capabilities.object("mcpCapabilities");
        return switch (kind) {
            case STDIO -> true;
            case HTTP -> offered.filter(offer -> offer.flag("http")).isPresent();
            case SSE -> offered.filter(offer -> offer.flag("sse")).isPresent();
            case OTHER -> false;
        };
    }
}
