package dev.pilothouse.desktop.runner;

import java.util.ArrayList;
import java.util.List;

/**
 * The dev container of a folder of this host, which {@code devcontainer up} has started.
 *
 * @param program {@code devcontainer}
 * @param workspace the folder on this host
 * @param options further arguments of {@code devcontainer exec}
 */
public record DevcontainerRunner(String program, String workspace, List<String> options) implements Runner {
    public DevcontainerRunner {
        workspace = Runner.target("workspace", workspace);
        options = List.copyOf(options);
    }

    @Override
    public String place() {
        return "devcontainer exec " + workspace;
    }

    @Override
    public List<String> command(List<String> remote, String nonce) {
        List<String> command = new ArrayList<>(List.of(program, "exec", "--workspace-folder", workspace));
        command.addAll(options);
        command.addAll(remote);
        return List.copyOf(command);
    }
}
