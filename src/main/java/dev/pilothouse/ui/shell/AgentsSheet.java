package dev.pilothouse.ui.shell;

import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.ConfigError;
import dev.pilothouse.model.Scope;
import dev.pilothouse.platform.Subscription;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
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
    private final Consumer<HostLink> install;
    private final VBox agents = new VBox();
    private List<Shown> shown = List.of();

    /** The content of one host's part. */
    private record Shown(
            HostLink link,
            String hostName,
            boolean live,
            boolean admin,
            List<AgentInfo> agents,
            List<ConfigError> problems) {
        static Shown of(HostLink link) {
            HostView host = link.reader().host();
            return new Shown(
                    link,
                    host.hostName(),
                    host.connection() instanceof ConnectionState.Live,
                    host.scope().covers(Scope.ADMIN),
                    host.agents(),
                    host.agentProblems());
        }
    }

    /**
     * @param hosts their changes update the agents while the sheet is open
     * @param install opens the agents that a host can install
     * @param agentsFile the file that configures own agents on this machine, empty without a local host
     */
    AgentsSheet(
            LinkedHosts hosts,
            Optional<String> agentsFile,
            Consumer<String> copy,
            Consumer<HostLink> install,
            Runnable close) {
        this.copy = copy;
        this.install = install;
        getStyleClass().add("large-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        VBox body = new VBox(agents);
        body.getStyleClass().addAll("sheet-fields", "agent-rows");
        agents.getStyleClass().add("agent-rows");
        draw(hosts.current());
        Subscription changes = hosts.listen(this::draw);
        sceneProperty().addListener((property, before, now) -> {
            if (now == null) {
                changes.close();
            }
        });
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

    private void draw(List<HostLink> links) {
        List<Shown> hosts = links.stream().map(Shown::of).toList();
        if (hosts.equals(shown)) {
            return;
        }
        shown = hosts;
        agents.getChildren().clear();
        for (Shown host : hosts) {
            if (!host.problems().isEmpty()) {
                agents.getChildren().add(problems(host));
            }
        }
        for (Shown host : hosts) {
            if (hosts.size() > 1) {
                Label name = Widgets.label(host.hostName(), "section-title");
                if (!agents.getChildren().isEmpty()) {
                    name.getStyleClass().add("agents-further");
                }
                agents.getChildren().add(name);
            }
            if (host.agents().isEmpty()) {
                Label none = Widgets.label(
                        Texts.text(host.live() ? "agents.none" : "agents.notKnown", host.hostName()), "muted");
                none.setWrapText(true);
                none.setMinHeight(Region.USE_PREF_SIZE);
                agents.getChildren().add(none);
            }
            host.agents().stream()
                    .sorted(Comparator.comparing((AgentInfo agent) -> !agent.installed())
                            .thenComparing(AgentInfo::name))
                    .map(this::row)
                    .forEach(agents.getChildren()::add);
            if (host.live() && host.admin()) {
                Button more =
                        Widgets.button(Texts.text("agents.install"), "plain-button", () -> install.accept(host.link()));
                more.setId("agents-install-" + host.link().hostId());
                more.setAccessibleText(Texts.text("agents.installOn", host.hostName()));
                agents.getChildren().add(Widgets.buttonRow("job-buttons", more));
            }
        }
    }

    private static Node problems(Shown host) {
        VBox box = Widgets.column(
                "agent-problems",
                Widgets.wrapped(Texts.text("agents.fileWrong", host.hostName()), "agent-problems-title"));
        for (ConfigError problem : host.problems()) {
            String where = problem.path().isEmpty() ? problem.place() : problem.place() + "  " + problem.path();
            box.getChildren()
                    .add(Widgets.column(
                            "offer-lines",
                            Widgets.wrapped(where, "agent-command"),
                            Widgets.wrapped(HostTexts.text(problem.text()), "agent-problem")));
        }
        box.getChildren().add(Widgets.wrapped(Texts.text("agents.fileCorrect"), "meta"));
        return box;
    }

    private Node row(AgentInfo agent) {
        Label name = Widgets.label(agent.name(), "strong");
        String line = agent.isElsewhere() ? agent.place() + ": " + agent.command() : agent.command();
        Label command = Widgets.label(agent.installed() ? line : agent.installHint(), "agent-command");
        command.setWrapText(true);
        command.setVisible(!command.getText().isEmpty());
        command.setManaged(command.isVisible());
        name.setWrapText(true);
        name.setMinWidth(0);
        name.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(name, Priority.ALWAYS);
        Label state = Widgets.label(
                Texts.text(agent.installed() ? "agents.installed" : "agents.missing"),
                agent.installed() ? "agent-installed" : "meta");
        state.setMinWidth(Region.USE_PREF_SIZE);
        HBox head = Widgets.row("agent-head", name, state);
        if (!agent.installed() && !agent.installHint().isEmpty()) {
            head.getChildren()
                    .add(Widgets.copyButton(
                            Texts.text("agents.copy", agent.name()), () -> copy.accept(agent.installHint())));
        }
        return Widgets.column("agent-row", head, command);
    }
}
