package dev.pilothouse.desktop.demo;

import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The settings from the environment, and the login that the folder keeps. Immutable; any thread.
 *
 * @param state the folder of its sessions
 * @param speed 1 is normal, 0 without pauses
 * @param loginForced whether to ask for a login in any case
 */
record DemoSettings(Path state, double speed, boolean loginForced) {
    private Path loggedOut() {
        return state.resolve("logged-out");
    }

    boolean loginNeeded() {
        return loginForced || Files.exists(loggedOut());
    }

    /** Stores it for this and all later processes. */
    void setLoggedOut(boolean value) throws IOException {
        if (value) {
            new PrivateFile(loggedOut()).write(new byte[0]);
        } else {
            Files.deleteIfExists(loggedOut());
        }
    }
}
