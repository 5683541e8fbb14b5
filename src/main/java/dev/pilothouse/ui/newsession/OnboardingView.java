package dev.pilothouse.ui.newsession;

import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.ui.folder.DirectoryField;
import dev.pilothouse.ui.fx.AnimatedTransitions;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.Overlay;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.TabTraversal;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Draws the steps of the guide, one at a time. Confined to the FX thread; lives as long as its sheet. */
public final class OnboardingView extends VBox {
    private static final List<String> EXAMPLES =
            List.of("guide.example.explain", "guide.example.test", "guide.example.review");

    private final OnboardingPresenter presenter;
    private final Overlay overlay;
    private final Runnable moreAgents;
    private final Label count = Widgets.label("", "meta");
    private final Label title = Widgets.label("", "screen-title");
    private final Label words = Widgets.label("", "muted");
    private final VBox body = Widgets.column("sheet-fields");
    private final Button later = new Button();
    private final Button back = new Button();
    private final Button next = new Button();

    /**
     * @param overlay shows the guide, and the folders of the host over it
     * @param moreAgents shows the available agents and how to install others
     */
    public OnboardingView(OnboardingPresenter presenter, Overlay overlay, Runnable moreAgents) {
        this.presenter = presenter;
        this.overlay = overlay;
        this.moreAgents = moreAgents;
        getStyleClass().addAll("large-sheet", "guide");
        setId("guide");
        setMaxHeight(Region.USE_PREF_SIZE);
        for (Label each : List.of(title, words)) {
            each.setWrapText(true);
            each.setMinHeight(Region.USE_PREF_SIZE);
        }
        Label problem = Widgets.wrapped("", "problem");
        problem.textProperty().bind(presenter.problemProperty());
        problem.visibleProperty().bind(presenter.problemProperty().isNotEmpty());
        problem.managedProperty().bind(problem.visibleProperty());
        later.setText(Texts.text("guide.later"));
        later.getStyleClass().add("quiet-button");
        later.setMinWidth(Region.USE_PREF_SIZE);
        later.setOnAction(event -> overlay.close());
        back.setText(Texts.text("guide.back"));
        back.getStyleClass().add("plain-button");
        back.setMinWidth(Region.USE_PREF_SIZE);
        back.setOnAction(event -> presenter.onBack());
        next.setId("guide-next");
        next.getStyleClass().add("primary-button");
        next.setMinWidth(Region.USE_PREF_SIZE);
        next.setOnAction(event -> presenter.onNext());
        next.disableProperty().bind(presenter.session().busyProperty());
        HBox buttons = Widgets.row("sheet-buttons", later, Widgets.spacer(), back, next);
        getChildren().setAll(new VBox(count, title), words, new SheetScroll(body), problem, buttons);
        presenter.stepProperty().addListener((property, before, now) -> draw(now));
        draw(presenter.stepProperty().get());
    }

    @Override
    public void requestFocus() {
        body.getChildren().get(0).requestFocus();
    }

    private void draw(OnboardingPresenter.Step step) {
        count.setText(Texts.text("guide.count", step.ordinal() + 1, OnboardingPresenter.Step.values().length));
        title.setText(Texts.text("guide.title." + step.name()));
        words.setText(Texts.text("guide.words." + step.name()));
        next.setText(Texts.text(step == OnboardingPresenter.Step.TASK ? "newSession.create" : "guide.next"));
        back.setVisible(step != OnboardingPresenter.Step.AGENT);
        back.setManaged(back.isVisible());
        // Three buttons with long labels do not fit on a small phone. The back key or a press beside the sheet still
        // closes the guide.
        later.setVisible(!back.isVisible());
        later.setManaged(later.isVisible());
        Node content = switch (step) {
            case AGENT -> agents();
            case DIRECTORY -> directory();
            case TASK -> task();
        };
        body.getChildren().setAll(content);
        AnimatedTransitions.appear(content);
        content.requestFocus();
    }

    private Node agents() {
        NewSessionPresenter session = presenter.session();
        ToggleGroup group = new ToggleGroup();
        VBox rows = new VBox() {
            @Override
            public void requestFocus() {
                (group.getSelectedToggle() instanceof Node chosen ? chosen : next).requestFocus();
            }
        };
        rows.getStyleClass().add("guide-agents");
        rows.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER) {
                presenter.onNext();
                event.consume();
            }
        });
        Runnable fill = () -> {
            rows.getChildren().clear();
            group.getToggles().clear();
            session.agents().forEach(agent -> rows.getChildren().add(agent(agent, group)));
        };
        session.agents().addListener((ListChangeListener<AgentInfo>) change -> fill.run());
        fill.run();
        Hyperlink more = new Hyperlink(Texts.text("newSession.moreAgents"));
        more.getStyleClass().add("small-link");
        more.setWrapText(true);
        more.setOnAction(event -> moreAgents.run());
        VBox box = new VBox(rows, more) {
            @Override
            public void requestFocus() {
                rows.requestFocus();
            }
        };
        box.getStyleClass().add("guide-agents");
        return box;
    }

    private RadioButton agent(AgentInfo agent, ToggleGroup group) {
        NewSessionPresenter session = presenter.session();
        RadioButton button = new RadioButton(agent.name());
        button.setToggleGroup(group);
        button.getStyleClass().add("guide-agent");
        button.setMaxWidth(Double.MAX_VALUE);
        button.setSelected(agent.equals(session.agentProperty().get()));
        // Arrow keys select a radio button without an action event.
        button.selectedProperty().addListener((property, before, now) -> {
            if (now) {
                session.agentProperty().set(agent);
            }
        });
        return button;
    }

    private Node directory() {
        DirectoryField field = new DirectoryField(presenter.session().folder(), "guide-directory", overlay);
        field.line().setOnAction(event -> presenter.onNext());
        return field;
    }

    private Node task() {
        TextArea prompt = NonBlinkingCaret.install(new TextArea());
        prompt.setId("guide-prompt");
        prompt.setWrapText(true);
        prompt.setPrefRowCount(4);
        prompt.setPromptText(Texts.text("newSession.promptHint"));
        prompt.setAccessibleText(Texts.text("guide.title.TASK"));
        prompt.textProperty().bindBidirectional(presenter.session().promptProperty());
        TabTraversal.install(prompt);
        prompt.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER && !event.isShiftDown()) {
                presenter.onNext();
                event.consume();
            }
        });
        FlowPane examples = new FlowPane(8, 8);
        examples.setMinWidth(0);
        examples.setPrefWrapLength(0);
        for (String key : EXAMPLES) {
            Button example = new Button(Texts.text(key));
            example.getStyleClass().add("choice-chip");
            example.setWrapText(true);
            example.setMinWidth(0);
            example.maxWidthProperty().bind(examples.widthProperty());
            example.setOnAction(event -> {
                prompt.setText(example.getText());
                prompt.requestFocus();
                prompt.end();
            });
            examples.getChildren().add(example);
        }
        VBox box = new VBox(prompt, examples) {
            @Override
            public void requestFocus() {
                prompt.requestFocus();
                prompt.end();
            }
        };
        box.getStyleClass().add("sheet-fields");
        return box;
    }
}
