package dev.pilothouse.ui.transcript;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.ui.attachment.Thumbnail;
import java.time.Instant;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;

/** The user's actions on rows. Called on the FX thread. */
public interface TranscriptActions {
    /** Opens or closes a tool call, a group of them, or a thought. */
    void toggle(String rowId);

    /** Shows all lines of a folded output. */
    void unfold(String rowId);

    /** Sends a failed prompt again, or a held one for the first time. */
    void sendAgain(String rowId);

    /** Sends the prompt of the last turn once more, after the turn has failed. */
    void retry();

    /** Puts the prompt of the last turn into the composer, after the turn has failed. */
    void editAndResend();

    /** Offers to undo the changes of files that a turn or a note names. */
    void undo(String rowId);

    /** Returns whether this device may undo changes. */
    boolean mayUndo();

    /** Removes a failed or held prompt. */
    void discard(String rowId);

    /** Requests the items before the first row. */
    void showEarlier();

    /** Called when the user has scrolled to the first row. May be called repeatedly. */
    void onTopReached();

    /** Opens a link: a file of the session in the viewer, anything else outside of the app. */
    void openLink(String target);

    /** Loads the thumbnail of an attachment. The callback may run at once or later. */
    void picture(Attachment.Blob attachment, Consumer<Thumbnail> shown);

    /** Shows a file that a message mentions or carries. */
    void openAttachment(Attachment attachment);

    /** Copies text to the clipboard. */
    void copy(String text);

    /** Copies the whole that a row is part of: a message, a block of code, a call's output, or a turn's answer. */
    void copyMessage(String rowId);

    /** Returns whether the device can share text with other apps. */
    boolean mayShare();

    /** Shares text with another app. */
    void share(String text);

    /** Shares the whole that a row is part of with another app. */
    void shareMessage(String rowId);

    /** Shares the prompts and messages of the conversation with another app, as far as this device has them. */
    void shareConversation();

    /** The current time, in seconds, for the running times in the conversation. Changes at most once a second. */
    ReadOnlyObjectProperty<Instant> nowProperty();

    /** Switches diffs between side by side and unified. */
    void toggleSideBySide();
}
