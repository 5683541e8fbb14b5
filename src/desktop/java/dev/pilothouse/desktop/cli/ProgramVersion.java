package dev.pilothouse.desktop.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** The version of this build. Stateless. */
final class ProgramVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }

    /** Returns the name and version, as hosts log it. */
    static String text() {
        return "Pilothouse " + version();
    }

    static String version() {
        String version = ProgramVersion.class.getPackage().getImplementationVersion();
        return version == null ? withoutJar() : version;
    }

    /** A program that was compiled ahead of time has no jar with a manifest. */
    private static String withoutJar() {
        try (InputStream in = ProgramVersion.class.getResourceAsStream("/dev/pilothouse/version.txt")) {
            return in == null ? "(development)" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            return "(development)";
        }
    }
}
