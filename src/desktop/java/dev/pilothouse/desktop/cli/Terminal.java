package dev.pilothouse.desktop.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The input and output of a command, in UTF-8. Text from a host or an agent is cleaned of control characters before it
 * is printed, since a terminal would execute them. Owns nothing; one thread at a time.
 */
final class Terminal {

    private static final int MAX_INPUT = 1024 * 1024;

    private final PrintStream out;
    private final PrintStream err;
    private final InputStream in;
    private final boolean colours;
    private final Charset charset;

    Terminal(PrintStream out, PrintStream err, InputStream in, boolean colours) {
        this(out, err, in, colours, StandardCharsets.UTF_8);
    }

    /** @param charset that is shown in the end; the streams take UTF-8 */
    Terminal(PrintStream out, PrintStream err, InputStream in, boolean colours, Charset charset) {
        this.charset = charset;
        this.out = out;
        this.err = err;
        this.in = in;
        this.colours = colours;
    }

    boolean colours() {
        return colours;
    }

    /** Whether the half blocks of a QR code can be shown. */
    boolean hasBlocks() {
        return charset.newEncoder().canEncode("\u2580\u2584\u2588");
    }

    /** Prints a line of data. */
    void line(String text) {
        out.println(text);
        out.flush();
    }

    /** Prints data without a line end. */
    void part(String text) {
        out.print(text);
        out.flush();
    }

    /** Prints data as it is, or without control characters if a person reads it on a terminal. */
    void bytes(byte[] data) {
        if (System.console() == null) {
            out.write(data, 0, data.length);
        } else {
            out.print(plain(new String(data, StandardCharsets.UTF_8)));
        }
        out.flush();
    }

    void json(JsonElement json) {
        line(PlainText.json(StrictJson.write(json)));
    }

    /** Returns the output itself, for a command that speaks a protocol. */
    OutputStream output() {
        return out;
    }

    /** Returns the input itself, for a command that speaks a protocol. */
    InputStream input() {
        return in;
    }

    /** Prints a line for the user on standard error. */
    void note(String text) {
        err.println(text);
        err.flush();
    }

    void error(CommandFailure failure, boolean json) {
        if (json) {
            JsonObject error = new JsonObject();
            error.addProperty("code", failure.code());
            error.addProperty("text", failure.text());
            JsonObject object = new JsonObject();
            object.add("error", error);
            note(PlainText.json(StrictJson.write(object)));
        } else {
            note("pilothouse: " + plain(failure.text()));
        }
    }

    /** Returns whether the output's reader has gone. */
    boolean isGone() {
        return out.checkError();
    }

    /** Reads all of standard input, without the final line end that a shell adds. */
    String readInput() throws CommandFailure {
        byte[] bytes;
        try {
            bytes = in.readNBytes(MAX_INPUT + 1);
        } catch (IOException e) {
            throw new CommandFailure(CommandFailure.OTHER, "input", "Standard input cannot be read.");
        }
        if (bytes.length > MAX_INPUT) {
            throw new CommandFailure(CommandFailure.OTHER, "input", "Standard input is longer than 1 MiB.");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.endsWith("\r\n")) {
            return text.substring(0, text.length() - 2);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    /** Returns the argument itself, or all of standard input for {@code -}. */
    String textOf(String argument) throws CommandFailure {
        return argument.equals("-") ? readInput() : argument;
    }

    /** Reads a JSON object from a file, or from standard input for {@code -}. */
    JsonObject objectOf(String file) throws CommandFailure {
        try {
            if (file.equals("-")) {
                return StrictJson.parseObject(readInput());
            }
            Path path = Path.of(file);
            if (Files.size(path) > MAX_INPUT) {
                throw CommandFailure.usage("The file is too large: " + file);
            }
            return StrictJson.parseObject(Files.readString(path));
        } catch (IOException | InvalidPathException e) {
            throw CommandFailure.usage("The file cannot be read: " + file);
        } catch (CodecException e) {
            throw CommandFailure.usage("This is no JSON object: " + e.getMessage());
        }
    }

    /** Removes control characters, except line ends and tabs, and invisible characters. */
    static String plain(String text) {
        return PlainText.terminal(text);
    }

    /** Does the same and puts the text on one line. */
    static String plainLine(String text) {
        return plain(text).replace('\n', ' ').replace('\t', ' ');
    }
}
