package dev.pilothouse.desktop.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.protocol.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What a command reads and writes, UTF-8 throughout. What came from a host or an agent is made plain before it is shown,
 * since a terminal obeys control characters. Owns nothing; one thread at a time.
 */
final class Terminal {

    private static final int MAX_INPUT = 1024 * 1024;

    private final PrintStream out;
    private final PrintStream err;
    private final InputStream in;
    private final boolean colours;

    Terminal(PrintStream out, PrintStream err, InputStream in, boolean colours) {
        this.out = out;
        this.err = err;
        this.in = in;
        this.colours = colours;
    }

    boolean colours() {
        return colours;
    }

    /** A line of data. */
    void line(String text) {
        out.println(text);
        out.flush();
    }

    /** Data without the end of a line. */
    void part(String text) {
        out.print(text);
        out.flush();
    }

    void json(JsonElement json) {
        line(PlainText.json(StrictJson.write(json)));
    }

    /** A line for the person beside the data. */
    void note(String text) {
        err.println(text);
        err.flush();
    }

    void error(CommandFailure failure, boolean json) {
        if (json) {
            JsonObject error = new JsonObject();
            error.addProperty("code", failure.word());
            error.addProperty("text", failure.text());
            JsonObject object = new JsonObject();
            object.add("error", error);
            note(PlainText.json(StrictJson.write(object)));
        } else {
            note("pilothouse: " + plain(failure.text()));
        }
    }

    /** Whether nobody reads the output any more. */
    boolean isGone() {
        return out.checkError();
    }

    PrintStream out() {
        return out;
    }

    /** All of standard input, without the one line end that every shell adds. */
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

    /** The argument itself, or all of standard input for {@code -}. */
    String textOf(String argument) throws CommandFailure {
        return argument.equals("-") ? readInput() : argument;
    }

    /** Text without control characters, except line ends and tabs, and without others that are not seen. */
    static String plain(String text) {
        return PlainText.terminal(text);
    }

    /** The same on one line. */
    static String plainLine(String text) {
        return plain(text).replace('\n', ' ').replace('\t', ' ');
    }
}
