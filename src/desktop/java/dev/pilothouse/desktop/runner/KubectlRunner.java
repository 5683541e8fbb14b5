package dev.pilothouse.desktop.runner;

import java.util.ArrayList;
import java.util.List;

/**
 * Runs an agent in a pod: a running one, or a new one of an image for each session, removed at its end.
 *
 * @param program {@code kubectl}, or a program with the same arguments, such as {@code oc}
 * @param exec whether {@code target} is a running pod ({@code NAME} or {@code TYPE/NAME}); else it is an image
 * @param options further arguments, such as {@code -n team} or {@code -c container}
 */
public record KubectlRunner(String program, boolean exec, String target, List<String> options) implements Runner {
    public KubectlRunner {
        target = Runner.target(exec ? "pod" : "image", target);
        options = List.copyOf(options);
    }

    @Override
    public String location() {
        return program + (exec ? " exec " : " run ") + target;
    }

    @Override
    public List<String> command(List<String> remote, String nonce) {
        List<String> command = new ArrayList<>(List.of(program));
        if (exec) {
            command.addAll(List.of("exec", "-i"));
            command.addAll(options);
            command.add(target);
        } else {
            // Quiet, since kubectl's messages about the pod would mix with the agent's lines.
            command.addAll(List.of(
                    "run", "pilothouse-" + nonce, "-i", "--rm", "--quiet", "--restart=Never", "--image=" + target));
            command.addAll(options);
            command.add("--command");
        }
        command.add("--");
        command.addAll(remote);
        return List.copyOf(command);
    }
}
