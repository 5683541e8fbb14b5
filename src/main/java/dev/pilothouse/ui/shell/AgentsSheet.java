package dev.pilothouse.ui.shell;

import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * Lists the agents of each host, with install instructions for missing ones. Confined to the FX thread. Ends when it is
 * closed.
 */
final class AgentsSheet extends VBox {
    private final Consumer<String> copy;

    /** @param agentsFile the file that configures own agents on this machine, empty without a local host */
    AgentsSheet(List<HostLink> links, Optional<String> agentsFile, Consumer<String> copy, Runnable close) {
        this.copy = copy;
        getStyleClass().add("large-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        VBox body = new VBox();
        body.getStyleClass().addAll("sheet-fields", "agent-rows");
        for (HostLink link : links) {
            if (links.size() > 1) {
                Label host = Widgets.label(link.reader().host().hostName(), "section-title");
                if (!body.getChildren().isEmpty()) {
                    host.getStyleClass().add("agents-further");
                }
                body.getChildren().add(host);
            }
            if (link.reader().host().agents().isEmpty()) {
                Label none = Widgets.label(
                        Texts.text(
                                link.reader().host().connection() instanceof ConnectionState.Live
                                        ? "agents.none"
                                        : "agents.notKnown",
                                link.reader().host().hostName()),
                        "muted");
                none.setWrapText(true);
                none.setMinHeight(Region.USE_PREF_SIZE);
                body.getChildren().add(none);
            }
            link.reader().host().agents().stream()
                    .sorted(Comparator.comparing((AgentInfo agent) -> !agent.installed())
                            .thenComparing(AgentInfo::name))
                    .map(this::row)
                    .forEach(body.getChildren()::add);
        }
        agentsFile.ifPresent(file -> {
            Label own = Widgets.label(Texts.text("agents.own", file), "meta");
            own.setWrapText(true);
            own.setMinHeight(Region.USE_PREF_SIZE);
            body.getChildren().add(own);
        });
        SheetScroll scroll = new SheetScroll(body);
        Button done = Widgets.button(Texts.text("action.done"), "primary-button", close);
        HBox buttons = Widgets.rightRow("sheet-buttons", done);
        getChildren().setAll(Widgets.label(Texts.text("agents.title"), "screen-title"), scroll, buttons);
    }

    private Node row(AgentInfo agent) {
        Label name = Widgets.label(agent.name(), "strong");
        String line = agent.isElsewhere() ? agent.place() + ": " + agent.command() : agent.command();
        Label command = Widgets.label(agent.installed() ? line : agent.installHint(), "agent-command");
        command.setWrapText(true);
        command.setVisible(!command.getText().isEmpty());
        command.setManaged(command.isVisible());
        VBox words = Widgets.column("offer-lines", name, command);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        Label state = Widgets.label(
                Texts.text(agent.installed() ? "agents.installed" : "agents.missing"),
                agent.installed() ? "agent-installed" : "meta");
        state.setMinWidth(Region.USE_PREF_SIZE);
        HBox row = Widgets.row("agent-row", words, state);
        if (!agent.installed() && !agent.installHint().isEmpty()) {
            Button copyHint = new Button(null, Glyph.COPY.node());
            copyHint.getStyleClass().add("icon-button");
            copyHint.setAccessibleText(Texts.text("agents.copy", agent.name()));
            copyHint.setTooltip(new Tooltip(Texts.text("transcript.copy")));
            copyHint.setOnAction(event -> copy.accept(agent.installHint()));
            row.getChildren().add(copyHint);
        }
        return row;
    }
}
