package dev.pilothouse.ui.transcript;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.ui.attachment.Thumbnail;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** Ignores actions on a row, except that it keeps the links; its clock is advanced by a test. Confined to the FX thread. */
class NoActions implements TranscriptActions {
    final ReadOnlyObjectWrapper<Instant> now = new ReadOnlyObjectWrapper<>(Instant.EPOCH);
    final List<String> opened = new ArrayList<>();

    @Override
    public ReadOnlyObjectProperty<Instant> nowProperty() {
        return now.getReadOnlyProperty();
    }

    @Override
    public void toggle(String rowId) {}

    @Override
    public void unfold(String rowId) {}

    @Override
    public void sendAgain(String rowId) {}

    @Override
    public void retry() {}

    @Override
    public void editAndResend() {}

    @Override
    public void undo(String rowId) {}

    @Override
    public boolean mayUndo() {
        return true;
    }

    @Override
    public void discard(String rowId) {}

    @Override
    public void showEarlier() {}

    @Override
    public void onTopReached() {}

    @Override
    public void picture(Attachment.Blob attachment, Consumer<Thumbnail> shown) {}

    @Override
    public void openLink(String target) {
        opened.add(target);
    }

    @Override
    public void openAttachment(Attachment attachment) {}

    @Override
    public void copy(String text) {}

    @Override
    public void copyMessage(String rowId) {}

    @Override
    public boolean mayShare() {
        return false;
    }

    @Override
    public void share(String text) {}

    @Override
    public void shareMessage(String rowId) {}

    @Override
    public void shareConversation() {}

    @Override
    public void toggleSideBySide() {}
}
