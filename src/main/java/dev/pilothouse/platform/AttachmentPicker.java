package dev.pilothouse.platform;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Lets the person choose pictures or files of this device. Called on the FX thread, which also runs the callback. */
public interface AttachmentPicker {

    /**
     * @param chosen gets the files. May get an empty list, or may never run, if the person chose none. The files are
     *     readable until the app ends.
     */
    void pick(Consumer<List<Path>> chosen);
}
