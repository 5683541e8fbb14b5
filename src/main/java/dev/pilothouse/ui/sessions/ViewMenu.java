package dev.pilothouse.ui.sessions;

import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.status.SessionStatus;
import dev.pilothouse.ui.status.SessionText;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import java.util.Set;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;

/** The menu for grouping, sorting and filtering the list. Owns nothing. Confined to the FX thread. */
final class ViewMenu {
    private ViewMenu() {}

    /**
     * @param worktrees shows the worktrees of the hosts
     * @param usage shows what the sessions have used
     */
    static ContextMenu of(SessionsPresenter presenter, List<SessionAction> pages) {
        SessionListOptions now = presenter.choicesProperty().get();
        ContextMenu menu = new ContextMenu();
        List<MenuItem> items = menu.getItems();
        items.add(heading("view.grouping"));
        ToggleGroup grouping = new ToggleGroup();
        for (SessionListOptions.Grouping each : SessionListOptions.Grouping.values()) {
            items.add(radio(
                    "view.grouping." + each,
                    grouping,
                    each == now.grouping(),
                    () -> presenter.onChoose(now.with(each))));
        }
        items.add(heading("view.order"));
        ToggleGroup order = new ToggleGroup();
        for (SessionListOptions.Order each : SessionListOptions.Order.values()) {
            items.add(
                    radio("view.order." + each, order, each == now.order(), () -> presenter.onChoose(now.with(each))));
        }
        items.add(heading("view.only"));
        for (SessionStatus.Group each : SessionStatus.Group.values()) {
            items.add(check(
                    SessionText.title(each), now.states().contains(each), () -> presenter.onChoose(now.toggled(each))));
        }
        addAgents(items, presenter, now);
        presenter
                .hosts()
                .forEach((name, host) -> items.add(
                        check(name, now.hosts().contains(host), () -> presenter.onChoose(now.toggled(host)))));
        items.add(new SeparatorMenuItem());
        items.add(check(
                Texts.text("view.archived"),
                now.archived(),
                () -> presenter.onChoose(now.withArchived(!now.archived()))));
        items.add(new SeparatorMenuItem());
        pages.forEach(page -> items.add(Widgets.menuItem(page.text(), page.run())));
        return menu;
    }

    private static void addAgents(List<MenuItem> items, SessionsPresenter presenter, SessionListOptions now) {
        Set<String> agents = presenter.agents();
        if (agents.size() > 1) {
            items.add(new SeparatorMenuItem());
            agents.forEach(agent -> items.add(
                    check(agent, now.agents().contains(agent), () -> presenter.onChoose(now.toggledAgent(agent)))));
        }
        if (!presenter.hosts().isEmpty()) {
            items.add(new SeparatorMenuItem());
        }
    }

    private static MenuItem radio(String key, ToggleGroup group, boolean selected, Runnable action) {
        RadioMenuItem item = new RadioMenuItem(Texts.text(key));
        item.setMnemonicParsing(false);
        item.setToggleGroup(group);
        item.setSelected(selected);
        item.setOnAction(event -> action.run());
        return item;
    }

    private static MenuItem check(String words, boolean selected, Runnable action) {
        CheckMenuItem item = new CheckMenuItem(words);
        item.setMnemonicParsing(false);
        item.setSelected(selected);
        item.setOnAction(event -> action.run());
        return item;
    }

    /** A separator with text. It cannot be selected, and the keyboard skips it. */
    private static MenuItem heading(String key) {
        Label words = Widgets.label(Texts.text(key), "menu-heading");
        SeparatorMenuItem heading = new SeparatorMenuItem();
        heading.setContent(words);
        return heading;
    }
}
