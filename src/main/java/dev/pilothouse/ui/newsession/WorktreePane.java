package dev.pilothouse.ui.newsession;

import dev.pilothouse.model.PullRequestReference;
import dev.pilothouse.model.WorktreeRequest;
import dev.pilothouse.ui.fx.Choices;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.Sheets;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.newsession.WorktreePresenter.ExistingBranch;
import dev.pilothouse.ui.newsession.WorktreePresenter.StartPoint;
import dev.pilothouse.ui.newsession.WorktreePresenter.WorkIn;
import dev.pilothouse.ui.text.Texts;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** The part of the form that chooses a new git worktree. Confined to the FX thread; lives as long as its sheet. */
final class WorktreePane extends VBox {
    WorktreePane(WorktreePresenter presenter) {
        presenter.onOffered();
        getStyleClass().add("sheet-fields");
        setId("new-session-worktree");

        Label busy = Widgets.wrapped("", "meta");
        busy.textProperty().bind(presenter.busyProperty());
        Hyperlink apart = new Hyperlink(Texts.text("worktree.use"));
        apart.setId("new-session-use-worktree");
        apart.getStyleClass().add("small-link");
        apart.setOnAction(event -> presenter.workInProperty().set(WorkIn.WORKTREE));
        showIf(apart, presenter.shownProperty());
        VBox busyBox = new VBox(busy, apart);
        showIf(busyBox, presenter.busyProperty().isNotEmpty());

        Label title = Widgets.label(Texts.text("worktree.workIn"), "field-label");
        Choices<WorkIn> workIn = new Choices<>(
                Texts.text("worktree.workIn"),
                presenter.workInProperty(),
                WorkIn.values(),
                each -> Texts.text("worktree.workIn." + each.name()));
        workIn.setId("new-session-work-in");
        VBox choice = Widgets.column("field", title, workIn);
        showIf(choice, presenter.shownProperty());

        TextField branch = NonBlinkingCaret.install(new TextField());
        branch.setId("new-session-branch");
        branch.getStyleClass().add("path-field");
        Sheets.bound(branch, WorktreeRequest.MAX_NAME);
        branch.textProperty().bindBidirectional(presenter.branchProperty());
        ComboBox<StartPoint> base = box("new-session-base", presenter.bases(), StartPoint::text);
        base.valueProperty().bindBidirectional(presenter.baseProperty());
        TextField pullRequest = NonBlinkingCaret.install(new TextField());
        pullRequest.setId("new-session-pull-request");
        pullRequest.setPromptText(Texts.text("worktree.pullRequestHint"));
        Sheets.bound(pullRequest, PullRequestReference.MAX_LENGTH);
        pullRequest.textProperty().bindBidirectional(presenter.pullRequestProperty());
        VBox pullRequestField = field("worktree.pullRequest", pullRequest);
        showIf(pullRequestField, presenter.pullRequestWantedProperty());
        Label outcome = Widgets.wrapped("", "meta");
        outcome.setId("new-session-outcome");
        outcome.textProperty().bind(presenter.outcomeProperty());
        VBox details = Widgets.column(
                "sheet-fields", field("worktree.branch", branch), field("worktree.base", base), pullRequestField);
        showIf(
                details,
                Bindings.and(
                        presenter.shownProperty(), presenter.workInProperty().isEqualTo(WorkIn.WORKTREE)));

        ComboBox<ExistingBranch> existing = box("new-session-existing", presenter.branches(), ExistingBranch::text);
        existing.valueProperty().bindBidirectional(presenter.existingProperty());
        VBox branches = field("worktree.existing", existing);
        showIf(
                branches,
                Bindings.and(
                        presenter.shownProperty(), presenter.workInProperty().isEqualTo(WorkIn.BRANCH)));
        Hyperlink there = new Hyperlink(Texts.text("worktree.workThere"));
        there.setId("new-session-work-there");
        there.getStyleClass().add("small-link");
        there.setOnAction(event -> presenter.onWorkThere());
        showIf(there, presenter.elsewhereProperty());
        VBox result = new VBox(outcome, there);
        showIf(result, presenter.outcomeProperty().isNotEmpty());

        getChildren().setAll(busyBox, choice, details, branches, result);
        showIf(
                this,
                Bindings.or(presenter.shownProperty(), presenter.busyProperty().isNotEmpty()));
    }

    private static <T> ComboBox<T> box(String id, ObservableList<T> values, Function<T, String> text) {
        ComboBox<T> box = new ComboBox<>(values);
        box.setId(id);
        box.setMaxWidth(Double.MAX_VALUE);
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable T value) {
                return value == null ? "" : text.apply(value);
            }

            @Override
            public @Nullable T fromString(String typed) {
                return null;
            }
        });
        return box;
    }

    private static VBox field(String key, Node control) {
        Label label = Widgets.label(Texts.text(key), "field-label");
        label.setLabelFor(control);
        return Widgets.column("field", label, control);
    }

    private static void showIf(Node node, ObservableBooleanValue wanted) {
        node.visibleProperty().bind(wanted);
        node.managedProperty().bind(wanted);
    }
}
