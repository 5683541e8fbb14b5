package dev.pilothouse.session;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.Organisation;
import dev.pilothouse.model.PromptSupport;
import dev.pilothouse.model.SessionProfile;
import java.time.Instant;
import java.util.Objects;

/**
 * A session's properties besides its conversation.
 *
 * @param name the name to show
 * @param nameByPerson whether a person set the name
 * @param cwd absolute path on the host
 * @param agentTitle the running agent's name for itself, may be empty
 * @param agentSessionId the agent's id for loading the session again, may be empty
 * @param support content that prompts may carry, as the agent reported at its last start
 * @param profile as the agent got it at its last start
 */
public record SessionInfo(
        AgentId agentId,
        String agentName,
        String agentTitle,
        String agentVersion,
        String agentSessionId,
        ContextRestore memory,
        String cwd,
        String name,
        boolean nameByPerson,
        Organisation organisation,
        Instant createdAt,
        PromptSupport support,
        SessionProfile profile) {
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
        Objects.requireNonNull(profile, "profile");
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
                support,
                profile);
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
                support,
                profile);
    }

    SessionInfo started(
            String title,
            String version,
            String newAgentSessionId,
            ContextRestore newMemory,
            PromptSupport newSupport) {
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
                newSupport,
                profile);
    }

    SessionInfo with(SessionProfile newProfile) {
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
                organisation,
                createdAt,
                support,
                newProfile);
    }
}
