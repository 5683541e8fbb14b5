package dev.pilothouse.desktop.cli;

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
        return version == null ? "(development)" : version;
    }
}
