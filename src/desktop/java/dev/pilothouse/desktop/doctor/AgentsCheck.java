package dev.pilothouse.desktop.doctor;

import dev.pilothouse.desktop.agent.AgentAdapter;
import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.AgentInbox;
import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.agent.ProcessSharing;
import dev.pilothouse.desktop.catalog.AgentCatalog;
import dev.pilothouse.desktop.process.LoginShell;
import dev.pilothouse.desktop.process.ProcessLauncher;
import dev.pilothouse.desktop.process.ProcessMark;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.desktop.process.StopTimings;
import dev.pilothouse.model.ConfigError;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.CrashReporter;
import dev.pilothouse.pulse.Lanes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks the agents: which commands are found and, if requested, whether they start and are logged in. That requires a
 * session with each of them in an empty folder; some agents keep it in their lists.
 *
 * <p>Owns the processes that it starts until it returns. The calling thread waits: a start may take a minute, but all
 * start in parallel.
 */
public final class AgentsCheck implements HealthCheck {
    private static final String AREA = "agents";
    /** A trial's lane runs little besides its inbox. */
    private static final int LANE = 16;

    private final Path dataFolder;
    private final Map<String, String> environment;
    private final boolean start;

    /**
     * @param dataFolder may be missing; then no agents are configured yet
     * @param environment as a host started here would have it
     * @param start whether to start each agent
     */
    public AgentsCheck(Path dataFolder, Map<String, String> environment, boolean start) {
        this.dataFolder = dataFolder;
        this.environment = Map.copyOf(environment);
        this.start = start;
    }

    @Override
    public List<DiagnosticResult> examine() {
        Path work;
        try {
            work = Files.createTempDirectory("pilothouse-doctor");
        } catch (IOException noRoom) {
            return List.of(DiagnosticResult.failure(
                    AREA,
                    "no folder can be made in " + System.getProperty("java.io.tmpdir"),
                    "Make room there, or correct its permissions."));
        }
        try {
            return examineIn(work);
        } finally {
            remove(work);
        }
    }

    private List<DiagnosticResult> examineIn(Path work) {
        Path folder = Files.isDirectory(dataFolder) ? dataFolder : work;
        ProcessLauncher launcher = new ProcessLauncher(ProcessRegistry.none(), StopTimings.standard());
        try (AgentCatalog catalog = AgentCatalog.open(folder, launcher, "doctor", environment)) {
            askLoginShell(catalog);
            List<DiagnosticResult> findings = new ArrayList<>();
            for (ConfigError problem : catalog.problems()) {
                findings.add(DiagnosticResult.failure(
                        AREA, problem.english(), "Correct " + folder.resolve(AgentCatalog.FILE) + "."));
            }
            List<AgentCatalog.Located> all = catalog.located();
            List<AgentCatalog.Located> found =
                    all.stream().filter(agent -> agent.info().installed()).toList();
            for (AgentCatalog.Located agent : all) {
                if (agent.configured() && agent.program().isEmpty()) {
                    findings.add(DiagnosticResult.failure(
                            AREA,
                            name(agent) + ": its command '" + agent.info().command()
                                    + "' is not on the PATH that a host started here would have",
                            agent.info().installHint().isEmpty()
                                    ? "Install it, or write its whole path into " + AgentCatalog.FILE + "."
                                    : agent.info().installHint()));
                }
            }
            findings.addAll(start ? started(catalog, found, work) : found(found));
            if (found.stream().allMatch(AgentsCheck::isDemo)) {
                findings.add(DiagnosticResult.warning(
                        AREA,
                        "no agent is installed but the demo",
                        "'pilothouse ctl agents' says how to get each; PATH here is "
                                + environment.getOrDefault("PATH", "empty")));
            }
            String missing = all.stream()
                    .filter(agent -> !agent.info().installed() && !agent.configured())
                    .map(AgentsCheck::name)
                    .collect(Collectors.joining(", "));
            if (!missing.isEmpty()) {
                findings.add(DiagnosticResult.ok(AREA, "not installed: " + missing));
            }
            return findings;
        }
    }

