package dev.pilothouse.desktop.catalog;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the command, the variables and other texts of an entry of {@code agents.json}. A number or a boolean counts as
 * its text, as it is written in the file. Anything else invalidates the entry: without an argument or a variable it
 * would be another program. Pure.
 */
final class EntryTextReader {
    private EntryTextReader() {}

    /** A member of the entry is wrong. */
    static final class WrongException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String member;
        private final transient HostText sentence;

        /** @param member its path in the entry */
        WrongException(String member, HostText sentence) {
            super(sentence.text());
            this.member = member;
            this.sentence = sentence;
        }

        String member() {
            return member;
        }

        HostText sentence() {
            return sentence;
        }
    }

    /** The program and its arguments. Empty without a program. */
    static List<String> command(JsonFields entry) throws WrongException {
        Optional<String> program =
                entry.element("command").filter(JsonElement::isJsonPrimitive).map(JsonElement::getAsString);
        List<String> command =
                new ArrayList<>(program.isPresent() ? List.of(program.get()) : texts(entry, "command", "command"));
        command.addAll(texts(entry, "args", "args"));
        return command;
    }

    /** A variable with the value null is not set. */
    static Map<String, String> environment(JsonFields entry) throws WrongException {
        Optional<JsonElement> given = entry.element("env");
        if (given.isEmpty()) {
            return Map.of();
        }
        if (!(given.get() instanceof JsonObject variables)) {
            throw new WrongException("env", HostText.of(HostTextCode.VALUE_NO_OBJECT));
        }
        Map<String, String> environment = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> variable : variables.entrySet()) {
            if (!variable.getValue().isJsonNull()) {
                environment.put(variable.getKey(), text(variable.getValue(), "env." + variable.getKey()));
            }
        }
        return environment;
    }

    /**
     * A list of texts, empty if it is absent.
     *
     * @param path of the member in the entry
     */
    static List<String> texts(JsonFields object, String name, String path) throws WrongException {
        Optional<JsonElement> given = object.element(name);
        if (given.isEmpty()) {
            return List.of();
        }
        if (!(given.get() instanceof JsonArray list)) {
            throw new WrongException(path, HostText.of(HostTextCode.ENTRY_NO_TEXTS));
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            texts.add(text(list.get(i), path + "[" + i + "]"));
        }
        return texts;
    }

    private static String text(JsonElement element, String path) throws WrongException {
        if (!(element instanceof JsonPrimitive text)) {
            throw new WrongException(path, HostText.of(HostTextCode.ENTRY_NO_TEXT));
        }
        return text.getAsString();
    }
}
