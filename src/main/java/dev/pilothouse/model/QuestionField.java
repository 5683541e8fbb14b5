package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;

/**
 * One field of an agent's question form.
 *
 * @param name key of the answer
 * @param title label for the person, never empty
 * @param description longer text, may be empty
 * @param choices the allowed values, empty if free
 * @param initial the initial value, may be empty
 */
public record QuestionField(
        String name,
        String title,
        String description,
        Type type,
        List<Choice> choices,
        String initial,
        boolean required) {
    public QuestionField {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(type, "type");
        choices = List.copyOf(choices);
        Objects.requireNonNull(initial, "initial");
    }

    public enum Type {
        TEXT,
        NUMBER,
        INTEGER,
        BOOLEAN,
        /** Several of the choices, separated by line feeds in the answer. */
        MULTIPLE,
        /**
         * The initial value is a {@link BrowserLink} to open on the device of the person. The answer says that the person
         * agrees, and needs no value.
         */
        LINK
    }

    public record Choice(String value, String title) {}
}
