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
import java.util.Optional;
import java.util.Set;

/**
 * Reads the judgement in a reviewer's answer: {@code {"verdict": "met" or "notMet", "reasons": [texts]}}, alone or in
 * the last block of code. Anything else is no judgement, so that no goal is met by a guess. Pure.
 */
public final class GoalReviewReader {
    private static final Set<String> MEMBERS = Set.of("verdict", "reasons");

    private GoalReviewReader() {}

    /** @return empty if the answer is not of that form */
    public static Optional<GoalReview> read(String answer) {
        if (answer.length() > FindingReader.MAX_ANSWER) {
            return Optional.empty();
        }
        List<String> blocks = FindingReader.blocks(answer);
        try {
            JsonElement value = StrictJson.parse((blocks.isEmpty() ? answer : blocks.get(0)).strip());
            return value instanceof JsonObject object && object.keySet().equals(MEMBERS)
                    ? review(object.get("verdict"), object.get("reasons"))
                    : Optional.empty();
        } catch (CodecException notJson) {
            return Optional.empty();
        }
    }

    private static Optional<GoalReview> review(JsonElement verdict, JsonElement reasons) {
        boolean met = isText(verdict, "met");
        if (!met && !isText(verdict, "notMet") || !(reasons instanceof JsonArray array)) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        for (JsonElement reason : array) {
            if (!reason.isJsonPrimitive() || !reason.getAsJsonPrimitive().isString()) {
                return Optional.empty();
            }
            String text =
                    PlainText.note(reason.getAsString()).replaceAll("\\s+", " ").strip();
            if (!text.isEmpty() && texts.size() < GoalReview.MAX_REASONS) {
                texts.add(TextCutter.line(text, GoalReview.MAX_REASON));
            }
        }
        return met || !texts.isEmpty() ? Optional.of(new GoalReview(met, texts)) : Optional.empty();
    }

    private static boolean isText(JsonElement value, String wanted) {
        return value.isJsonPrimitive()
                && value.getAsJsonPrimitive().isString()
                && value.getAsString().equals(wanted);
    }
}
