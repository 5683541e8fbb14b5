package dev.pilothouse.desktop.reviewer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the verdict in a judge's answer: {@code {"verdict": a label or "none", "reasons": [texts]}}, alone or in the
 * last block of code. Anything else is no verdict. Pure.
 */
public final class VerdictReader {
    static final String NONE = "none";
    private static final Set<String> MEMBERS = Set.of("verdict", "reasons");

    private VerdictReader() {}

    /**
     * A verdict, or the reason why there is none.
     *
     * @param fault in English, for the judge; empty with a verdict
     */
    public record Reading(@Nullable Verdict verdict, String fault) {
        private static Reading fault(String text) {
            return new Reading(null, text);
        }
    }

    /** @param labels the attempts that can be chosen */
    public static Reading read(String answer, Set<String> labels) {
        if (answer.length() > FindingReader.MAX_ANSWER) {
            return Reading.fault("The answer is too long.");
        }
        List<String> blocks = FindingReader.blocks(answer);
        try {
            JsonElement value = StrictJson.parse((blocks.isEmpty() ? answer : blocks.get(0)).strip());
            if (!(value instanceof JsonObject object) || !object.keySet().equals(MEMBERS)) {
                return Reading.fault("It must be an object with exactly the members verdict and reasons.");
            }
            return verdict(object.get("verdict"), object.get("reasons"), labels);
        } catch (CodecException notJson) {
            return Reading.fault("It is no valid JSON: " + TextCutter.line(notJson.getMessage(), 200));
        }
    }

    private static Reading verdict(JsonElement chosen, JsonElement reasons, Set<String> labels) {
        String label = text(chosen);
        if (label == null || !labels.contains(label) && !label.equals(NONE)) {
            return Reading.fault("The verdict must be one of the labels, or \"none\".");
        }
        if (!(reasons instanceof JsonArray array) || array.isEmpty() || array.size() > Verdict.MAX_REASONS) {
            return Reading.fault("reasons must be a list of 1 to " + Verdict.MAX_REASONS + " texts.");
        }
        List<String> texts = new ArrayList<>();
        for (JsonElement reason : array) {
            String text = text(reason);
            if (text == null || text.isBlank()) {
                return Reading.fault("Each of the reasons must be a text.");
            }
            texts.add(
                    TextCutter.line(PlainText.note(text).replaceAll("\\s+", " ").strip(), Verdict.MAX_REASON));
        }
        return new Reading(new Verdict(label.equals(NONE) ? "" : label, texts), "");
    }

    private static @Nullable String text(JsonElement value) {
        return value.isJsonPrimitive() && value.getAsJsonPrimitive().isString() ? value.getAsString() : null;
    }
}
