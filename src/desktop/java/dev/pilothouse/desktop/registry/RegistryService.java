package dev.pilothouse.desktop.registry;

import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.desktop.bridge.RegistryOperations;
import dev.pilothouse.desktop.catalog.AgentCatalog;
import dev.pilothouse.desktop.job.JobOrder;
import dev.pilothouse.desktop.job.JobRegistry;
import dev.pilothouse.desktop.journal.IoErrorText;
import dev.pilothouse.desktop.registry.InstallPlanner.Plan;
import dev.pilothouse.desktop.registry.InstalledAgents.Version;
import dev.pilothouse.desktop.trust.ShellRunner;
import dev.pilothouse.model.AgentDraft;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentTrial;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.InstallKind;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.RegistryAgent;
import dev.pilothouse.model.RegistryInfo;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.NamedThreads;
import dev.pilothouse.session.IntentResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;

/**
 * The agents that a host can install from the registry, the installed ones, and the form of the person's own ones.
 *
 * <p>Owns the threads {@code agent-trial-n} and the client that loads files. Thread-safe. Ends with {@link #close()},
 * after the jobs.
 */
public final class RegistryService implements RegistryOperations, AutoCloseable {
    /** The public registry of the Agent Client Protocol. */
    public static final String ADDRESS = "https://cdn.agentclientprotocol.com/registry/v1/latest/registry.json";

    /** System property with another address of a registry, for a mirror. */
    public static final String PROPERTY = "pilothouse.registry";

    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final int TRIALS = 2;
    private static final int WAITING_TRIALS = 8;
    private static final String FOLDER = "agents";

    private final AgentCatalog catalog;
    private final JobRegistry jobs;
    private final RegistryStore registry;
    private final InstalledAgents installed;
    private final InstallPlanner planner;
    private final String address = System.getProperty(PROPERTY, ADDRESS);
    private final OkHttpArchiveClient client = new OkHttpArchiveClient(address, SILENCE);
    private final ThreadPoolExecutor trials =
            NamedThreads.pool(TRIALS, Duration.ofSeconds(5), WAITING_TRIALS, NamedThreads.numbered("agent-trial"));

    /** Reads what is installed, and deletes what a killed host left half-done. */
    public RegistryService(Path dataFolder, AgentCatalog catalog, JobRegistry jobs, ShellRunner programs, Clock clock) {
        this.catalog = catalog;
        this.jobs = jobs;
        Path folder = dataFolder.resolve(FOLDER);
        this.registry = RegistryStore.open(folder.resolve("registry.json"));
        this.installed = InstalledAgents.open(folder);
        this.installed.sweep(unused -> false);
        this.planner = new InstallPlanner(catalog::environment);
        catalog.useInstalled(
                () -> installed.current().stream().map(Version::program).toList());
        jobs.register(
                JobKind.AGENT_INSTALL,
                new AgentInstallRunner(
                        new AgentInstallRunner.Parts(registry, planner, installed, client, programs),
                        clock,
                        this::changed));
        jobs.register(JobKind.AGENT_REMOVE, new AgentRemoveRunner(installed, catalog::usesOf, this::changed));
        jobs.register(
                JobKind.REGISTRY_REFRESH,
                new RegistryRefreshRunner(registry, client, address, folder.resolve(".staging"), clock));
    }

    private void changed() {
        catalog.installedChanged();
        installed.sweep(folder -> catalog.usesOf(folder) > 0);
    }

    @Override
    public HostMessage list(ClientMessage.ListRegistry question) {
        RegistryStore.Copy copy = registry.copy();
        List<Version> versions = installed.current();
        List<RegistryAgent> agents = new ArrayList<>();
        for (RegistryEntry entry : copy.entries()) {
            agents.add(agent(entry, versions));
        }
        // The registry may have dropped an agent that is installed.
        versions.stream()
                .filter(version -> copy.find(version.record().id()).isEmpty())
                .map(this::dropped)
                .forEach(agents::add);
        return new HostMessage.Registry(
                question.requestId(), new RegistryInfo(copy.at(), copy.shipped(), agents, catalog.drafts()));
    }

    private RegistryAgent agent(RegistryEntry entry, List<Version> versions) {
        AgentId agentId = catalog.agentIdOf(entry.id());
        return new RegistryAgent(
                entry.id(),
                agentId,
                new RegistryAgent.Description(
                        entry.name(),
                        entry.description(),
                        String.join(", ", entry.authors()),
                        entry.license(),
                        entry.link(),
                        catalog.loginOf(agentId)),
                offer(entry),
                versions.stream()
                        .filter(version -> version.record().id().equals(entry.id()))
                        .findFirst()
                        .map(RegistryService::installed)
                        .orElse(RegistryAgent.Installed.NONE));
    }

    private RegistryAgent.Offer offer(RegistryEntry entry) {
        Optional<Plan> plan = planner.plan(entry);
        return plan.map(way -> new RegistryAgent.Offer(
                        way.version(), way.kind(), way.source(), way.commandLine(), way.isVerified(), way.hindrance()))
                .orElse(new RegistryAgent.Offer(
                        entry.version(), InstallKind.OTHER, "", "", false, HostText.of(HostTextCode.INSTALL_NOT_HERE)));
    }

    private static RegistryAgent.Installed installed(Version version) {
        return new RegistryAgent.Installed(
                version.record().version(),
                String.join(" ", version.program().command()),
                version.record().size());
    }

    private RegistryAgent dropped(Version version) {
        AgentId agentId = catalog.agentIdOf(version.record().id());
        return new RegistryAgent(
                version.record().id(),
                agentId,
                new RegistryAgent.Description(version.record().name(), "", "", "", "", catalog.loginOf(agentId)),
                RegistryAgent.Offer.NONE,
                installed(version));
    }

