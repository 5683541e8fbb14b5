package com.gluonhq.attach.pictures.impl;

import com.gluonhq.attach.pictures.PicturesService;
import java.io.File;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.image.Image;
import javafx.scene.image.WritableImage;

/**
 * A gallery from which the test picks. Attach has no pictures service for a desktop; it looks for a class of this name and
 * finds this one. Confined to the FX thread.
 */
public final class DesktopPicturesService implements PicturesService {
    private static File next;

    private final SimpleObjectProperty<Image> image = new SimpleObjectProperty<>();

    public DesktopPicturesService() {}

    /** The picture that the user picks next. */
    public static void setNext(File picture) {
        next = picture;
    }

    @Override
    public void asyncLoadImageFromGallery() {
        image.set(null);
        image.set(new WritableImage(1, 1));
    }

    @Override
    public Optional<File> getImageFile() {
        return Optional.ofNullable(next);
    }

    @Override
    public ReadOnlyObjectProperty<Image> imageProperty() {
        return image;
    }

    @Override
    public Optional<Image> loadImageFromGallery() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Image> takePhoto(boolean keeps) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void asyncTakePhoto(boolean keeps) {
        throw new UnsupportedOperationException();
    }
}
