package dev.pilothouse.ui.status;

import dev.pilothouse.model.AgentId;
import javafx.scene.control.Label;
import org.jspecify.annotations.Nullable;

/** Two letters that stand for an agent, in a small frame. Confined to the FX thread. */
public final class AgentMark extends Label {
    private @Nullable AgentId shown;
    private String shownName = "";

    public AgentMark() {
        getStyleClass().add("agent-mark");
    }

    public void show(AgentId agent, String name) {
        if (agent.equals(shown) && name.equals(shownName)) {
            return;
        }
        shown = agent;
        shownName = name;
        setText(SessionText.letters(agent, name));
        setAccessibleText(name);
    }
}
