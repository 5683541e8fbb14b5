package dev.pilothouse.desktop.agent;

import dev.pilothouse.desktop.process.ProcessTable;
import dev.pilothouse.desktop.process.ProcessUsage;
import dev.pilothouse.model.Answer;
import java.util.List;
import java.util.Optional;

/**
 * One session with one agent, in its own or a shared process. Owns that process, or its place in it, from
 * {@link #start} until the process has exited or {@link #close} has returned. Commands come from one thread at a time
 * (the session's lane), never block, and report their outcome by an event. A command that does not fit the current
 * state does nothing. No event follows {@link AgentEvent.Exited} or {@link AgentEvent.StartFailed}.
 */
public interface AgentAdapter extends AutoCloseable {

    /**
     * Starts the process and its session. Call once. Followed by {@code Ready}, {@code LoginNeeded} or
     * {@code StartFailed}.
     */
    void start();

    /** Starts a turn; {@link AgentEvent.TurnDone} always follows at its end. */
    void prompt(List<PromptPart> parts);

    default void prompt(String text) {
        prompt(List.of(new PromptPart.Text(text)));
    }

    /**
     * Asks the agent to end the current turn, which still ends with {@link AgentEvent.TurnDone}. Open questions are
     * answered as cancelled.
     */
    void cancel();

    /** Answers an open question of the agent. */
    void answer(String askId, Answer answer);

    void setMode(String modeId);

    void setModel(String modelId);

    void setOption(String optionId, String value);

    /**
     * Returns the usage of the agent's processes, from a table that was just made. Any thread but a lane's.
     *
     * @return empty while it has no process on this machine
     */
    default Optional<ProcessUsage> usage(ProcessTable table) {
        return Optional.empty();
    }

    /** Returns an object that identifies the process: the same for all sessions that share it. */
    default Object process() {
        return this;
    }

    /** Returns whether its processes may also work for other sessions. */
    default boolean sharesProcess() {
        return false;
    }

    /**
     * Ends the session. Ends the whole process tree with it, in the documented stop order, unless other sessions use
     * it. Idempotent; blocks for a bounded time; any thread but a lane's.
     */
    @Override
    void close();

    /** Receives the agent's events, on the lane of its {@link AgentInbox}. */
    interface Listener {
        /** Called in the agent's order. */
        void onEvent(AgentEvent event);

        /** Returns whether events must wait now. The listener then calls {@link AgentInbox#resume} later. */
        default boolean holdsBack() {
            return false;
        }
    }
}
