package dev.pilothouse.platform;

import java.nio.file.Path;

/** The folder that the device gives to the app alone. Owns nothing; any thread. */
public interface StorageRoot {

    /** Absolute, exists, and stays the same for as long as the app is installed. */
    Path privateFolder();
}
