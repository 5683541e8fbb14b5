package dev.pilothouse.platform;

import java.nio.file.Path;

/** The folder that the device reserves for the app. Owns nothing. Any thread. */
public interface StorageRoot {

    /** Absolute, exists, and stays the same while the app is installed. */
    Path privateFolder();
}
