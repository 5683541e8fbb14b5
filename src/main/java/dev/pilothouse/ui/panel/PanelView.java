package dev.pilothouse.ui.panel;

import dev.pilothouse.model.PlanEntry;
import dev.pilothouse.ui.diff.FileChange;
import dev.pilothouse.ui.fx.DisclosureLine;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** Draws the side panel. Confined to the FX thread. Ends with the shell. */
public final class PanelView extends ScrollPane {
    private final Actions actions;
    private final VBox sections = Widgets.column("panel-sections");

    /** Sheets that the panel opens for the session on screen. */
    public interface Actions {
        /** Opens the changes to a file, by its path as the agent reported it. */
        void openChange(String path);

        void openChanges();

        void openFiles();
    }

    public PanelView(PanelPresenter presenter, Actions actions) {
        this.actions = actions;
        getStyleClass().add("panel");
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setContent(sections);
        presenter.contentProperty().addListener((property, before, now) -> draw(now));
        draw(presenter.contentProperty().get());
    }

    private void draw(PanelPresenter.Content content) {
        List<Node> nodes = new ArrayList<>();
        List<Node> steps = content.plan().stream().map(PanelView::step).toList();
        nodes.add(section(Texts.text("panel.plan"), content.progress(), steps, Texts.text("panel.noPlan")));
        List<Node> files = content.changes().stream().map(this::file).toList();
        VBox changes = section(
                Texts.text("panel.changes"),
                content.changes().isEmpty()
                        ? ""
                        : Texts.counted("panel.files", content.changes().size()),
                files,
                Texts.text("panel.noChanges"));
        FlowPane links = new FlowPane(
                link("panel-open-changes", "panel.openChanges", actions::openChanges),
                link("panel-open-files", "panel.openFiles", actions::openFiles));
        links.getStyleClass().add("panel-links");
        changes.getChildren().add(links);
        nodes.add(changes);
        if (!content.usage().isEmpty()) {
            List<Node> lines = new ArrayList<>();
            if (content.share() >= 0) {
                lines.add(bar(content.share()));
            }
            content.usage().forEach(text -> lines.add(Widgets.label(text, "panel-line")));
            nodes.add(section(Texts.text("panel.usage"), "", lines, ""));
        }
        if (!content.profile().isEmpty()) {
            List<Node> lines = new ArrayList<>();
            content.servers().forEach(text -> lines.add(Widgets.wrapped(text, "panel-line")));
            nodes.add(section(Texts.text("panel.profile"), content.profile(), lines, Texts.text("profiles.noServers")));
        }
        sections.getChildren().setAll(nodes);
    }

    private static Hyperlink link(String id, String text, Runnable run) {
        Hyperlink link = new Hyperlink(Texts.text(text));
        link.setId(id);
        link.getStyleClass().add("small-link");
        link.setOnAction(event -> run.run());
        return link;
    }

    private static VBox section(String title, String figure, List<Node> lines, String none) {
        HBox head =
                new HBox(Widgets.label(title, "panel-title"), Widgets.spacer(), Widgets.label(figure, "panel-figure"));
        head.setAlignment(Pos.BASELINE_LEFT);
        VBox section = Widgets.column("panel-section", head);
        section.getChildren().addAll(lines.isEmpty() ? List.of(Widgets.wrapped(none, "meta")) : lines);
        return section;
    }

    private static Node step(PlanEntry entry) {
        Label text = Widgets.wrapped(entry.content(), "panel-step-text");
        HBox.setHgrow(text, Priority.ALWAYS);
        Glyph glyph = switch (entry.status()) {
            case COMPLETED -> Glyph.CHECK;
            case IN_PROGRESS -> Glyph.EXPAND;
            case PENDING -> Glyph.IDLE;
        };
        HBox step = new HBox(glyph.node("panel-step-icon"), text);
        step.getStyleClass()
                .addAll(
                        "panel-step",
                        "panel-step-"
                                + entry.status().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        step.setAccessibleText(Texts.text("plan.status." + entry.status().name()) + ": " + entry.content());
        return step;
    }

    private Node file(FileChange change) {
        Label name = Widgets.label(change.name(), "panel-file");
        name.setMinWidth(0);
        Widgets.hint(name, change.path());
        HBox row = new HBox(name, Widgets.spacer());
        row.getStyleClass().add("panel-file-row");
        row.setAlignment(Pos.BASELINE_LEFT);
        if (change.added() > 0) {
            row.getChildren().add(fixed("+" + change.added(), "tool-added"));
        }
        if (change.removed() > 0) {
            row.getChildren().add(fixed("\u2212" + change.removed(), "tool-removed"));
        }
        row.setFocusTraversable(true);
        row.setAccessibleText(Texts.text("panel.openFile", change.path(), change.added(), change.removed()));
        DisclosureLine.make(row, () -> actions.openChange(change.path()));
        return row;
    }

    private static Node bar(double share) {
        Region track = new Region();
        track.getStyleClass().add("usage-track");
        Region fill = new Region();
        fill.getStyleClass().add("usage-fill");
        StackPane bar = new StackPane(track, fill);
        bar.setAlignment(Pos.CENTER_LEFT);
        fill.maxWidthProperty().bind(bar.widthProperty().multiply(share));
        return bar;
    }

    private static Label fixed(String text, String styleClass) {
        Label label = Widgets.label(text, styleClass);
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }
}
