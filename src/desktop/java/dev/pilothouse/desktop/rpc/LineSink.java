package dev.pilothouse.desktop.rpc;

import dev.pilothouse.desktop.process.WriteResult;

/** Port: sends one line, without its terminator, to the other side. Any thread; never blocks for long. */
@FunctionalInterface
public interface LineSink {
    /** Sends a line, in order. */
    WriteResult write(String line);
}
