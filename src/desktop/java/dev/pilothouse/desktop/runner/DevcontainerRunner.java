package dev.pilothouse.desktop.runner;

import java.util.ArrayList;
import java.util.List;

/**
 * Runs an agent in the dev container of a folder on this host. {@code devcontainer up} must have started the container.
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
    public String location() {
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
