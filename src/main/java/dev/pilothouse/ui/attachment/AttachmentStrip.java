package dev.pilothouse.ui.attachment;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.text.Texts;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;

/** What went with a prompt, below its words. Owns its nodes; confined to the FX thread; ends with its row. */
public final class AttachmentStrip extends FlowPane {
    private static final double HEIGHT = 120;
    private static final double MOST_WIDTH = 220;
    private static final double LEAST_WIDTH = 120;

    private List<Attachment> shown = List.of();

    /** Brings the file of the small picture of an attachment, at once or later. */
    @FunctionalInterface
    public interface Pictures {
        void show(Attachment.Blob attachment, Consumer<byte[]> shown);
    }

    /** A small picture from its file. */
    static Image image(byte[] png) {
        return new Image(new ByteArrayInputStream(png), MOST_WIDTH * 2, HEIGHT * 2, true, true);
    }

    public AttachmentStrip() {
        getStyleClass().add("attachment-strip");
        setMinWidth(0);
        setRowValignment(VPos.BOTTOM);
    }

    public void show(List<Attachment> attachments, Pictures pictures) {
        setVisible(!attachments.isEmpty());
        setManaged(!attachments.isEmpty());
        if (!attachments.equals(shown)) {
            shown = attachments;
            getChildren()
                    .setAll(attachments.stream()
                            .map(attachment -> node(attachment, pictures))
                            .toList());
        }
    }

    private Node node(Attachment attachment, Pictures pictures) {
        if (attachment instanceof Attachment.Blob blob && blob.isImage()) {
            return picture(blob, pictures);
        }
        boolean file = attachment instanceof Attachment.ProjectFile;
        Label name = new Label(attachment.name());
        name.getStyleClass().add("attachment-name");
        // The end of a path says more than its beginning.
        name.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        name.setMinWidth(0);
        HBox chip = new HBox((file ? Glyph.READ : Glyph.ATTACH).node("attachment-icon"), name);
        chip.getStyleClass().add("attachment-file");
        chip.setAlignment(Pos.CENTER_LEFT);
        chip.setMinWidth(0);
        chip.setMaxHeight(USE_PREF_SIZE);
        chip.maxWidthProperty()
                .bind(Bindings.createDoubleBinding(() -> Math.max(LEAST_WIDTH, getWidth()), widthProperty()));
        return chip;
    }

    private static Node picture(Attachment.Blob blob, Pictures pictures) {
        StackPane frame = new StackPane(Glyph.PICTURE.node("attachment-icon"));
        frame.getStyleClass().add("attachment-picture");
        frame.setMinSize(HEIGHT, HEIGHT);
        frame.setPrefSize(HEIGHT, HEIGHT);
        frame.setMaxSize(MOST_WIDTH, HEIGHT);
        frame.setAccessibleText(Texts.text("attach.picture", blob.name()));
        pictures.show(blob, png -> {
            Image image = image(png);
            if (image.isError()) {
                return;
            }
            double scale = Math.min(1, Math.min(HEIGHT / image.getHeight(), MOST_WIDTH / image.getWidth()));
            ImageView view = new ImageView(image);
            view.setFitHeight(image.getHeight() * scale);
            view.setFitWidth(image.getWidth() * scale);
            // The frame takes the picture's form; its height stays, so that nothing above moves.
            frame.setMinWidth(Math.max(48, image.getWidth() * scale));
            frame.setPrefWidth(Math.max(48, image.getWidth() * scale));
            frame.getChildren().setAll(view);
        });
        return frame;
    }
}
