package dev.pilothouse.desktop.agent;

import dev.pilothouse.desktop.process.ProcessTable;
import dev.pilothouse.desktop.process.ProcessUsage;
import dev.pilothouse.model.Answer;
import java.util.List;
import java.util.Optional;

/**
 * One session with one agent, in a process of its own or in one that it shares with others. Owns that process, or its place
 * in it, from {@link #start} until the process has exited or {@link #close} has returned. Commands may come from one thread
 * at a time (the session's lane), never block, and have their outcome told by an event; in a state where a command makes no
 * sense it does nothing. After {@link AgentEvent.Exited} or {@link AgentEvent.StartFailed} no event follows.
 */
public interface AgentAdapter extends AutoCloseable {

    /** Starts the process and the session in it. Once. Followed by {@code Ready}, {@code LoginNeeded} or {@code StartFailed}. */
    void start();

    /** Begins a turn; followed by {@link AgentEvent.TurnDone} at its end, whatever happens. */
    void prompt(List<PromptPart> parts);

    default void prompt(String text) {
        prompt(List.of(new PromptPart.Text(text)));
    }

    /** Asks the agent to end the present turn, which still ends by {@link AgentEvent.TurnDone}. Open asks are answered as cancelled. */
    void cancel();

    /** Answers an ask that is open in the agent. */
    void answer(String askId, Answer answer);

    void setMode(String modeId);

    void setModel(String modelId);

    void setOption(String optionId, String value);

    /**
     * What the agent's processes use, by a table that was made just now. Any thread but a lane's.
     *
     * @return empty while it has no process on this machine
     */
    default Optional<ProcessUsage> usage(ProcessTable table) {
        return Optional.empty();
    }

    /** What crashes when its process does: the same for all that share the process. */
    default Object process() {
        return this;
    }

    /** Whether what its processes use may be the work of other sessions. */
    default boolean sharesProcess() {
        return false;
    }

    /**
     * Ends the session, and with it the whole process tree in the written stop order, unless others are in it. Idempotent;
     * blocks for a bounded time; any thread but the listener's.
     */
    @Override
    void close();

    /** Receives what the agent does. */
    interface Listener {
        /** Called on the adapter's reader thread, one call at a time, in the agent's order. May block, which slows the agent. */
        void onEvent(AgentEvent event) throws InterruptedException;
    }
}
