package dev.pilothouse.desktop.forge;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.forge.Forge.CheckList;
import dev.pilothouse.desktop.forge.Forge.FailedCheck;
import dev.pilothouse.desktop.forge.Forge.PullRequest;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.PullRequestInfo;
import dev.pilothouse.model.PullRequestState;
import dev.pilothouse.model.TextCutter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Reads what forges answer. Texts are bounded and without control characters. Stateless, but for the counter. */
final class ForgeReader {
    private static final int MAX_TEXT = 300;
    private static final int MAX_ADDRESS = 2_000;
    private static final int MAX_LINES = 60;
    private static final int MAX_LINE = 300;
    private static final int MAX_OBJECTS = 1_000;
    /** With a colour code in some logs. */
    private static final Pattern TIME =
            Pattern.compile("^\\uFEFF?\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z ?(?:\\d\\d[OE][ +]? ?)?");

    private static final Pattern COLOUR = Pattern.compile("\\u001B\\[[0-9;?]*[A-Za-z]");

    private ForgeReader() {}

    /** Counts checks. Confined to one thread. */
    static final class CheckCounter {
        private final List<FailedCheck> failures = new ArrayList<>();
        private int running;
        private int passed;
        private int failed;

        void running() {
            running++;
        }

        void passed() {
            passed++;
        }

        void failed(FailedCheck check) {
            failed++;
            if (failures.size() < CheckList.MAX_FAILED) {
                failures.add(check);
            }
        }

        CheckList list() {
            return new CheckList(new PullRequestInfo.Checks(running, passed, failed), failures);
        }
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A name for the path of an address; its slashes stay. */
    static String path(String name) {
        return encoded(name).replace("%2F", "/").replace("+", "%20");
    }

    static Optional<JsonElement> member(Optional<JsonElement> object, String name) {
        return object.filter(JsonElement::isJsonObject)
                .map(json -> json.getAsJsonObject().get(name));
    }

    static List<JsonObject> objects(Optional<JsonElement> array) {
        List<JsonObject> objects = new ArrayList<>();
        array.filter(JsonElement::isJsonArray)
                .ifPresent(json -> json.getAsJsonArray().forEach(each -> {
                    if (each.isJsonObject() && objects.size() < MAX_OBJECTS) {
                        objects.add(each.getAsJsonObject());
                    }
                }));
        return objects;
    }

    /** The text at a path; empty if there is none. */
    static String text(JsonObject json, String... path) {
        JsonElement at = json;
        for (String name : path) {
            at = at != null && at.isJsonObject() ? at.getAsJsonObject().get(name) : null;
        }
        return at != null && at.isJsonPrimitive() ? TextCutter.head(at.getAsString(), MAX_ADDRESS) : "";
    }

    static String line(JsonObject json, String... path) {
        return TextCutter.line(PlainText.line(text(json, path)), MAX_TEXT);
    }

    /** An address for a browser; empty if it is none. */
    static String address(JsonObject json, String... path) {
        String text = text(json, path);
        return text.matches("https?://[\\x21-\\x7E]+") ? text : "";
    }

    static boolean flag(JsonObject json, String name) {
        return text(json, name).equals("true");
    }

    static int number(JsonObject json, String... path) {
        String text = text(json, path);
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }

    /** An open one before the others; the newest first. */
    static Optional<PullRequest> newest(List<PullRequest> found) {
        return found.stream()
                .filter(each -> each.info().number() > 0 && each.info().state().isOpen())
                .findFirst()
                .or(() ->
                        found.stream().filter(each -> each.info().number() > 0).findFirst());
    }

    static PullRequestState state(boolean merged, boolean closed, boolean draft) {
        if (merged) {
            return PullRequestState.MERGED;
        }
        if (closed) {
            return PullRequestState.CLOSED;
        }
        return draft ? PullRequestState.DRAFT : PullRequestState.OPEN;
    }

    /** The last lines of a log, without colours and times. @param content the part of a line that the job has printed */
    static List<String> logLines(ForgeOutput output, UnaryOperator<String> content) {
        Deque<String> last = new ArrayDeque<>();
        output.text().lines().skip(output.isCut() ? 1 : 0).forEach(line -> {
            String plain = COLOUR.matcher(content.apply(line)).replaceAll("");
            String text = PlainText.line(TIME.matcher(plain).replaceFirst("")).stripTrailing();
            if (!text.isBlank()) {
                last.addLast(TextCutter.line(text, MAX_LINE));
                if (last.size() > MAX_LINES) {
                    last.removeFirst();
                }
            }
        });
        return List.copyOf(last);
    }
}
