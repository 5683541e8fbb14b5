package dev.pilothouse.desktop.agent;

import dev.pilothouse.desktop.process.CliProcess;
import dev.pilothouse.desktop.process.ProcessListener;
import dev.pilothouse.desktop.process.ProcessTable;
import dev.pilothouse.desktop.process.ProcessUsage;
import dev.pilothouse.desktop.process.WriteResult;
import dev.pilothouse.model.ErrorCode;
import java.util.Optional;
import java.util.Set;

/** Port: lines to a running agent. Any thread. Whoever started it closes it. */
interface AgentPipe extends AutoCloseable {

    /** Hands over one line without ever waiting. */
    WriteResult writeLine(String line);

    /** The last lines that the agent wrote for people; empty where there are none. */
    String lastWords();

    /** The agent's living processes that are in sessions of their own, as commands of tools are. */
    Set<ProcessHandle> detachedProcesses();

    /** What the agent's processes use; empty where it has none on this machine. */
    Optional<ProcessUsage> usage(ProcessTable table);

    /** Ends the agent's whole process tree; the listener has heard of the exit when this returns. */
    @Override
    void close();

    /** Port: starts an agent. */
    interface Starter {
        /** Starts it; its lines and its exit go to the listener from then on. */
        Start start(ProcessListener listener);
    }

    /** What came of starting. */
    sealed interface Start {
        record Open(AgentPipe pipe) implements Start {}

        /** @param text a sentence that says what to do */
        record Failed(ErrorCode code, String text) implements Start {}
    }

    /** The pipe to a real process. */
    static AgentPipe of(CliProcess process) {
        return new OverProcess(process, true);
    }

    /** The pipe to an agent elsewhere, of which the process is only this end. */
    static AgentPipe elsewhere(CliProcess process) {
        return new OverProcess(process, false);
    }

    /** @param here whether the agent's processes are those of the child's tree */
    record OverProcess(CliProcess process, boolean here) implements AgentPipe {
        @Override
        public WriteResult writeLine(String line) {
            return process.writeLine(line);
        }

        @Override
        public String lastWords() {
            return process.lastWords();
        }

        @Override
        public Set<ProcessHandle> detachedProcesses() {
            return here ? process.detachedProcesses() : Set.of();
        }

        @Override
        public Optional<ProcessUsage> usage(ProcessTable table) {
            return here ? process.usage(table) : Optional.empty();
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
