package dev.pilothouse.desktop.catalog;

import dev.pilothouse.desktop.catalog.EntryTextReader.WrongException;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.runner.DevcontainerRunner;
import dev.pilothouse.desktop.runner.DockerRunner;
import dev.pilothouse.desktop.runner.KubectlRunner;
import dev.pilothouse.desktop.runner.Runner;
import dev.pilothouse.desktop.runner.SshRunner;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code runner} of an entry. An invalid one invalidates the entry: an agent that was meant to run elsewhere must
 * not run on the host. Pure.
 */
final class RunnerReader {
    private static final String TYPES =
            "\"local\", \"ssh\", \"docker-exec\", \"docker-run\", \"kubectl-exec\", \"kubectl-run\","
                    + " \"devcontainer-exec\"";

    private RunnerReader() {}

    /**
     * @return empty for an agent that runs on the host itself
     * @throws WrongException if the agent was to run elsewhere, in a way that is not known
     */
    static Optional<Runner> read(JsonFields entry) throws WrongException {
        if (entry.element("runner").isEmpty()) {
            return Optional.empty();
        }
        JsonFields fields = entry.object("runner")
                .orElseThrow(() -> new WrongException("runner", HostText.of(HostTextCode.VALUE_NO_OBJECT)));
        String type = fields.text("type").orElse("");
        List<String> options = EntryTextReader.texts(fields, "options", "runner.options");
        return switch (type) {
            case "local" -> Optional.empty();
            case "ssh" -> Optional.of(new SshRunner(program(fields, "ssh"), target(fields, "host"), options));
            case "docker-exec" ->
                Optional.of(new DockerRunner(program(fields, "docker"), true, target(fields, "container"), options));
            case "docker-run" ->
                Optional.of(new DockerRunner(program(fields, "docker"), false, target(fields, "image"), options));
            case "kubectl-exec" ->
                Optional.of(new KubectlRunner(program(fields, "kubectl"), true, target(fields, "pod"), options));
            case "kubectl-run" ->
                Optional.of(new KubectlRunner(program(fields, "kubectl"), false, target(fields, "image"), options));
            case "devcontainer-exec" ->
                Optional.of(
                        new DevcontainerRunner(program(fields, "devcontainer"), target(fields, "workspace"), options));
            default -> throw new WrongException("runner.type", HostText.of(HostTextCode.VALUE_NO_WORD, TYPES));
        };
    }

    private static String program(JsonFields fields, String usual) throws WrongException {
        if (fields.element("program").isPresent() && fields.text("program").isEmpty()) {
            throw new WrongException("runner.program", HostText.of(HostTextCode.ENTRY_NO_TEXT));
        }
        return fields.text("program").filter(name -> !name.isBlank()).orElse(usual);
    }

    private static String target(JsonFields fields, String name) throws WrongException {
        String target = fields.text(name)
                .orElseThrow(() -> new WrongException("runner." + name, HostText.of(HostTextCode.VALUE_MISSING)));
        if (!Runner.isTarget(target)) {
            throw new WrongException("runner." + name, HostText.of(HostTextCode.VALUE_NO_TARGET));
        }
        return target;
    }
}
