package dev.pilothouse.desktop.agent.rpc;

import dev.pilothouse.desktop.process.WriteResult;

/** Port: takes one line, without its end, for the other side. Any thread; never blocks for long. */
@FunctionalInterface
public interface LineSink {
    /** Hands a line over, in order. */
    WriteResult write(String line);
}
