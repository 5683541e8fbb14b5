package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.agent.ExternalListing;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.ExternalSession;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.NamedThreads;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists sessions that agents have stored and that this host does not have.
 *
 * <p>Owns the threads {@code external-sessions-n}, which start an agent for each request and end it afterwards.
 * {@value #THREADS} requests run at a time and up to {@value #WAITING} wait. Thread-safe. Ends with {@link #close()},
 * which ends the agents of running requests.
 */
final class ExternalSessions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExternalSessions.class);
    private static final int THREADS = 2;
    private static final int WAITING = 8;
    private static final long CLOSE_SECONDS = 8;

    private final AgentLauncher agents;
    private final Supplier<Set<String>> known;
    private final ThreadPoolExecutor questions;

    /** @param known the agents' own ids of the host's sessions */
    ExternalSessions(AgentLauncher agents, Supplier<Set<String>> known) {
        this.agents = agents;
        this.known = known;
        this.questions =
                NamedThreads.pool(THREADS, Duration.ofSeconds(5), WAITING, NamedThreads.numbered("external-sessions"));
    }

    /** @param answer receives exactly one reply, on any thread */
    void list(ClientMessage.ListExternal question, Consumer<HostMessage> answer) {
        try {
            questions.execute(() -> answer.accept(answerTo(question)));
        } catch (RejectedExecutionException full) {
            answer.accept(new HostMessage.Failure(
                    question.requestId(), ErrorCode.BUSY, HostText.of(HostTextCode.LISTING_BUSY)));
        }
    }

    private HostMessage answerTo(ClientMessage.ListExternal question) {
        try {
            ExternalListing listing = agents.externalSessions(question.agentId(), question.cwd());
            if (listing instanceof ExternalListing.Refused refused) {
                return new HostMessage.Failure(question.requestId(), refused.code(), refused.sentence());
            }
            ExternalListing.Listed listed = (ExternalListing.Listed) listing;
            Set<String> here = known.get();
            List<ExternalSession> others = listed.sessions().stream()
                    .filter(session -> !here.contains(session.agentSessionId()))
                    .map(session -> new ExternalSession(
                            session.agentSessionId(),
                            PlainText.line(session.title()),
                            PlainText.exact(session.cwd()),
                            session.updatedAt()))
                    .toList();
            return new HostMessage.ExternalSessions(question.requestId(), others, listed.more());
        } catch (RuntimeException bug) {
            // The client must get a reply.
            LOG.error("Sessions of {} could not be listed", question.agentId(), bug);
            return new HostMessage.Failure(
                    question.requestId(), ErrorCode.INTERNAL, HostText.of(HostTextCode.HOST_DEFECT));
        }
    }

    @Override
    public void close() {
        questions.shutdownNow();
        try {
            if (!questions.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("An agent that was asked for its sessions has not ended in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
