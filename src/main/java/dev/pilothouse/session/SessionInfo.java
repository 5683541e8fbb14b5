package dev.pilothouse.session;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentMemory;
import dev.pilothouse.model.Organisation;
import dev.pilothouse.model.PromptSupport;
import java.time.Instant;
import java.util.Objects;

/**
 * What is known of a session beside its conversation.
 *
 * @param name what to show
 * @param nameByPerson whether a person gave the name
 * @param cwd absolute path on the host
 * @param agentTitle what the running agent calls itself, may be empty
 * @param agentSessionId the agent's id for loading the session again, may be empty
 * @param support what prompts may carry, as the agent said when it last started
 */
public record SessionInfo(
        AgentId agentId,
        String agentName,
        String agentTitle,
        String agentVersion,
        String agentSessionId,
        AgentMemory memory,
        String cwd,
        String name,
        boolean nameByPerson,
        Organisation organisation,
        Instant createdAt,
        PromptSupport support) {
    public SessionInfo {
        Objects.requireNonNull(agentId, "agentId");
        Objects.requireNonNull(agentName, "agentName");
        Objects.requireNonNull(agentTitle, "agentTitle");
        Objects.requireNonNull(agentVersion, "agentVersion");
        Objects.requireNonNull(agentSessionId, "agentSessionId");
        Objects.requireNonNull(memory, "memory");
        Objects.requireNonNull(cwd, "cwd");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(organisation, "organisation");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(support, "support");
    }

    SessionInfo named(String newName, boolean byPerson) {
        return new SessionInfo(
                agentId,
                agentName,
                agentTitle,
                agentVersion,
                agentSessionId,
                memory,
                cwd,
                newName,
                byPerson,
                organisation,
                createdAt,
                support);
    }

    SessionInfo organised(Organisation newOrganisation) {
        return new SessionInfo(
                agentId,
                agentName,
                agentTitle,
                agentVersion,
                agentSessionId,
                memory,
                cwd,
                name,
                nameByPerson,
                newOrganisation,
                createdAt,
                support);
    }

    SessionInfo started(
            String title, String version, String newAgentSessionId, AgentMemory newMemory, PromptSupport newSupport) {
        return new SessionInfo(
                agentId,
                agentName,
                title,
                version,
                newAgentSessionId,
                newMemory,
                cwd,
                name,
                nameByPerson,
                organisation,
                createdAt,
                newSupport);
    }
}