    /** A host that is started from a desktop also finds agents on the login shell's PATH. */
    private void askLoginShell(AgentCatalog catalog) {
        if (!catalog.asksLoginShell() || !LoginShell.isNeeded(environment)) {
            return;
        }
        CompletableFuture<Optional<String>> path = new CompletableFuture<>();
        LoginShell shell = LoginShell.ask(
                environment, ProcessMark.fresh("doctor"), ProcessRegistry.none(), LoginShell.TIMEOUT, path::complete);
        try (shell) {
            catalog.loginShellAnswered(
                    path.get(LoginShell.TIMEOUT.plus(LoginShell.TIMEOUT).toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException never) {
            catalog.loginShellAnswered(Optional.empty());
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<DiagnosticResult> found(List<AgentCatalog.Located> agents) {
        return agents.stream()
                .map(agent -> DiagnosticResult.ok(
                        AREA,
                        name(agent) + ": " + agent.program().map(Path::toString).orElse("") + sharing(agent)))
                .toList();
    }

    private static String sharing(AgentCatalog.Located agent) {
        return agent.process() == ProcessSharing.SHARED ? ", one process for all its sessions" : "";
    }

    private static List<DiagnosticResult> started(AgentCatalog catalog, List<AgentCatalog.Located> agents, Path work) {
        try (Lanes lanes = new Lanes("doctor", CrashReporter::report)) {
            List<Trial> trials = agents.stream()
                    .map(agent -> Trial.begin(catalog, agent, work, lanes))
                    .toList();
            return trials.stream().map(Trial::end).toList();
        }
    }

    /** The trial start of one agent. Owns its adapter until {@link #end}. */
    private record Trial(
            AgentCatalog.Located agent, @Nullable AgentAdapter adapter, CompletableFuture<DiagnosticResult> outcome) {
        static Trial begin(AgentCatalog catalog, AgentCatalog.Located agent, Path work, Lanes lanes) {
            CompletableFuture<DiagnosticResult> outcome = new CompletableFuture<>();
            String name = "doctor-" + agent.info().agentId().value().toLowerCase(Locale.ROOT);
            AgentLauncher.Launch launch = catalog.launch(
                    new AgentLauncher.LaunchRequest(
                            new SessionId(name), agent.info().agentId(), work, null, null, null),
                    new AgentInbox(lanes.open(name, LANE), event -> onEvent(agent, event, outcome)));
            if (launch instanceof AgentLauncher.Launch.Refused refused) {
                outcome.complete(
                        DiagnosticResult.failure(AREA, name(agent) + ": " + refused.text(), "Correct its entry."));
                return new Trial(agent, null, outcome);
            }
            AgentAdapter adapter = ((AgentLauncher.Launch.Prepared) launch).adapter();
            adapter.start();
            return new Trial(agent, adapter, outcome);
        }

        private static void onEvent(
                AgentCatalog.Located agent, AgentEvent event, CompletableFuture<DiagnosticResult> outcome) {
            if (event instanceof AgentEvent.Ready ready) {
                String version = ready.version().isEmpty() ? "" : " " + ready.version();
                outcome.complete(DiagnosticResult.ok(
                        AREA, name(agent) + version + " starts and takes prompts" + sharing(agent)));
            } else if (event instanceof AgentEvent.LoginNeeded login) {
                outcome.complete(DiagnosticResult.warning(
                        AREA,
                        name(agent) + " needs a login",
                        login.command().isEmpty() ? login.text() : "Run: " + login.command()));
            } else if (event instanceof AgentEvent.StartFailed failed) {
                outcome.complete(DiagnosticResult.failure(
                        AREA,
                        name(agent) + " does not start: " + failed.text(),
                        agent.info().command().isEmpty()
                                ? ""
                                : "Try it in a terminal: " + agent.info().command()));
            } else if (event instanceof AgentEvent.Exited exited) {
                outcome.complete(DiagnosticResult.failure(
                        AREA, name(agent) + " ended at once: " + exited.text(), "Try it in a terminal."));
            }
        }

        /** Waits for the result. The adapter's start has a deadline, so this returns. */
        DiagnosticResult end() {
            DiagnosticResult finding = outcome.join();
            if (adapter != null) {
                adapter.close();
            }
            return finding;
        }
    }

    private static boolean isDemo(AgentCatalog.Located agent) {
        return agent.info().agentId().value().equals("demo");
    }

    private static String name(AgentCatalog.Located agent) {
        return agent.info().name();
    }

    /** Removes the folder only if it is empty: files that an agent left there are not ours to delete. */
    private static void remove(Path work) {
        try {
            Files.deleteIfExists(work);
        } catch (IOException notEmpty) {
            return;
        }
    }
}
