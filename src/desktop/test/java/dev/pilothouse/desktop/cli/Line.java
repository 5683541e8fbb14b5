package dev.pilothouse.desktop.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The output and exit code of one command line that ran in this process. */
record Line(int code, String out, String err) {

    static Line run(String... arguments) {
        return runWith("", arguments);
    }

    static Line runWith(String input, String... arguments) {
        return run(input, new ByteArrayOutputStream(), arguments);
    }

    /** Runs a command, and calls {@code reached} when its error output has the word. */
    static Line runUntil(String word, Runnable reached, String... arguments) {
        return run(
                "",
                new ByteArrayOutputStream() {
                    @Override
                    public synchronized void write(byte[] bytes, int offset, int length) {
                        super.write(bytes, offset, length);
                        if (toString(StandardCharsets.UTF_8).contains(word)) {
                            reached.run();
                        }
                    }
                },
                arguments);
    }

    private static Line run(String input, ByteArrayOutputStream err, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = CommandLineMain.run(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                false,
                List.of(arguments));
        return new Line(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
