package dev.pilothouse.desktop.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The output and exit code of one command line. It ran in this process; or, with {@code -Dpilothouse.command=FILE}, as that
 * program, which is a client without the commands of a host.
 */
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
        Optional<Path> program = program();
        List<String> ordered = ArgumentOrder.commandsFirst(List.of(arguments), CommandTree.names());
        boolean has = ordered.isEmpty() || !CommandDeclarationsTest.OTHER_IN_THE_IMAGE.contains(ordered.get(0));
        if (program.isPresent() && has) {
            return runProgram(program.get(), input, err, arguments);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = CommandLineMain.run(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                false,
                List.of(arguments));
        return new Line(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The program that runs the commands in place of this process. Where its builder cannot be had, the test is skipped. */
    static Optional<Path> program() {
        String file = System.getProperty("pilothouse.command", "");
        if (file.isEmpty()) {
            return Optional.empty();
        }
        Path program = Path.of(file);
        assumeTrue(!Files.exists(program.resolveSibling("skipped")), "src/native/build was skipped");
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException(file + " is no program");
        }
        return Optional.of(program);
    }

    private static Line runProgram(Path program, String input, ByteArrayOutputStream err, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).start();
            Thread errors = new Thread(() -> copy(process.getErrorStream(), err), "command-errors");
            errors.setDaemon(true);
            errors.start();
            give(input, process.getOutputStream());
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            errors.join();
            return new Line(code, out, err.toString(StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static void give(String input, OutputStream in) {
        try (in) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException ended) {
            // It does not read its input.
        }
    }

    private static void copy(InputStream from, ByteArrayOutputStream to) {
        try {
            from.transferTo(to);
        } catch (IOException ended) {
            throw new UncheckedIOException(ended);
        }
    }
}
