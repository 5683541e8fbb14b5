package dev.pilothouse.ui.status;

import dev.pilothouse.model.AgentId;
import javafx.scene.control.Label;

/** Two letters that stand for an agent, in a small frame. Confined to the FX thread. */
public final class AgentMark extends Label {
    public AgentMark() {
        getStyleClass().add("agent-mark");
    }

    public void show(AgentId agent, String name) {
        setText(SessionText.letters(agent, name));
        setAccessibleText(name);
    }
}
