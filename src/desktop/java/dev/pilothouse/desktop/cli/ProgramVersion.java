package dev.pilothouse.desktop.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that this program was built as. Stateless. */
final class ProgramVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }

    /** Name and version, as hosts log it. */
    static String text() {
        return "Pilothouse " + version();
    }

    static String version() {
        String version = ProgramVersion.class.getPackage().getImplementationVersion();
        return version == null ? "(development)" : version;
    }
}
