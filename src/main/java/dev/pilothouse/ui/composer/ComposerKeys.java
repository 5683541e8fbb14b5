package dev.pilothouse.ui.composer;

import dev.pilothouse.session.WhenBusy;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/**
 * What keys do in the box, in the order of who needs them most: the suggestions while they are shown, then sending, then
 * paging, then what was sent before, and the text has the rest.
 *
 * <p>Confined to the FX thread; ends with the composer.
 */
final class ComposerKeys {
    private static final Duration WRITING_IS_OVER_AFTER = Duration.ofMillis(600);

    private final ComposerPresenter presenter;
    private final TextArea input;
    private final ComposerView.OtherKeys others;
    private final Consumer<CompletionPresenter.Suggestion> take;
    private boolean phone;
    /** The key that is down since its last event, or null: a held key repeats. */
    private KeyCode held;

    private final LongSupplier nanoTime;
    private long writtenAt;

    ComposerKeys(
            ComposerPresenter presenter,
            TextArea input,
            ComposerView.OtherKeys others,
            Consumer<CompletionPresenter.Suggestion> take,
            LongSupplier nanoTime) {
        this.presenter = presenter;
        this.input = input;
        this.others = others;
        this.take = take;
        this.nanoTime = nanoTime;
        writtenAt = nanoTime.getAsLong() - WRITING_IS_OVER_AFTER.toNanos();
        input.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            boolean repeated = event.getCode() == held;
            held = event.getCode();
            if (suggestions(event)
                    || enter(event, repeated)
                    || page(event)
                    || escape(event, repeated)
                    || history(event)) {
                event.consume();
            }
        });
        input.addEventFilter(KeyEvent.KEY_RELEASED, event -> held = null);
        input.focusedProperty().addListener((property, before, now) -> held = null);
        input.textProperty().addListener((property, before, now) -> writtenAt = nanoTime.getAsLong());
    }

    /** Whether a key in the empty box is meant for the card above: it is neither still held nor a second stroke of sending. */
    private boolean meansTheCard(boolean repeated) {
        return !repeated && nanoTime.getAsLong() - writtenAt >= WRITING_IS_OVER_AFTER.toNanos();
    }

    void setPhone(boolean onPhone) {
        phone = onPhone;
    }

    private boolean suggestions(KeyEvent event) {
        CompletionPresenter.State shown = presenter.completion().stateProperty().get();
        if (event.getCode() == KeyCode.ESCAPE && shown.isShown()) {
            return presenter.completion().onClose();
        }
        if (shown.selected() < 0 || event.isShiftDown() || event.isShortcutDown() || event.isAltDown()) {
            return false;
        }
        switch (event.getCode()) {
            case UP:
                presenter.completion().onMove(-1);
                return true;
            case DOWN:
                presenter.completion().onMove(1);
                return true;
            case TAB:
            case ENTER:
                take.accept(shown.suggestions().get(shown.selected()));
                return true;
            default:
                return false;
        }
    }

    private boolean enter(KeyEvent event, boolean repeated) {
        if (event.getCode() != KeyCode.ENTER || event.isAltDown()) {
            return false;
        }
        boolean sends = presenter.sendKey().enterSends(phone);
        boolean nothing = input.getText().isBlank()
                && presenter.attachments().entriesProperty().get().isEmpty();
        if (event.isShiftDown() || !sends && !event.isShortcutDown()) {
            // A key that breaks the line does so in an empty box too, and answers nothing.
            input.replaceSelection("\n");
        } else if (nothing) {
            if (meansTheCard(repeated)) {
                others.enter();
            }
        } else if (event.isShortcutDown() && sends) {
            presenter.onSend(WhenBusy.STEER);
        } else {
            presenter.onSend(WhenBusy.QUEUE);
        }
        return true;
    }

    private boolean page(KeyEvent event) {
        boolean up = event.getCode() == KeyCode.PAGE_UP;
        if (!up && event.getCode() != KeyCode.PAGE_DOWN) {
            return false;
        }
        // A text area would take them, though what is written is hardly longer than its box.
        others.page(up ? -1 : 1);
        return true;
    }

    private boolean escape(KeyEvent event, boolean repeated) {
        if (event.getCode() != KeyCode.ESCAPE || !input.getText().isBlank()) {
            return false;
        }
        return repeated || meansTheCard(false) && others.escape();
    }

    /** Up in the first line and down in the last, as in a shell. */
    private boolean history(KeyEvent event) {
        boolean older = event.getCode() == KeyCode.UP;
        if (!older && event.getCode() != KeyCode.DOWN
                || event.isShiftDown()
                || event.isAltDown()
                || event.isShortcutDown()) {
            return false;
        }
        String text = input.getText();
        int caret = input.getCaretPosition();
        boolean atEdge = older ? text.lastIndexOf('\n', caret - 1) < 0 : text.indexOf('\n', caret) < 0;
        if (!atEdge || !presenter.onHistory(older)) {
            return false;
        }
        input.end();
        return true;
    }
}
