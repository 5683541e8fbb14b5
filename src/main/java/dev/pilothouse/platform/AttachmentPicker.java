package dev.pilothouse.platform;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Lets the person choose pictures or files of this device. Called on the FX thread, where it also answers. */
public interface AttachmentPicker {

    /** @param chosen told the files, none or never if the person chose none; they are readable until the app ends */
    void pick(Consumer<List<Path>> chosen);
}
