package dev.pilothouse.ui.registry;

import dev.pilothouse.model.AgentDraft;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** The input of the form of an own agent. Confined to the FX thread. */
public final class OwnAgentForm {
    private static final int MAX_ID = 64;

    private final @Nullable AgentDraft stored;
    final StringProperty name = new SimpleStringProperty(this, "name", "");
    final StringProperty command = new SimpleStringProperty(this, "command", "");
    /** One in each line. */
    final StringProperty arguments = new SimpleStringProperty(this, "arguments", "");
    /** One in each line. */
    final StringProperty environment = new SimpleStringProperty(this, "environment", "");

    private final StringProperty outcome = new SimpleStringProperty(this, "outcome", "");

    /** @param stored the agent that is changed; null for a new one */
    OwnAgentForm(@Nullable AgentDraft stored) {
        this.stored = stored;
        if (stored != null) {
            name.set(stored.name());
            command.set(stored.command());
            arguments.set(String.join("\n", stored.arguments()));
            environment.set(String.join("\n", stored.environment()));
        }
    }

    public boolean isEdit() {
        return stored != null;
    }

    /** The outcome of the test, or why it is not saved. */
    public StringProperty outcomeProperty() {
        return outcome;
    }

    /** Says what is missing. */
    boolean isComplete() {
        boolean complete = !name.get().isBlank() && !command.get().isBlank();
        if (!complete) {
            outcome.set(Texts.text("registry.incomplete"));
        }
        return complete;
    }

    AgentDraft draft() {
        AgentDraft before = stored;
        return new AgentDraft(
                before == null ? newId() : before.agentId(),
                name.get().strip(),
                command.get().strip(),
                lines(arguments.get()),
                lines(environment.get()));
    }

    /** The id is made of the name, since sessions and files name it. */
    private AgentId newId() {
        String word = name.get()
                .strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        String id = word.isEmpty() ? "agent" : word;
        return new AgentId(id.substring(0, Math.min(MAX_ID, id.length())));
    }

    private static List<String> lines(String text) {
        return text.lines().filter(line -> !line.isBlank()).toList();
    }
}
