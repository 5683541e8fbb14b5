package dev.pilothouse.ui.composer;

import dev.pilothouse.session.WhenBusy;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/**
 * Handles the keys of the text field. The order is: suggestions while they are shown, then sending, then paging, then
 * the history of sent prompts. The text field handles all other keys.
 *
 * <p>Confined to the FX thread; lives as long as the composer.
 */
final class ComposerKeys {
    private static final Duration WRITING_IS_OVER_AFTER = Duration.ofMillis(600);

    private final ComposerPresenter presenter;
    private final TextArea input;
    private final ComposerView.OtherKeys others;
    private final Consumer<CompletionPresenter.Suggestion> take;
    private boolean phone;
    /** The key of the last key press while it is held, or null. A held key sends repeated presses. */
    private @Nullable KeyCode held;

    private final LongSupplier ticker;
    private long writtenAt;

    ComposerKeys(
            ComposerPresenter presenter,
            TextArea input,
            ComposerView.OtherKeys others,
            Consumer<CompletionPresenter.Suggestion> take,
            LongSupplier ticker) {
        this.presenter = presenter;
        this.input = input;
        this.others = others;
        this.take = take;
        this.ticker = ticker;
        writtenAt = ticker.getAsLong() - WRITING_IS_OVER_AFTER.toNanos();
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
        input.textProperty().addListener((property, before, now) -> writtenAt = ticker.getAsLong());
    }

    /**
     * Returns whether a key press in the empty text field is for the card above. It is not if the key is held, or if it
     * may be the second press of a double press that sent a prompt.
     */
    private boolean isForCard(boolean repeated) {
        return !repeated && ticker.getAsLong() - writtenAt >= WRITING_IS_OVER_AFTER.toNanos();
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
            // A key that inserts a line break does so in an empty text field too. It never answers the card.
            input.replaceSelection("\n");
        } else if (nothing) {
            if (isForCard(repeated)) {
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
        // A text area would handle them, but its text is hardly longer than the area.
        others.page(up ? -1 : 1);
        return true;
    }

    private boolean escape(KeyEvent event, boolean repeated) {
        if (event.getCode() != KeyCode.ESCAPE || !input.getText().isBlank()) {
            return false;
        }
        return repeated || isForCard(false) && others.escape();
    }

    /** Shows an older sent prompt on Up in the first line and a newer one on Down in the last line, as in a shell. */
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
