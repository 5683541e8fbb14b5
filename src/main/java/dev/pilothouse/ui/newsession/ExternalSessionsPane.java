package dev.pilothouse.ui.newsession;

import dev.pilothouse.model.ExternalSession;
import dev.pilothouse.ui.fx.PathLabel;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.status.SessionText;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.text.TimeFormatter;
import java.time.Clock;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * Lists sessions from outside Pilothouse that the chosen agent can resume. They are fetched only on request. Confined
 * to the FX thread; lives as long as its sheet.
 */
final class ExternalSessionsPane extends VBox {
    private final NewSessionPresenter presenter;
    private final Clock clock = Clock.systemUTC();
    private final Hyperlink ask = new Hyperlink(Texts.text("external.ask"));
    private final Label note = Widgets.wrapped("", "meta");
    private final VBox list = Widgets.column("external-list");

    ExternalSessionsPane(NewSessionPresenter presenter) {
        this.presenter = presenter;
        getStyleClass().add("field");
        ask.setId("external-ask");
        ask.getStyleClass().add("small-link");
        ask.setWrapText(true);
        ask.setOnAction(event -> presenter.onExternal());
        note.setId("external-note");
        list.setAccessibleRole(AccessibleRole.PARENT);
        list.setAccessibleText(Texts.text("external.list"));
        getChildren().setAll(ask, note, list);
        presenter.externalProperty().addListener((property, before, now) -> show(now));
        show(presenter.externalProperty().get());
    }

    private void show(NewSessionPresenter.External external) {
        String text = external.loading() ? Texts.text("external.loading") : external.text();
        note.setText(text);
        appear(note, external.shown() && !text.isEmpty());
        list.getChildren().setAll(external.sessions().stream().map(this::row).toList());
        appear(list, !external.sessions().isEmpty());
    }

    private Button row(ExternalSession session) {
        String title = session.title().isEmpty() ? session.agentSessionId() : session.title();
        String where = SessionText.directory(session.cwd());
        String when = session.updatedAt() == null ? "" : TimeFormatter.age(session.updatedAt(), clock.instant());
        String below = where.isEmpty() || when.isEmpty() ? where + when : where + " \u00b7 " + when;
        Label name = Widgets.label(title, "strong");
        PathLabel place = new PathLabel("meta");
        place.show(below);
        VBox lines = new VBox(name, place);
        lines.setMinWidth(0);
        Button button = new Button(null, lines);
        button.getStyleClass().addAll("plain-button", "external-session");
        button.setMaxWidth(Double.MAX_VALUE);
        button.setAccessibleText(Texts.text("external.continue", title, below));
        button.disableProperty().bind(presenter.busyProperty());
        button.setOnAction(event -> presenter.onContinue(session));
        return button;
    }

    private static void appear(Region node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
