package dev.pilothouse.ui.shell;

import dev.pilothouse.ui.composer.ComposerPresenter;
import dev.pilothouse.ui.composer.ComposerView;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.goal.GoalStrip;
import dev.pilothouse.ui.permission.PendingView;
import dev.pilothouse.ui.sessions.SessionMenu;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.transcript.TranscriptView;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/**
 * The open session: its transcript, its open questions and the composer. Confined to the FX thread. Ends with the
 * window.
 */
final class ConversationPane extends BorderPane {
    /** The largest share of the height for open questions. */
    private static final double CARD_SHARE = 0.55;

    private static final Duration TWICE_WITHIN = Duration.ofSeconds(1);
    private static final String STOP_HINT = "stop";

    private final ComposerPresenter presenter;
    private final WindowForm form;
    private final TranscriptView transcript;
    private final PendingView pending;
    private final ComposerView composer;
    private final NoticesPresenter notices;
    private final LongSupplier ticker;
    /** The time of the first Escape key press of two, in the open session. */
    private OptionalLong escapedAt = OptionalLong.empty();
    /** Whether the open session has not been drawn yet. */
    private boolean opening;
    /** Add its parts to itself, in this order. */
    private final Deque<Runnable> parts = new ArrayDeque<>();

    /**
     * @param openFiles shows the files of the open session
     * @param openGoal shows the goal of a session
     */
    ConversationPane(
            ShellGraph shell, WindowForm form, SessionMenu menu, Runnable openFiles, Consumer<SessionKey> openGoal) {
        presenter = shell.composer();
        this.form = form;
        notices = shell.notices();
        ticker = shell.ports().time().ticker();
        ShellPorts ports = shell.ports();
        transcript = new TranscriptView(shell.transcript(), shell.navigation()::closeSession);
        transcript.setMenu(() -> {
            ContextMenu made = menu.ofSelected(shell.sessions());
            if (made != null) {
                made.getItems().add(0, Widgets.menuItem(Texts.text("files.menu"), openFiles));
            }
            return made;
        });
        StringBinding acceptKey = Bindings.createStringBinding(
                this::acceptKey,
                presenter.draftProperty(),
                presenter.attachments().entriesProperty(),
                presenter.sendKey().changes());
        pending = PendingView.forComposer(
                shell.pending().items(),
                shell.pending(),
                shell.transcript()::openLink,
                acceptKey,
                ports.time().ticker());
        pending.answerFrom(this);
        composer = new ComposerView(
                presenter,
                new CardKeys(),
                ports.platform().attachmentPicker(),
                ports.time().ticker());
        // A long plan or form scrolls, to leave room for the composer and the conversation.
        pending.maxHeightProperty().bind(heightProperty().multiply(CARD_SHARE));
        GoalStrip goal = new GoalStrip(() ->
                Optional.ofNullable(shell.navigation().sessionProperty().get()).ifPresent(openGoal));
        shell.session().onOpen((link, key) -> goal.show(link, key.sessionId()));
        shell.session()
                .onChange((link, projected) ->
                        goal.show(link, projected.view().state().sessionId()));
        shell.session().onClose(goal::hide);
        VBox foot = Widgets.column("session-foot");
        Widgets.setChildren(foot, List.of(pending, goal, composer), pending, goal);
        foot.setMaxWidth(856);
        getStyleClass().add("session");
        parts.add(() -> setCenter(transcript));
        parts.add(() -> setBottom(new StackPane(foot)));
        shell.session().onEnd(transcript::follow);
        shell.session().onOpen((link, key) -> {
            opening = true;
            escapedAt = OptionalLong.empty();
        });
        shell.session().onChange((link, projected) -> {
            if (opening && projected.view().state().info() != null) {
                opening = false;
                if (!composer.isTypingElsewhere()) {
                    focusOpened();
                }
            }
        });
        shell.navigation().onOpened(() -> {
            transcript.follow();
            focusOpened();
        });
        Runnable fit = () -> {
            acceptKey.invalidate();
            transcript.setPhone(form.isPhone());
            composer.setPhone(form.hasTouchScreen());
        };
        form.onChange(fit);
        fit.run();
    }

