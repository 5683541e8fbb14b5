package dev.pilothouse.ui.transcript;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.ui.attachment.SmallPicture;
import java.time.Instant;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;

/** What a person may do to a row. Called on the FX thread. */
public interface TranscriptActions {
    /** Opens or closes a tool call, a group of them, or a thought. */
    void toggle(String rowId);

    /** Shows all lines of output that was folded. */
    void unfold(String rowId);

    /** Sends a failed prompt again, or one that waits for the person's word. */
    void sendAgain(String rowId);

    /** Takes a prompt away that failed, or that waits for the person's word. */
    void discard(String rowId);

    /** Asks for what was said before the first row. */
    void showEarlier();

    /** The person has scrolled to the first row. May be told again and again. */
    void reachedTop();

    /** Opens a link outside of the app. */
    void openLink(String target);

    /** Brings the small picture of something that went with a prompt, at once or later. */
    void picture(Attachment.Blob attachment, Consumer<SmallPicture> shown);

    /** Puts text on the clipboard. */
    void copy(String text);

    /** Puts on the clipboard all that a row is a part of: a message, a block of code, a call's output, a turn's answer. */
    void copyWhole(String rowId);

    /** Whether there are other apps that a text can be handed to. */
    boolean mayShare();

    /** Hands a text to another app. */
    void share(String text);

    /** Hands all that a row is a part of to another app. */
    void shareWhole(String rowId);

    /** Hands what was said in the conversation, as far as this device holds it, to another app. */
    void shareConversation();

    /** The time, as often as the conversation on screen says how long something runs: once a second at most. */
    ReadOnlyObjectProperty<Instant> nowProperty();

    /** Shows differences old beside new, or one line below the other again. */
    void toggleSideBySide();
}
