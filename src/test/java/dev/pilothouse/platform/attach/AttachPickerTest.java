package dev.pilothouse.platform.attach;

import static org.assertj.core.api.Assertions.assertThat;

import com.gluonhq.attach.pictures.PicturesService;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.image.Image;
import javafx.scene.image.WritableImage;
import org.junit.jupiter.api.Test;

final class AttachPickerTest {
    private final ScriptedService service = new ScriptedService();
    private final AttachPicker picker = new AttachPicker(service);
    private final List<List<Path>> first = new ArrayList<>();
    private final List<List<Path>> second = new ArrayList<>();

    @Test
    void thePictureChosenIsToldOnceAndToNobodyElse() {
        picker.pick(first::add);
        service.choose("a.jpg");
        picker.pick(second::add);
        service.choose("b.jpg");

        assertThat(first).containsExactly(List.of(Path.of("a.jpg")));
        assertThat(second).containsExactly(List.of(Path.of("b.jpg")));
    }

    @Test
    void whoWentBackIsNotToldOfTheNextChoice() {
        picker.pick(first::add);
        picker.pick(second::add);
        service.choose("b.jpg");

        assertThat(first).isEmpty();
        assertThat(second).containsExactly(List.of(Path.of("b.jpg")));
        assertThat(service.asked).isEqualTo(2);
    }

    @Test
    void aPictureWithoutAFileIsNone() {
        picker.pick(first::add);
        service.choose(null);

        assertThat(first).containsExactly(List.of());
    }

    /** A phone's service that the test controls. */
    private static final class ScriptedService implements PicturesService {
        private final ReadOnlyObjectWrapper<Image> picture = new ReadOnlyObjectWrapper<>();
        private File file;
        private int asked;

        void choose(String name) {
            file = name == null ? null : new File(name);
            picture.set(new WritableImage(1, 1));
        }

        @Override
        public void asyncLoadImageFromGallery() {
            picture.set(null);
            asked++;
        }

        @Override
        public Optional<File> getImageFile() {
            return Optional.ofNullable(file);
        }

        @Override
        public ReadOnlyObjectProperty<Image> imageProperty() {
            return picture.getReadOnlyProperty();
        }

        @Override
        public Optional<Image> takePhoto(boolean savePhoto) {
            throw new AssertionError("the app uses no camera");
        }

        @Override
        public void asyncTakePhoto(boolean savePhoto) {
            throw new AssertionError("the app uses no camera");
        }

        @Override
        public Optional<Image> loadImageFromGallery() {
            throw new AssertionError("it would hold up the FX thread's own loop");
        }
    }
}
