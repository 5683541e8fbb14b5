package dev.pilothouse.desktop.acp;

import dev.pilothouse.desktop.process.CliProcess;
import dev.pilothouse.desktop.process.ProcessListener;
import dev.pilothouse.desktop.process.ProcessTable;
import dev.pilothouse.desktop.process.ProcessUsage;
import dev.pilothouse.desktop.process.WriteResult;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import java.util.Optional;
import java.util.Set;

/** Port: lines to a running agent. Any thread. The caller that started it closes it. */
public interface AgentPipe extends AutoCloseable {

    /** Queues one line; never blocks. */
    WriteResult writeLine(String line);

    /** Returns the last lines that the agent wrote on stderr; may be empty. */
    String stderrExcerpt();

    /** Returns the agent's living processes that are in separate process sessions, as commands of tools are. */
    Set<ProcessHandle> detachedProcesses();

    /** Returns the usage of the agent's processes; empty if it has none on this machine. */
    Optional<ProcessUsage> usage(ProcessTable table);

    /** Ends the agent's whole process tree. The listener has received the exit when this returns. */
    @Override
    void close();

    /** Port: starts an agent. */
    interface Starter {
        /** Starts it; its lines and its exit go to the listener from then on. */
        Start start(ProcessListener listener);
    }

    /** The result of a start. */
    sealed interface Start {
        record Open(AgentPipe pipe) implements Start {}

        /** @param sentence with the remedy */
        record Failed(ErrorCode code, HostText sentence) implements Start {
            /** In English. */
            public String text() {
                return sentence.text();
            }
        }
    }

    /** Returns the pipe to a local process. */
    static AgentPipe of(CliProcess process) {
        return new OverProcess(process, true);
    }

    /** Returns the pipe to a remote agent, of which the process is only the local end. */
    static AgentPipe remote(CliProcess process) {
        return new OverProcess(process, false);
    }

    /** @param here whether the agent's processes belong to the child's tree */
    record OverProcess(CliProcess process, boolean here) implements AgentPipe {
        @Override
        public WriteResult writeLine(String line) {
            return process.writeLine(line);
        }

        @Override
        public String stderrExcerpt() {
            return process.stderrExcerpt();
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