    /** Shows itself, with all parts that are not there yet. */
    void show() {
        setVisible(true);
        setManaged(true);
        parts.forEach(Runnable::run);
        parts.clear();
    }

    /**
     * Tasks that make it ready while it is hidden in a scene: each adds one of its parts, or a cell for one kind of rows. The
     * styles and skins of new nodes take longer than anything else that is done when a session is opened.
     */
    List<Runnable> preparations() {
        List<Runnable> tasks = new ArrayList<>(
                Collections.nCopies(parts.size(), () -> parts.remove().run()));
        tasks.addAll(transcript.preparations());
        return tasks;
    }

    /** Moves the focus to the question of a session that was opened, or else to the composer. */
    private void focusOpened() {
        // On a phone the focus would open the on-screen keyboard over the conversation.
        if (form.hasTouchScreen()) {
            return;
        }
        composer.focusInput();
        if (presenter.draftProperty().get().isBlank()) {
            // The content of a scroll pane joins the scene with its skin. Only then it can have the focus.
            pending.applyCss();
            pending.focusForm();
        }
    }

    /** The key that answers the card. Empty while there is a draft, because the same key would send it. */
    private String acceptKey() {
        boolean nothing = presenter.draftProperty().get().isBlank()
                && presenter.attachments().entriesProperty().get().isEmpty();
        return !nothing ? "" : enterSends() ? "\u23ce" : Texts.text("key.controlEnter");
    }

    /** Enter and Escape in an empty composer answer the card above it; the paging keys scroll the conversation. */
    private final class CardKeys implements ComposerView.OtherKeys {
        @Override
        public void page(int screens) {
            pageBy(screens);
        }

        @Override
        public boolean enter() {
            return pending.acceptByKey();
        }

        @Override
        public boolean escape() {
            return pending.refuseByKey();
        }
    }

    /**
     * Handles an Enter key press that nothing else uses: it answers the card, as in the empty composer.
     *
     * @return whether it did
     */
    boolean acceptByKey(boolean withShortcut) {
        return !isTyping() && (enterSends() || withShortcut) && pending.acceptByKey();
    }

    /**
     * Handles an Escape key press that nothing else uses: it refuses the card, as in the empty composer.
     *
     * @return whether it did
     */
    boolean refuseByKey() {
        return !isTyping() && pending.refuseByKey();
    }

    /** The composer handles its own keys; other text fields use theirs. */
    private boolean isTyping() {
        return getScene() == null || getScene().getFocusOwner() instanceof TextInputControl;
    }

    boolean enterSends() {
        return presenter.sendKey().enterSends(form.hasTouchScreen());
    }

    void setEnterSends(boolean sends) {
        presenter.sendKey().setEnterSends(sends);
        composer.onSendKey();
    }

    void pageBy(int screens) {
        transcript.pageBy(screens);
    }

    /** Stops the turn of the session on screen. */
    void stop() {
        notices.dismiss(STOP_HINT);
        escapedAt = OptionalLong.empty();
        if (isWorking()) {
            presenter.onStop();
        }
    }

    /**
     * Handles an Escape key press that nothing else uses: the second one within a second stops the turn.
     *
     * @return whether a turn is running
     */
    boolean escape() {
        if (!isWorking()) {
            return false;
        }
        long now = ticker.getAsLong();
        if (escapedAt.isPresent() && now - escapedAt.getAsLong() <= TWICE_WITHIN.toNanos()) {
            stop();
        } else {
            notices.dismiss(STOP_HINT);
            notices.show(Notice.info(STOP_HINT, Texts.text("notices.stopHint"), ""));
            escapedAt = OptionalLong.of(now);
        }
        return true;
    }

    private boolean isWorking() {
        return getScene() != null && presenter.stateProperty().get().working();
    }

    /** Opens the search in the conversation. */
    void find() {
        transcript.find();
    }

    void focusInput() {
        composer.focusInput();
    }
}
