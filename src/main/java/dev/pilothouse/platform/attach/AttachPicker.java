package dev.pilothouse.platform.attach;

import com.gluonhq.attach.pictures.PicturesService;
import dev.pilothouse.platform.AttachmentPicker;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.value.ChangeListener;
import javafx.scene.image.Image;
import org.jspecify.annotations.Nullable;

/**
 * Lets the person choose a picture of the device's gallery. Owns the listener that it registered with the service for
 * the current choice. Confined to the FX thread.
 */
public final class AttachPicker implements AttachmentPicker {
    private final PicturesService service;
    private final ReadOnlyObjectProperty<Image> picture;
    /** Null while no choice is under way. */
    private @Nullable ChangeListener<Image> waiting;

    public AttachPicker(PicturesService service) {
        this.service = service;
        this.picture = service.imageProperty();
    }

    /** The service does not report that the person went back. In that case the next call drops {@code chosen}. */
    @Override
    public void pick(Consumer<List<Path>> chosen) {
        cancelWait();
        waiting = (property, before, now) -> {
            // The service clears the last picture before it requests another.
            if (now != null) {
                cancelWait();
                chosen.accept(service.getImageFile().map(File::toPath).stream().toList());
            }
        };
        picture.addListener(waiting);
        service.asyncLoadImageFromGallery();
    }

    private void cancelWait() {
        if (waiting != null) {
            picture.removeListener(waiting);
            waiting = null;
        }
    }
}
