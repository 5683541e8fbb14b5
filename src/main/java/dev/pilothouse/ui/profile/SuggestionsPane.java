package dev.pilothouse.ui.profile;

import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.ProfileServer;
import dev.pilothouse.model.ProfileSetting;
import dev.pilothouse.model.ServerKind;
import dev.pilothouse.model.ServerSuggestion;
import dev.pilothouse.ui.folder.DirectoryField;
import dev.pilothouse.ui.fx.Overlay;
import dev.pilothouse.ui.fx.Sheets;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.profile.SuggestionsPresenter.Row;
import dev.pilothouse.ui.profile.SuggestionsPresenter.Shown;
import dev.pilothouse.ui.status.ProfileText;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/**
 * The folder, and the MCP servers that its files configure. Confined to the FX thread; lives as long as its presenter.
 */
final class SuggestionsPane extends VBox {
    private final DirectoryField folder;
    private final VBox list = Widgets.column("sheet-fields");

    /** @param overlay shows the folders of the host over the sheet that contains this pane */
    SuggestionsPane(SuggestionsPresenter presenter, Overlay overlay) {
        getStyleClass().add("sheet-fields");
        folder = new DirectoryField(presenter.folder(), "suggestions-folder", overlay);
        folder.line().setOnAction(event -> presenter.onAsk());
        Label label = Widgets.wrapped(Texts.text("newSession.directory"), "field-label");
        label.setLabelFor(folder.line());
        folder.getChildren().add(0, label);
        Button ask = Widgets.button(Texts.text("suggestions.ask"), "plain-button", presenter::onAsk);
        ask.setId("suggestions-ask");
        getChildren()
                .addAll(
                        Widgets.wrapped(Texts.text("suggestions.about"), "meta"),
                        folder,
                        Widgets.row("profile-add", ask),
                        list);
        presenter.shownProperty().addListener((property, before, now) -> draw(now));
        draw(presenter.shownProperty().get());
    }

    @Override
    public void requestFocus() {
        folder.requestFocus();
    }

    private void draw(Shown shown) {
        List<Node> nodes = new ArrayList<>();
        shown.problems().forEach(problem -> nodes.add(Widgets.wrapped(problem, "problem")));
        if (!shown.note().isEmpty()) {
            nodes.add(Widgets.wrapped(shown.note(), "muted"));
        }
        for (int i = 0; i < shown.rows().size(); i++) {
            nodes.add(row(shown.rows().get(i), i + 1));
        }
        Sheets.replace(list, nodes);
    }

    private static Optional<String> copies(Row row, String key, Predicate<ServerSuggestion.Copy> which) {
        List<String> profiles = row.suggestion().copies().stream()
                .filter(which)
                .map(copy -> PlainText.line(copy.profile()))
                .toList();
        return profiles.isEmpty() ? Optional.empty() : Optional.of(Texts.text(key, String.join(", ", profiles)));
    }

    private static Node row(Row row, int number) {
        ProfileServer server = row.suggestion().server();
        boolean usable = row.suggestion().isUsable();
        String name = ProfileText.named(PlainText.line(server.name()), server.kind());
        String file =
                Texts.text("suggestions.from", PlainText.exact(row.suggestion().file()));
        CheckBox check = new CheckBox(name);
        check.setId("suggestion-" + number);
        check.setMnemonicParsing(false);
        check.setWrapText(true);
        check.setAccessibleText(name + ", " + file + ": " + server.line());
        check.setDisable(!usable);
        check.selectedProperty().bindBidirectional(row.checked());
        VBox lines = Widgets.column("profile-server", check, Widgets.wrapped(server.line(), "mono"));
        if (!server.settings().isEmpty()) {
            lines.getChildren()
                    .add(Widgets.wrapped(
                            Texts.text(
                                    server.kind() == ServerKind.STDIO ? "suggestions.variables" : "suggestions.headers",
                                    server.settings().stream()
                                            .map(ProfileSetting::name)
                                            .map(PlainText::exact)
                                            .collect(Collectors.joining(", "))),
                            "job-text"));
        }
        lines.getChildren().add(Widgets.wrapped(file, "meta"));
        copies(row, "suggestions.changed", ServerSuggestion.Copy::changed)
                .ifPresent(text -> lines.getChildren().add(Widgets.wrapped(text, "problem")));
        copies(row, "suggestions.inProfile", copy -> !copy.changed() && !copy.differs())
                .ifPresent(text -> lines.getChildren().add(Widgets.wrapped(text, "job-text")));
        copies(row, "suggestions.differs", copy -> !copy.changed() && copy.differs())
                .ifPresent(text -> lines.getChildren().add(Widgets.wrapped(text, "job-text")));
        if (!usable) {
            lines.getChildren()
                    .add(Widgets.wrapped(HostTexts.text(row.suggestion().reason()), "problem"));
        }
        lines.getStyleClass().add("card");
        return lines;
    }
}
