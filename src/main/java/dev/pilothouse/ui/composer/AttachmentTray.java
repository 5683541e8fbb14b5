package dev.pilothouse.ui.composer;

import dev.pilothouse.ui.attachment.AttachmentStrip;
import dev.pilothouse.ui.attachment.Thumbnail;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/**
 * The attachments of the draft, shown above its text. Owns its nodes; confined to the FX thread; lives as long as the
 * composer.
 */
public final class AttachmentTray extends FlowPane {
    private static final double SIDE = 44;
    private static final double NAME_WIDTH = 150;

    private final AttachmentsPresenter presenter;
    private final AttachmentStrip.Pictures pictures;
    private final Map<Long, Image> images = new HashMap<>();

    public AttachmentTray(AttachmentsPresenter presenter, AttachmentStrip.Pictures pictures) {
        this.presenter = presenter;
        this.pictures = pictures;
        getStyleClass().add("attachment-tray");
        presenter.entriesProperty().addListener((property, before, now) -> render(now));
        render(presenter.entriesProperty().get());
    }

    private void render(List<AttachmentsPresenter.Entry> entries) {
        setVisible(!entries.isEmpty());
        setManaged(!entries.isEmpty());
        images.keySet().removeIf(id -> entries.stream().noneMatch(entry -> entry.id() == id));
        getChildren().setAll(entries.stream().map(this::chip).toList());
    }

    private Node chip(AttachmentsPresenter.Entry entry) {
        boolean failed = entry.status() == AttachmentsPresenter.Status.FAILED;
        Label name = Widgets.label(entry.name(), "attachment-name");
        name.setMaxWidth(NAME_WIDTH);
        Label words = Widgets.label(describe(entry), failed ? "attachment-problem" : "meta");
        words.setWrapText(failed);
        words.setMaxWidth(failed ? NAME_WIDTH * 1.6 : NAME_WIDTH);
        VBox text = new VBox(name, words);
        text.setAlignment(Pos.CENTER_LEFT);
        HBox chip = new HBox(picture(entry), text);
        chip.getStyleClass().add("attachment-chip");
        if (failed) {
            chip.getStyleClass().add("attachment-failed");
        }
        chip.setAlignment(Pos.CENTER_LEFT);
        if (failed && entry.again() != null) {
            chip.getChildren()
                    .add(Widgets.iconButton(
                            Glyph.RETRY.node(),
                            Texts.text("attach.again", entry.name()),
                            () -> presenter.onAgain(entry.id()),
                            "attachment-button"));
        }
        chip.getChildren()
                .add(Widgets.iconButton(
                        Glyph.CLOSE.node(),
                        Texts.text("attach.remove", entry.name()),
                        () -> presenter.onRemove(entry.id()),
                        "attachment-button"));
        Tooltip.install(text, new Tooltip(entry.name()));
        return chip;
    }

    private Region picture(AttachmentsPresenter.Entry entry) {
        boolean drawn = entry.thumbnail() != null
                || entry.attachment() != null && entry.attachment().thumbnail() != null;
        StackPane frame = new StackPane((drawn ? Glyph.PICTURE : Glyph.ATTACH).node("attachment-icon"));
        frame.getStyleClass().add("attachment-frame");
        frame.setMinSize(SIDE, SIDE);
        frame.setMaxSize(SIDE, SIDE);
        Consumer<Thumbnail> show = picture -> {
            Image image = picture.image();
            if (image == null) {
                return;
            }
            images.put(entry.id(), image);
            ImageView view = new ImageView(image);
            view.setPreserveRatio(true);
            view.setFitHeight(SIDE);
            view.setFitWidth(SIDE);
            frame.getChildren().setAll(view);
        };
        Image known = images.get(entry.id());
        if (known != null) {
            show.accept(new Thumbnail(known, ""));
        } else if (entry.thumbnail() != null) {
            // It was created on this device and is small, so decoding it here is fast.
            show.accept(Thumbnail.decode(entry.thumbnail()));
        } else if (drawn && entry.attachment() != null) {
            pictures.show(entry.attachment(), show::accept);
        }
        return frame;
    }

    private static String describe(AttachmentsPresenter.Entry entry) {
        switch (entry.status()) {
            case PREPARING:
                return Texts.text("attach.preparing");
            case SENDING:
                return Texts.text("attach.sending", Math.round(entry.sent() * 100));
            case FAILED:
                return entry.problem();
            default:
                return entry.attachment() == null ? "" : AttachmentStrip.size(entry.attachment());
        }
    }
}
