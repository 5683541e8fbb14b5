package dev.pilothouse.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Makes the home folder that a JVM of tests is given, since programs may start there. Registered for all tests. */
public final class TestHome implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Files.createDirectories(Path.of(System.getProperty("user.home")));
    }
}
