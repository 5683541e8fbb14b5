package dev.pilothouse.desktop.demo;

import dev.pilothouse.desktop.process.WriteResult;
import dev.pilothouse.desktop.rpc.LineSink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The agent's stdout, with one message per line. Any thread; lines do not mix. Blocks while the host does not read. */
final class DemoOutput implements LineSink {
    private final OutputStream stream;

    DemoOutput(OutputStream stream) {
        this.stream = stream;
    }

    @Override
    public WriteResult write(String line) {
        return raw((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Writes bytes unchanged. */
    synchronized WriteResult raw(byte[] bytes) {
        try {
            stream.write(bytes);
            stream.flush();
            return WriteResult.ACCEPTED;
        } catch (IOException closed) {
            return WriteResult.CLOSED;
        }
    }
}