    @Override
    public void refresh(ClientMessage.RefreshRegistry order, JobRequest requester) throws RefusedException {
        jobs.submit(new JobOrder(order.jobId(), JobKind.REGISTRY_REFRESH, List.of(), Map.of(), requester));
    }

    @Override
    public void install(ClientMessage.InstallAgent order, JobRequest requester) throws RefusedException {
        if (isKnown(order.jobId(), JobKind.AGENT_INSTALL)) {
            return;
        }
        RegistryEntry entry = registry.copy()
                .find(order.id())
                .orElseThrow(() -> refused(ErrorCode.UNKNOWN_AGENT, HostTextCode.REGISTRY_UNKNOWN, order.id()));
        Plan plan =
                planner.plan(entry).orElseThrow(() -> refused(ErrorCode.BAD_REQUEST, HostTextCode.INSTALL_NOT_HERE));
        if (!plan.isPossible()) {
            throw new RefusedException(ErrorCode.BAD_REQUEST, plan.hindrance());
        }
        if (!plan.source().equals(order.source())) {
            throw refused(ErrorCode.CONFLICT, HostTextCode.REGISTRY_CHANGED);
        }
        if (!plan.isVerified() && !order.unverified()) {
            throw refused(ErrorCode.BAD_REQUEST, HostTextCode.INSTALL_UNVERIFIED);
        }
        requireIdle(order.id(), entry.name());
        jobs.submit(new JobOrder(
                order.jobId(),
                JobKind.AGENT_INSTALL,
                List.of(entry.name(), plan.version()),
                Map.of(
                        AgentInstallRunner.AGENT, entry.id(),
                        AgentInstallRunner.VERSION, entry.version(),
                        AgentInstallRunner.SOURCE, plan.source(),
                        AgentInstallRunner.UNVERIFIED, order.unverified() ? "1" : ""),
                requester));
    }

    /** Whether the order was accepted before: a device repeats it when it has not seen the answer. */
    private boolean isKnown(JobId jobId, JobKind kind) throws RefusedException {
        Optional<Job> known = jobs.find(jobId);
        if (known.isPresent() && known.get().kind() != kind) {
            throw refused(ErrorCode.CONFLICT, HostTextCode.JOB_ID_USED);
        }
        return known.isPresent();
    }

    private void requireIdle(String id, String name) throws RefusedException {
        if (jobs.open(AgentInstallRunner.AGENT, Set.of(JobKind.AGENT_INSTALL, JobKind.AGENT_REMOVE))
                .contains(id)) {
            throw refused(ErrorCode.BUSY, HostTextCode.INSTALL_RUNNING, name);
        }
    }

    @Override
    public void remove(ClientMessage.RemoveAgent order, JobRequest requester) throws RefusedException {
        if (isKnown(order.jobId(), JobKind.AGENT_REMOVE)) {
            return;
        }
        Version version = installed
                .current(order.id())
                .orElseThrow(() -> refused(ErrorCode.NOT_INSTALLED, HostTextCode.REMOVE_NOTHING, order.id()));
        requireIdle(order.id(), version.record().name());
        jobs.submit(new JobOrder(
                order.jobId(),
                JobKind.AGENT_REMOVE,
                List.of(version.record().name(), version.record().version()),
                Map.of(AgentInstallRunner.AGENT, order.id()),
                requester));
    }

    @Override
    public void test(ClientMessage.TestAgent question, Consumer<HostMessage> answer) {
        try {
            trials.execute(() -> answer.accept(new HostMessage.AgentTested(question.requestId(), test(question))));
        } catch (RejectedExecutionException full) {
            answer.accept(new HostMessage.Failure(
                    question.requestId(), ErrorCode.BUSY, HostText.of(HostTextCode.TRIALS_FULL)));
        }
    }

    private AgentTrial test(ClientMessage.TestAgent question) {
        AgentDraft draft = question.draft();
        return draft == null ? catalog.test(question.agentId()) : catalog.test(draft);
    }

    @Override
    public void save(ClientMessage.SaveAgent order) throws RefusedException {
        write(() -> catalog.save(order.draft()));
    }

    @Override
    public void delete(ClientMessage.DeleteAgent order) throws RefusedException {
        write(() -> catalog.delete(order.agentId()));
    }

    @Override
    public void logout(ClientMessage.LogoutAgent order, Consumer<HostMessage> answer) {
        try {
            trials.execute(() -> answer.accept(catalog.logout(order.agentId())
                    .<HostMessage>map(
                            failure -> new HostMessage.Failure(order.requestId(), ErrorCode.AGENT_FAILED, failure))
                    .orElseGet(() -> new HostMessage.Ack(order.requestId(), IntentResult.Outcome.ACCEPTED, null, 0))));
        } catch (RejectedExecutionException full) {
            answer.accept(
                    new HostMessage.Failure(order.requestId(), ErrorCode.BUSY, HostText.of(HostTextCode.TRIALS_FULL)));
        }
    }

    private interface Write {
        Optional<HostText> run() throws IOException;
    }

    private static void write(Write write) throws RefusedException {
        try {
            Optional<HostText> wrong = write.run();
            if (wrong.isPresent()) {
                throw new RefusedException(ErrorCode.BAD_REQUEST, wrong.get());
            }
        } catch (IOException e) {
            throw refused(ErrorCode.JOURNAL_FAILED, HostTextCode.DATA_FOLDER_UNWRITABLE, IoErrorText.sentence(e));
        }
    }

    private static RefusedException refused(ErrorCode code, HostTextCode text, Object... values) {
        return new RefusedException(code, HostText.of(text, values));
    }

    @Override
    public void close() {
        trials.shutdownNow();
        client.close();
    }
}
