package dev.pilothouse.desktop.catalog;

import dev.pilothouse.desktop.acp.AgentPipe;
import dev.pilothouse.desktop.process.ChildEnvironment;
import dev.pilothouse.desktop.process.CliProcess;
import dev.pilothouse.desktop.process.ProcessLauncher;
import dev.pilothouse.desktop.process.ProcessListener;
import dev.pilothouse.desktop.process.ProcessMark;
import dev.pilothouse.desktop.process.ProcessSpec;
import dev.pilothouse.desktop.process.ProcessStart;
import dev.pilothouse.desktop.runner.RemoteStart;
import dev.pilothouse.desktop.runner.Runner;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Starts the process of an entry's agent: the agent itself, or the local end of its runner. Owns nothing; any thread.
 *
 * @param host the host's own environment
 * @param hostMark see {@link ProcessMark#host}
 * @param variables of the worktree that a local agent works in; those of its entry have priority
 * @param profile the variables of the session's profile, which have priority over all others
 * @param cwd the agent's directory, on the machine where it runs
 * @param home working directory of a runner's local end, since the agent's directory is remote
 */
record AgentStarter(
        ProcessLauncher launcher,
        AgentEntry entry,
        Map<String, String> host,
        String hostMark,
        Path home,
        String cwd,
        Map<String, String> variables,
        Map<String, String> profile)
        implements AgentPipe.Starter {
    /** Variables that configure the connection of the runners' programs. */
    private static final List<String> FOR_RUNNERS = List.of("DOCKER_*", "CONTAINER_*", "KUBECONFIG", "SSH_*");

    @Override
    public AgentPipe.Start start(ProcessListener listener) {
        return entry.runner().map(runner -> remotely(runner, listener)).orElseGet(() -> startLocally(listener));
    }

    /** Returns the environment of the process that the host itself starts. */
    static Map<String, String> environment(AgentEntry entry, Map<String, String> host) {
        if (entry.runner().isEmpty()) {
            return ChildEnvironment.from(host, entry.inherited(), entry.environment());
        }
        List<String> inherited = new ArrayList<>(entry.inherited());
        inherited.addAll(FOR_RUNNERS);
        return ChildEnvironment.from(host, inherited, Map.of());
    }

    private AgentPipe.Start startLocally(ProcessListener listener) {
        Map<String, String> environment = new HashMap<>(variables);
        Map<String, String> own = new HashMap<>(entry.environment());
        own.putAll(profile);
        environment.putAll(ChildEnvironment.from(host, entry.inherited(), own));
        ProcessSpec spec = new ProcessSpec(entry.command(), Path.of(cwd), environment, ProcessMark.fresh(hostMark));
        return launcher.start(spec, listener)
                .match(process -> new AgentPipe.Start.Open(AgentPipe.of(process)), AgentStarter::failed);
    }

    private AgentPipe.Start remotely(Runner runner, ProcessListener listener) {
        // Uses another mark, so that the host does not treat the remote processes as its own, even if both are on one
        // machine.
        String nonce = ProcessMark.fresh(hostMark).session();
        RemoteStart remote = new RemoteStart(cwd, entry.command(), remoteEnvironment(), nonce);
        ProcessSpec spec = new ProcessSpec(
                runner.command(remote.arguments(), nonce), home, environment(entry, host), ProcessMark.fresh(hostMark));
        String preamble;
        try {
            preamble = remote.scriptStart();
        } catch (IllegalArgumentException unsayable) {
            // Checked before the process is started.
            return new AgentPipe.Start.Failed(
                    ErrorCode.AGENT_FAILED,
                    HostText.of(
                            HostTextCode.START_RUNNER_UNUSABLE, entry.name(), String.valueOf(unsayable.getMessage())));
        }
        return launcher.start(spec, listener).match(process -> begin(process, preamble), AgentStarter::failed);
    }

    private static AgentPipe.Start begin(CliProcess process, String preamble) {
        // Refused only if the process has already ended; the listener then receives its exit.
        process.writeLine(preamble);
        return new AgentPipe.Start.Open(AgentPipe.remote(process));
    }

    private Map<String, String> remoteEnvironment() {
        Map<String, String> environment =
                new HashMap<>(ChildEnvironment.select(host, entry.inherited()).entrySet().stream()
                        .filter(variable -> RemoteStart.isName(variable.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        environment.putAll(entry.environment());
        environment.putAll(profile);
        return environment;
    }

    private static AgentPipe.Start failed(ProcessStart.Failed failed) {
        ErrorCode code = switch (failed.reason()) {
            case NO_SUCH_DIRECTORY -> ErrorCode.NO_SUCH_DIRECTORY;
            case COMMAND_NOT_FOUND -> ErrorCode.NOT_INSTALLED;
            case NOT_EXECUTABLE, REFUSED -> ErrorCode.AGENT_FAILED;
        };
        return new AgentPipe.Start.Failed(code, failed.text());
    }
}
