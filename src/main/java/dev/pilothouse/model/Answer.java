package dev.pilothouse.model;

import java.util.Map;

/** A person's answer to a {@link Pending}. */
public sealed interface Answer {

    /** One of the agent's options, by its id. */
    record Option(String optionId) implements Answer {}

    /** Free text, for a question with one field. */
    record Text(String text) implements Answer {}

    /** Values by field name. */
    record Form(Map<String, String> values) implements Answer {
        public Form {
            values = Map.copyOf(values);
        }
    }

    /** The person declines to answer a question. */
    record Decline() implements Answer {}

    interface Visitor<R> {
        R option(Option option);

        R text(Text text);

        R form(Form form);

        R decline(Decline decline);
    }

    default <R> R accept(Visitor<R> visitor) {
        if (this instanceof Option option) {
            return visitor.option(option);
        } else if (this instanceof Text text) {
            return visitor.text(text);
        } else if (this instanceof Form form) {
            return visitor.form(form);
        }
        return visitor.decline((Decline) this);
    }
}
