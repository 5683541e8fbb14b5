package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.RepositorySummary;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The git working trees of sessions, for connections. Thread-safe. */
public interface SessionRepositories {
    /**
     * Sets the sessions whose working trees a client looks at. Replaces those before; an empty list ends it.
     *
     * @param client identifies the client
     * @param onChange called on any thread when {@link #summary} returns something new; must not block
     */
    void watch(Object client, List<SessionId> sessionIds, Runnable onChange);

    /**
     * The last summary of a watched session.
     *
     * @return null if it is not known yet; empty if there is no repository
     */
    @Nullable
    Optional<RepositorySummary> summary(SessionId sessionId);

    /**
     * Lists changed files. Never blocks.
     *
     * @param cancelled whether the answer is no longer needed
     * @param answer receives exactly one reply, on any thread, and must not block
     */
    void changes(ClientMessage.ListChanges question, BooleanSupplier cancelled, Consumer<HostMessage> answer);

    /** Finds the lines of review comments in the present files; as {@link #changes}. */
    void places(ClientMessage.PlaceComments question, BooleanSupplier cancelled, Consumer<HostMessage> answer);

    /** Reads the differences of a file; as {@link #changes}. */
    void diff(ClientMessage.ReadDiff question, BooleanSupplier cancelled, Consumer<HostMessage> answer);

    /** Reads bytes of a change; as {@link #changes}. */
    void change(ClientMessage.ReadChange question, BooleanSupplier cancelled, Consumer<HostMessage> answer);
    /** Reads a session's branch and its remote, without asking the remote; as {@link #changes}. */
    void remote(ClientMessage.ReadRemote question, BooleanSupplier cancelled, Consumer<HostMessage> answer);
}
