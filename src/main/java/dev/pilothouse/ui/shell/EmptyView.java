package dev.pilothouse.ui.shell;

import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.newsession.NewSessionPresenter;
import dev.pilothouse.ui.pairing.PairForm;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * The content of the window while no session is on screen: first steps for a new person, or a hint if there are
 * sessions. Confined to the FX thread. Ends with the shell.
 */
final class EmptyView extends ScrollPane {
    private final ShellGraph shell;
    private final Runnable guide;
    private final Runnable agents;
    private final VBox column = new VBox();
    private final PairForm pairForm;
    private String drawn = "";
    private @Nullable NoHostMessage waitsFor;
    private Label reason = new Label();

    EmptyView(ShellGraph shell, Runnable guide, Runnable agents) {
        this.shell = shell;
        this.guide = guide;
        this.agents = agents;
        pairForm = new PairForm(shell.hosts());
        getStyleClass().addAll("screen-scroll", "empty-scroll");
        setFitToWidth(true);
        setFitToHeight(true);
        column.getStyleClass().add("welcome");
        column.setMaxWidth(620);
        column.setMaxHeight(Region.USE_PREF_SIZE);
        setContent(new StackPane(column));
        shell.links().linksProperty().addListener((property, before, now) -> draw());
        shell.sessions().emptyProperty().addListener((property, before, now) -> draw());
        shell.footer().contentProperty().addListener((property, before, now) -> draw());
        shell.health().unreachableProperty().addListener((property, before, now) -> draw());
        draw();
    }

    private void draw() {
        List<HostLink> links = shell.links().linksProperty().get();
        boolean empty = shell.sessions().emptyProperty().get();
        boolean local = links.stream().anyMatch(HostLink::local);
        boolean demo = links.stream().anyMatch(NewSessionPresenter::hasDemo);
        NoHostMessage away = shell.health().unreachableProperty().get();
        if (away != null && away.differsInTextOnly(waitsFor)) {
            reason.setText(away.text());
            return;
        }
        waitsFor = null;
        String wanted = links.isEmpty() + "/" + empty + "/" + demo + "/" + local + "/" + (away != null);
        if (away == null && wanted.equals(drawn)) {
            return;
        }
        drawn = wanted;
        if (away != null) {
            show(away);
        } else if (links.isEmpty()) {
            column.getChildren()
                    .setAll(heading(Texts.text("welcome.title")), message(Texts.text("welcome.pairFirst")), pairForm);
            DemoMode recorded = shell.ports().program().demo();
            if (recorded.isOffered()) {
                column.getChildren().add(offer(Glyph.DEMO, "demo.try", recorded.enter(), "try-demo"));
            }
        } else if (empty) {
            column.getChildren()
                    .setAll(
                            heading(Texts.text("welcome.title")),
                            message(Texts.text(local ? "welcome.text" : "welcome.textRemote")));
            if (demo) {
                column.getChildren().add(offer(Glyph.DEMO, "welcome.demo", this::startDemo, "start-demo"));
            }
            column.getChildren()
                    .addAll(
                            offer(Glyph.ADD, "welcome.new", guide, "start-new"),
                            offer(Glyph.AGENT, "welcome.agents", agents, "add-agent"),
                            offer(
                                    Glyph.PHONE,
                                    "welcome.pair",
                                    () -> shell.navigation().screenProperty().set(MainScreen.HOSTS),
                                    "start-pair"));
        } else {
            Label text = message(Texts.text("welcome.choose"));
            text.getStyleClass().setAll("empty-text");
            VBox hint = new VBox(Glyph.SESSIONS.node("empty-glyph"), text);
            hint.getStyleClass().add("empty");
            column.getChildren().setAll(hint);
        }
    }

    /** Starts a session with the demo agent on the first host that has it. */
    private void startDemo() {
        shell.links().current().stream()
                .filter(NewSessionPresenter::hasDemo)
                .findFirst()
                .ifPresent(link -> NewSessionPresenter.startDemo(
                        link, shell.ports().threads().fx(), shell.navigation()::open, shell.notices()::showProblem));
    }

    /** Shows why no session is known yet. */
    private void show(NoHostMessage away) {
        waitsFor = away;
        reason = message(away.text());
        column.getChildren().setAll(heading(away.title()), reason);
        if (away.retries()) {
            Button retry = new Button(Texts.text("action.tryNow"));
            retry.setId("retry-now");
            retry.getStyleClass().add("plain-button");
            retry.setOnAction(event -> shell.health().onRetryNow());
            column.getChildren().add(retry);
        }
    }

    private static Label heading(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("screen-title");
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private static Label message(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("muted");
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private static Node offer(Glyph glyph, String key, Runnable action, String id) {
        Label title = new Label(Texts.text(key));
        title.getStyleClass().add("strong");
        title.setWrapText(true);
        title.setMinHeight(Region.USE_PREF_SIZE);
        Label text = message(Texts.text(key + ".text"));
        VBox lines = new VBox(title, text);
        lines.getStyleClass().add("offer-lines");
        HBox.setHgrow(lines, Priority.ALWAYS);
        HBox row = new HBox(glyph.node("offer-icon"), lines, Glyph.EXPAND.node("offer-arrow"));
        row.getStyleClass().add("offer-row");
        row.setAlignment(Pos.CENTER_LEFT);
        Button button = new OfferButton(row);
        button.setId(id);
        button.setAccessibleText(title.getText());
        button.setOnAction(event -> action.run());
        return button;
    }

    /** A button that fills the width and is as tall as its wrapped text. A plain button is measured as one line. */
    private static final class OfferButton extends Button {
        private final HBox row;

        OfferButton(HBox row) {
            super(null, row);
            this.row = row;
            getStyleClass().setAll("offer");
            setMaxWidth(Double.MAX_VALUE);
            setMinHeight(USE_PREF_SIZE);
            row.prefWidthProperty()
                    .bind(widthProperty()
                            .subtract(Bindings.createDoubleBinding(
                                    () -> getInsets().getLeft() + getInsets().getRight(), insetsProperty())));
        }

        @Override
        public Orientation getContentBias() {
            return Orientation.HORIZONTAL;
        }

        @Override
        protected double computePrefHeight(double width) {
            Insets insets = getInsets();
            double inner = width < 0 ? width : width - insets.getLeft() - insets.getRight();
            return insets.getTop() + row.prefHeight(inner) + insets.getBottom();
        }
    }
}
