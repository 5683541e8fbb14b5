package dev.pilothouse.ui.shell;

import dev.pilothouse.model.AgentOption;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.ui.composer.ComposerPresenter;
import dev.pilothouse.ui.sessions.SessionAction;
import dev.pilothouse.ui.sessions.SessionMenu;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javafx.scene.control.MenuItem;

/**
 * The entries of the palette for the session on screen: its actions, and the values of its settings. Owns nothing.
 * Confined to the FX thread.
 */
final class SessionPaletteEntries {
    private static final Set<SessionPhase> RUNNING =
            EnumSet.of(SessionPhase.IDLE, SessionPhase.WORKING, SessionPhase.WAITING);

    private final ShellGraph shell;
    private final SessionMenu menu;

    SessionPaletteEntries(ShellGraph shell, SessionMenu menu) {
        this.shell = shell;
        this.menu = menu;
    }

    /** The actions on the session on screen. Empty if there is none, or if this device may not change it. */
    List<PalettePresenter.Entry> actions() {
        List<PalettePresenter.Entry> entries = new ArrayList<>();
        List<SessionAction> offered =
                shell.navigation().onScreen().isPresent() ? menu.actionsOnSelected(shell.sessions()) : List.of();
        String name = shell.session().summary().map(session -> session.name()).orElse("");
        for (SessionAction action : offered) {
            entries.add(entry(action.text(), name, action.run()));
        }
        boolean running = shell.session()
                .summary()
                .filter(session -> RUNNING.contains(session.activity().phase()))
                .isPresent();
        for (MenuItem item : menu.repositoryItems(shell.sessions())) {
            if (!item.isDisable() && shell.navigation().onScreen().isPresent()) {
                entries.add(entry(item.getText(), name, item::fire));
            }
        }
        if (!offered.isEmpty() && running) {
            entries.add(entry(Texts.text("session.restart"), name, shell.composer()::onRestart));
        }
        return entries;
    }

    /** The modes, models and options to which the session on screen can be set. */
    List<PalettePresenter.Entry> choices() {
        List<PalettePresenter.Entry> entries = new ArrayList<>();
        ComposerPresenter composer = shell.composer();
        ComposerPresenter.State state = composer.stateProperty().get();
        if (shell.navigation().onScreen().isEmpty() || !state.enabled()) {
            return entries;
        }
        for (ComposerPresenter.Choice mode : state.modes()) {
            if (!mode.equals(state.mode())) {
                entries.add(entry(
                        choice(Texts.text("composer.mode"), mode.name()),
                        mode.description(),
                        () -> composer.onMode(mode)));
            }
        }
        for (ComposerPresenter.Choice model : state.models()) {
            if (!model.equals(state.model())) {
                entries.add(entry(
                        choice(Texts.text("composer.model"), model.name()),
                        model.description(),
                        () -> composer.onModel(model)));
            }
        }
        for (AgentOption option : state.options()) {
            for (AgentOption.Choice value : option.choices()) {
                if (!value.value().equals(option.current())) {
                    entries.add(entry(
                            choice(option.name(), value.name()),
                            option.description(),
                            () -> composer.onOption(option, value.value())));
                }
            }
        }
        return entries;
    }

    private static String choice(String setting, String value) {
        return Texts.text("palette.choose", setting, value);
    }

    private static PalettePresenter.Entry entry(String title, String detail, Runnable action) {
        return new PalettePresenter.Entry(PalettePresenter.Kind.ACTION, title, detail, "", action);
    }
}
