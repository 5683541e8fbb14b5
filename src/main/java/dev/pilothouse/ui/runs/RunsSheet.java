package dev.pilothouse.ui.runs;

import dev.pilothouse.model.RunKind;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * Shows the runs, updated live. A run keeps its card, so that the focus stays where it is. Confined to the FX thread.
 * Removes its listener when it leaves the scene.
 */
public final class RunsSheet extends VBox {
    /** Opens other parts of the window. */
    public interface Actions {
        void session(SessionKey key);

        /** Opens the details of a run. */
        void details(RunKind kind, RunKey key);

        /** Opens the form of a run in which several agents try the same. */
        void startTry();

        /** Opens the form of a run in which a lead has workers. */
        void startTeam();
    }

    private final RunsPresenter presenter;
    private final Map<RunKind, RunDetailFactory> details;
    private final Actions actions;
    private final VBox body = Widgets.column("sheet-fields");
    private final Map<RunKey, RunCard> views = new HashMap<>();

    /** @param details of the kinds that have any */
    public RunsSheet(RunsPresenter presenter, Map<RunKind, RunDetailFactory> details, Actions actions, Runnable close) {
        this.presenter = presenter;
        this.details = details;
        this.actions = actions;
        getStyleClass().add("large-sheet");
        setId("runs-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        Button done = Widgets.button(Texts.text("action.done"), "primary-button", close);
        done.setCancelButton(true);
        Button start = Widgets.button(Texts.text("runs.try"), "plain-button", actions::startTry);
        start.setId("runs-try");
        start.setAccessibleText(Texts.text("tries.new"));
        Button team = Widgets.button(Texts.text("team.new"), "plain-button", actions::startTeam);
        team.setId("runs-team");
        for (Button each : List.of(start, team)) {
            each.visibleProperty().bind(presenter.mayStartProperty());
            each.managedProperty().bind(each.visibleProperty());
        }
        getChildren()
                .setAll(
                        Widgets.wrapped(Texts.text("runs.title"), "screen-title"),
                        new SheetScroll(body),
                        Widgets.rightRow("sheet-buttons", team, start, done));
        ChangeListener<List<RunsPresenter.Card>> drawn = (property, before, now) -> draw(now);
        presenter.cardsProperty().addListener(drawn);
        sceneProperty().addListener((property, before, now) -> {
            if (now == null) {
                presenter.cardsProperty().removeListener(drawn);
                presenter.onClose();
            }
        });
        draw(presenter.cardsProperty().get());
    }

    private void draw(List<RunsPresenter.Card> cards) {
        List<Node> nodes = new ArrayList<>();
        for (RunsPresenter.Card card : cards) {
            RunCard view = views.computeIfAbsent(card.key(), key -> new RunCard(presenter, key, opens(card)));
            view.show(card);
            nodes.add(view);
        }
        views.keySet()
                .removeIf(key -> cards.stream().noneMatch(card -> card.key().equals(key)));
        if (nodes.isEmpty()) {
            nodes.add(Widgets.wrapped(Texts.text("runs.none"), "muted"));
        }
        if (!body.getChildren().equals(nodes)) {
            body.getChildren().setAll(nodes);
        }
    }

    private RunCard.Opens opens(RunsPresenter.Card card) {
        RunDetailFactory factory = details.get(card.kind());
        Consumer<RunKey> detail = key -> actions.details(card.kind(), key);
        return new RunCard.Opens(actions::session, factory == null ? "" : factory.title(), detail);
    }
}
