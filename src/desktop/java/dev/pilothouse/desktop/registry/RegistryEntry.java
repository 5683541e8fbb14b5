package dev.pilothouse.desktop.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An agent of the registry. Immutable; any thread.
 *
 * @param authors may be empty
 * @param license may be empty
 * @param link the website, or the repository; may be empty
 * @param npm a package of npm
 * @param python a Python package
 * @param binaries archives by platform, such as {@code linux-x86_64}
 */
record RegistryEntry(
        String id,
        String name,
        String version,
        String description,
        List<String> authors,
        String license,
        String link,
        Optional<PackageSource> npm,
        Optional<PackageSource> python,
        Map<String, BinarySource> binaries) {
    RegistryEntry {
        authors = List.copyOf(authors);
        binaries = Map.copyOf(binaries);
    }

    /** How the program is started, apart from the program itself. */
    record Arguments(List<String> values, Map<String, String> environment) {
        Arguments {
            values = List.copyOf(values);
            environment = Map.copyOf(environment);
        }
    }

    /**
     * A package of a package registry, with its exact version.
     *
     * @param name may have extras ({@code name[extra]}) if it is a Python package
     */
    record PackageSource(String name, String version, Arguments arguments) {}

    /**
     * A program in an archive.
     *
     * @param archive an address
     * @param program the path of the program in the archive, relative, with {@code /}
     * @param sha256 lower case; empty if the registry has none
     */
    record BinarySource(String archive, String program, String sha256, Arguments arguments) {}
}
