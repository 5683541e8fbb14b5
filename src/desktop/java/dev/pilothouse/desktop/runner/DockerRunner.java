package dev.pilothouse.desktop.runner;

import java.util.ArrayList;
import java.util.List;

/**
 * Runs an agent in a container: a running one, or a new one of an image for each session, removed at its end.
 *
 * @param program {@code docker}, or a program with the same arguments, such as {@code podman}
 * @param exec whether {@code target} is a running container; else it is an image
 * @param options further arguments of {@code docker exec} or {@code docker run}
 */
public record DockerRunner(String program, boolean exec, String target, List<String> options) implements Runner {
    public DockerRunner {
        target = Runner.target(exec ? "container" : "image", target);
        options = List.copyOf(options);
    }

    @Override
    public String location() {
        return program + (exec ? " exec " : " run ") + target;
    }

    @Override
    public List<String> command(List<String> remote, String nonce) {
        List<String> command = new ArrayList<>(List.of(program, exec ? "exec" : "run", "-i"));
        if (!exec) {
            command.add("--rm");
        }
        command.addAll(options);
        command.add(target);
        command.addAll(remote);
        return List.copyOf(command);
    }
}
