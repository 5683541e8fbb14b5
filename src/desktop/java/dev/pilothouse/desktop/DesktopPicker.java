package dev.pilothouse.desktop;

import dev.pilothouse.platform.AttachmentPicker;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.stage.FileChooser;
import javafx.stage.Window;

/** Lets the user choose files in the system's file dialog. Owns nothing; confined to the FX thread. */
final class DesktopPicker implements AttachmentPicker {
    @Override
    public void pick(Consumer<List<Path>> chosen) {
        Window owner = Window.getWindows().stream()
                .filter(Window::isFocused)
                .findFirst()
                .orElse(null);
        List<File> files = new FileChooser().showOpenMultipleDialog(owner);
        chosen.accept(
                files == null ? List.of() : files.stream().map(File::toPath).toList());
    }
}
