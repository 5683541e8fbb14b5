package dev.pilothouse.desktop.catalog;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * An agent that the host has installed itself.
 *
 * @param registryId its name in the registry
 * @param folder contains all of its files
 */
public record InstalledProgram(
        String registryId, String name, List<String> command, Map<String, String> environment, Path folder) {
    public InstalledProgram {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
