package dev.pilothouse.ui.attachment;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.ui.fx.DisclosureLine;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;

/**
 * The attachments of a prompt or message, shown below its text. Owns its nodes; confined to the FX thread; lives as
 * long as its row.
 */
public final class AttachmentStrip extends FlowPane {
    private static final double HEIGHT = Thumbnail.HEIGHT;
    private static final double WIDTH = Thumbnail.WIDTH;
    private static final double MIN_WIDTH = 120;

    private List<Attachment> shown = List.of();

    /** Loads the thumbnail of an attachment. The callback may run at once or later. */
    @FunctionalInterface
    public interface Pictures {
        void show(Attachment.Blob attachment, Consumer<Thumbnail> shown);
    }

    public AttachmentStrip() {
        getStyleClass().add("attachment-strip");
        setMinWidth(0);
        setRowValignment(VPos.BOTTOM);
    }

    /** @param open is called with an attachment that the person chose */
    public void show(List<Attachment> attachments, Pictures pictures, Consumer<Attachment> open) {
        setVisible(!attachments.isEmpty());
        setManaged(!attachments.isEmpty());
        if (!attachments.equals(shown)) {
            shown = attachments;
            getChildren()
                    .setAll(attachments.stream()
                            .map(attachment -> openable(node(attachment, pictures), attachment, open))
                            .toList());
        }
    }

    /** Limits the names to the available width. Also needed when the height for that width is computed. */
    private void limit(double width) {
        double most = Math.max(MIN_WIDTH, width);
        for (Node child : getChildren()) {
            if (child instanceof HBox chip && chip.getMaxWidth() != most) {
                chip.setMaxWidth(most);
            }
        }
    }

    @Override
    protected double computePrefHeight(double width) {
        if (width > 0) {
            limit(width);
        }
        return super.computePrefHeight(width);
    }

    @Override
    protected void layoutChildren() {
        limit(getWidth());
        super.layoutChildren();
    }

    private static Node openable(Pane node, Attachment attachment, Consumer<Attachment> open) {
        node.getStyleClass().add("attachment-openable");
        node.setFocusTraversable(true);
        if (node.getAccessibleText() == null) {
            node.setAccessibleText(Texts.text("attach.open", attachment.name()));
        }
        DisclosureLine.make(node, () -> open.accept(attachment));
        return node;
    }

    private Pane node(Attachment attachment, Pictures pictures) {
        if (attachment instanceof Attachment.Blob blob && blob.isImage()) {
            return picture(blob, pictures);
        }
        boolean file = attachment instanceof Attachment.ProjectFile;
        Label name = Widgets.label(attachment.name(), "attachment-name");
        // The end of a path is more useful than its start.
        name.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        name.setMinWidth(0);
        HBox chip = new HBox((file ? Glyph.READ : Glyph.ATTACH).node("attachment-icon"), name);
        if (attachment instanceof Attachment.Blob blob) {
            Label facts = Widgets.label(blob.mimeType() + " \u00b7 " + size(blob), "meta");
            facts.setMinWidth(USE_PREF_SIZE);
            chip.getChildren().add(facts);
        }
        chip.getStyleClass().add("attachment-file");
        chip.setAlignment(Pos.CENTER_LEFT);
        chip.setMinWidth(0);
        chip.setMaxHeight(USE_PREF_SIZE);
        return chip;
    }

    private static Pane picture(Attachment.Blob blob, Pictures pictures) {
        StackPane frame = new StackPane(Glyph.PICTURE.node("attachment-icon"));
        frame.getStyleClass().add("attachment-picture");
        // The frame has the same size before and after the picture loads, so that the conversation does not move.
        frame.setMinSize(WIDTH, HEIGHT);
        frame.setPrefSize(WIDTH, HEIGHT);
        frame.setMaxSize(WIDTH, HEIGHT);
        frame.setAccessibleText(Texts.text("attach.picture", blob.name()));
        pictures.show(blob, picture -> {
            Image image = picture.image();
            if (image == null) {
                if (!picture.problem().isEmpty()) {
                    frame.getChildren().setAll(problem(picture.problem()));
                    frame.setAccessibleText(Texts.text("attach.picture", blob.name()) + ". " + picture.problem());
                }
                return;
            }
            ImageView view = new ImageView(image);
            view.setPreserveRatio(true);
            view.setFitHeight(Math.min(HEIGHT - 2, image.getHeight()));
            view.setFitWidth(Math.min(WIDTH - 2, image.getWidth()));
            frame.getChildren().setAll(view);
        });
        return frame;
    }

    private static Label problem(String text) {
        Label problem = Widgets.label(text, "meta");
        problem.setMaxWidth(WIDTH - 16);
        problem.setWrapText(true);
        return problem;
    }

    public static String size(Attachment.Blob blob) {
        return blob.bytes() < 1024 * 1024
                ? Texts.text("attach.kilobytes", Math.max(1, blob.bytes() / 1024))
                : Texts.text("attach.megabytes", Math.round(blob.bytes() / 104_857.6) / 10.0);
    }
}
