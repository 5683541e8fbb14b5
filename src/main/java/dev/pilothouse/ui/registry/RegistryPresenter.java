package dev.pilothouse.ui.registry;

import dev.pilothouse.model.AgentDraft;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentTrial;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.RegistryAgent;
import dev.pilothouse.model.RegistryInfo;
import dev.pilothouse.session.HostGateway.Done;
import dev.pilothouse.session.HostGateway.Reply;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.text.TimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/**
 * The agents that one host can install, the installed ones, and the person's own ones with their form. Confined to the FX
 * thread. There is nothing to close.
 */
public final class RegistryPresenter {
    /** The ids of messages. */
    static final String PROBLEM = "registry-problem";

    static final String FORM_OUTCOME = "own-outcome";

    private static final Set<JobKind> KINDS =
            Set.of(JobKind.AGENT_INSTALL, JobKind.AGENT_REMOVE, JobKind.REGISTRY_REFRESH);

    private final HostLink link;
    private final Executor fx;
    private final StringProperty query = new SimpleStringProperty(this, "query", "");
    private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>(this, "shown", Shown.LOADING);
    private final ReadOnlyObjectWrapper<@Nullable OwnAgentForm> form = new ReadOnlyObjectWrapper<>(this, "form");
    private final Map<AgentId, AgentTrial> trials = new HashMap<>();
    private final Set<AgentId> testing = new HashSet<>();
    /** The jobs that are not over. */
    private final Set<JobId> running = new HashSet<>();

    private @Nullable RegistryInfo registry;
    private String asked = "";
    /** The agent of which the person is asked whether to log out; null for none. */
    private @Nullable AgentId leaving;

    private final Set<AgentId> loggedOut = new HashSet<>();
    private String problem = "";
    /** The jobs that were ordered here and are not over, with the message that would say why one has failed. */
    private final Map<JobId, String> ordered = new HashMap<>();

    private Consumer<String> onRefusal = message -> {};

    /** The way in which an agent is listed. */
    public enum Group {
        UPDATE,
        INSTALLED,
        AVAILABLE
    }

    /**
     * An agent of the registry.
     *
     * @param facts publisher, licence, size
     * @param progress the last line of a job that runs; empty if none runs
     * @param jobId of that job
     * @param outcome of the newest job, if it failed; may be empty
     * @param asks whether the person is asked to accept an archive that cannot be checked
     */
    public record Row(
            RegistryAgent agent,
            Group group,
            String facts,
            String progress,
            @Nullable JobId jobId,
            String outcome,
            boolean asks,
            Tested tested) {
        boolean isBusy() {
            return jobId != null;
        }
    }

    /**
     * The outcome of a trial start.
     *
     * @param text empty without one
     * @param login the command of its login: the one that the agent has told, else the known one; may be empty
     */
    public record Tested(String text, Logout logout, String login) {}

    /** Whether an agent can log out, as a trial start has shown. */
    public enum Logout {
        NOT_OFFERED,
        OFFERED,
        /** The person is asked first. */
        ASKED
    }

    /** An agent of the person's own. */
    public record Own(AgentDraft draft, Tested tested) {}

    /** The content of the sheet. */
    public record Shown(
            boolean loading, String problem, String age, boolean refreshing, List<Row> rows, List<Own> own) {
        static final Shown LOADING = new Shown(true, "", "", false, List.of(), List.of());

        public Shown {
            rows = List.copyOf(rows);
            own = List.copyOf(own);
        }
    }

    public RegistryPresenter(HostLink link, Executor fx) {
        this.link = link;
        this.fx = fx;
        query.addListener((property, before, now) -> publish());
        read();
    }

    /** The id of the message about an agent's newest job. */
    static String outcomeOf(String id) {
        return "registry-outcome-" + id;
    }

    public ReadOnlyObjectProperty<Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** The open form; null while the list is shown. */
    public ReadOnlyObjectProperty<@Nullable OwnAgentForm> formProperty() {
        return form.getReadOnlyProperty();
    }

    /** @param shown gets the id of the message that says why something was not done */
    public void setOnRefusal(Consumer<String> shown) {
        onRefusal = shown;
    }

    /** The words by which the list is searched. */
    public StringProperty queryProperty() {
        return query;
    }

    public String hostName() {
        return link.reader().host().hostName();
    }

    private void read() {
        link.host().registry().thenAcceptAsync(this::received, fx);
    }

    private void received(Reply<RegistryInfo> reply) {
        if (reply instanceof Reply.Value<RegistryInfo> value) {
            forgetTrials(value.value());
            registry = value.value();
        } else {
            problem = HostTexts.text(((Reply.Refused<RegistryInfo>) reply).sentence());
        }
        publish();
    }

    /** A trial start says nothing about another version or another command. */
    private void forgetTrials(RegistryInfo now) {
        RegistryInfo before = registry;
        if (before != null) {
            before.agents().stream()
                    .filter(agent -> now.agents().stream()
                            .noneMatch(same -> same.agentId().equals(agent.agentId())
                                    && same.installed().equals(agent.installed())))
                    .forEach(agent -> trials.remove(agent.agentId()));
            before.own().stream()
                    .filter(draft -> !now.own().contains(draft))
                    .forEach(draft -> trials.remove(draft.agentId()));
        }
    }

    /** The host has changed. Reads the registry again when a job has ended. */
    public void render() {
        Set<JobId> open = new HashSet<>();
        for (Job job : link.reader().host().jobs()) {
            if (KINDS.contains(job.kind()) && !job.state().isOver()) {
                open.add(job.jobId());
            }
        }
        boolean ended = !open.containsAll(running);
        running.clear();
        running.addAll(open);
        if (ended) {
            read();
        }
        publish();
        for (JobId jobId : List.copyOf(ordered.keySet())) {
            link.reader().host().jobs().stream()
                    .filter(job -> job.jobId().equals(jobId) && job.state().isOver())
                    .findFirst()
                    .ifPresent(this::over);
        }
    }

    private void over(Job job) {
        String message = ordered.remove(job.jobId());
        if (message != null && job.state() == JobState.FAILED) {
            onRefusal.accept(message);
        }
    }

    private void publish() {
        RegistryInfo now = registry;
        if (now == null) {
            shown.set(new Shown(problem.isEmpty(), problem, "", false, List.of(), List.of()));
            return;
        }
        List<Row> rows = new ArrayList<>();
        for (RegistryAgent agent : now.agents()) {
            if (isWanted(
                    agent.id(),
                    agent.about().name(),
                    agent.about().publisher(),
                    agent.about().text())) {
                rows.add(row(agent));
            }
        }
        rows.sort(Comparator.comparing(Row::group)
                .thenComparing(row -> row.agent().about().name().toLowerCase(Locale.ROOT)));
        List<Own> own = now.own().stream()
                .filter(draft -> isWanted(draft.agentId().value(), draft.name(), draft.command()))
                .map(draft -> new Own(draft, tested(draft.agentId(), "")))
                .toList();
        boolean refreshing = newest(JobKind.REGISTRY_REFRESH)
                .filter(job -> !job.state().isOver())
                .isPresent();
        String failed = newest(JobKind.REGISTRY_REFRESH)
                .filter(job -> job.state() == JobState.FAILED)
                .map(job -> HostTexts.text(job.status().sentence()))
                .orElse("");
        String age = Texts.text(now.shipped() ? "registry.shipped" : "registry.asOf", TimeFormatter.date(now.asOf()));
        shown.set(new Shown(false, problem.isEmpty() ? failed : problem, age, refreshing, rows, own));
    }

    private boolean isWanted(String... texts) {
        String words = query.get().strip().toLowerCase(Locale.ROOT);
        return words.isEmpty()
                || Stream.of(texts)
                        .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(words));
    }

    private Row row(RegistryAgent agent) {
        Job job = Stream.of(JobKind.AGENT_INSTALL, JobKind.AGENT_REMOVE)
                .flatMap(kind -> newest(kind, agent).stream())
                .max(Comparator.comparing(each -> each.request().at()))
                .orElse(null);
        boolean busy = job != null && !job.state().isOver();
        List<String> lines = job == null ? List.of() : HostTexts.lines(job.output());
        String progress = !busy ? "" : lines.isEmpty() ? Texts.text("registry.waiting") : lines.get(lines.size() - 1);
        String outcome = job != null && job.state() == JobState.FAILED
                ? HostTexts.text(job.status().sentence())
                : "";
        Group group = agent.hasUpdate() ? Group.UPDATE : agent.isInstalled() ? Group.INSTALLED : Group.AVAILABLE;
        return new Row(
                agent,
                group,
                facts(agent),
                progress,
                job != null && busy ? job.jobId() : null,
                outcome,
                agent.id().equals(asked),
                tested(agent.agentId(), agent.about().login()));
    }

    private Optional<Job> newest(JobKind kind) {
        return jobs(kind).max(Comparator.comparing(job -> job.request().at()));
    }

    /** Two agents may have the same name, and then differ in their versions. */
    private Optional<Job> newest(JobKind kind, RegistryAgent agent) {
        return jobs(kind)
                .filter(job -> job.arguments()
                                .equals(List.of(
                                        agent.about().name(), agent.offer().version()))
                        || job.arguments()
                                .equals(List.of(
                                        agent.about().name(), agent.installed().version())))
                .max(Comparator.comparing(job -> job.request().at()));
    }

    private Stream<Job> jobs(JobKind kind) {
        return link.reader().host().jobs().stream().filter(job -> job.kind() == kind);
    }

    private static String facts(RegistryAgent agent) {
        List<String> facts = new ArrayList<>();
        if (!agent.about().publisher().isEmpty()) {
            facts.add(agent.about().publisher());
        }
        facts.add(
                agent.about().license().isEmpty()
                        ? Texts.text("registry.noLicence")
                        : agent.about().license());
        if (agent.installed().size() > 0) {
            facts.add(Texts.text("registry.size", Math.max(1, agent.installed().size() >> 20)));
        }
        return String.join(" \u00b7 ", facts);
    }

    private Tested tested(AgentId agentId, String known) {
        AgentTrial trial = trials.get(agentId);
        String told = trial == null
                ? ""
                : trial.logins().stream()
                        .map(AgentTrial.LoginMethod::command)
                        .filter(command -> !command.isEmpty())
                        .findFirst()
                        .orElse("");
        return new Tested(test(agentId), logout(agentId), told.isEmpty() ? known : told);
    }

    private String test(AgentId agentId) {
        if (testing.contains(agentId)) {
            return Texts.text("registry.testing");
        }
        AgentTrial trial = trials.get(agentId);
        String shown = trial == null ? "" : text(trial);
        return loggedOut.contains(agentId) ? Texts.text("registry.loggedOut") + "\n" + shown : shown;
    }

    private Logout logout(AgentId agentId) {
        AgentTrial trial = trials.get(agentId);
        if (trial == null || !trial.capabilities().contains("auth.logout")) {
            return Logout.NOT_OFFERED;
        }
        return agentId.equals(leaving) ? Logout.ASKED : Logout.OFFERED;
    }

    /** The outcome of a trial start, in lines. */
    static String text(AgentTrial trial) {
        if (!trial.answered()) {
            return HostTexts.text(trial.text());
        }
        List<String> lines = new ArrayList<>();
        lines.add(Texts.text(
                "registry.answers",
                trial.version().isBlank() ? "?" : trial.version(),
                trial.protocol(),
                trial.millis()));
        if (!trial.capabilities().isEmpty()) {
            lines.add(Texts.text("registry.offers", String.join(", ", trial.capabilities())));
        }
        for (AgentTrial.LoginMethod login : trial.logins()) {
            lines.add(
                    login.command().isEmpty()
                            ? Texts.text("registry.loginItself", login.name())
                            : Texts.text("registry.loginCommand", login.name(), login.command()));
        }
        return String.join("\n", lines);
    }

    // --- actions

    /** Installs or updates; asks first if the host cannot check what it gets. */
    public void onInstall(RegistryAgent agent) {
        if (!agent.offer().verified() && !agent.id().equals(asked)) {
            asked = agent.id();
            publish();
            return;
        }
        asked = "";
        order(
                outcomeOf(agent.id()),
                link.host()
                        .installAgent(
                                agent.id(),
                                agent.offer().source(),
                                !agent.offer().verified()));
    }

    /** Leaves the question open whether an archive may be installed that cannot be checked. */
    public void onDecline() {
        asked = "";
        publish();
    }

    public void onRemove(RegistryAgent agent) {
        order(outcomeOf(agent.id()), link.host().removeAgent(agent.id()));
    }

    public void onRefresh() {
        order(PROBLEM, link.host().refreshRegistry());
    }

    public void onCancel(JobId jobId) {
        link.host().cancelJob(jobId).thenAcceptAsync(this::done, fx);
    }

    /** @param message the id of the one that says why the job has failed */
    private void order(String message, CompletionStage<Reply<JobId>> reply) {
        problem = "";
        publish();
        reply.thenAcceptAsync(
                answer -> {
                    if (answer instanceof Reply.Value<JobId> value) {
                        ordered.put(value.value(), message);
                    }
                    done(answer);
                    render();
                },
                fx);
    }

    private void done(Reply<?> reply) {
        if (reply instanceof Reply.Refused<?> refused) {
            problem = HostTexts.text(refused.sentence());
            publish();
            onRefusal.accept(PROBLEM);
        } else {
            publish();
        }
    }

    /** Asks first, then lets the agent forget its login. */
    public void onLogout(AgentId agentId) {
        if (!agentId.equals(leaving)) {
            leaving = agentId;
            publish();
            return;
        }
        leaving = null;
        problem = "";
        publish();
        link.host()
                .logoutAgent(agentId)
                .thenAcceptAsync(
                        reply -> {
                            if (reply instanceof Reply.Value<Done>) {
                                loggedOut.add(agentId);
                            }
                            done(reply);
                        },
                        fx);
    }

    /** Leaves the question open whether to log out. */
    public void onStay() {
        leaving = null;
        publish();
    }

    /** Starts the agent for a moment. */
    public void onTest(AgentId agentId) {
        loggedOut.remove(agentId);
        testing.add(agentId);
        publish();
        link.host()
                .testAgent(agentId, null)
                .thenAcceptAsync(
                        reply -> {
                            testing.remove(agentId);
                            trials.put(agentId, trial(reply));
                            publish();
                        },
                        fx);
    }

    private static AgentTrial trial(Reply<AgentTrial> reply) {
        return reply instanceof Reply.Value<AgentTrial> value
                ? value.value()
                : AgentTrial.failed(((Reply.Refused<AgentTrial>) reply).sentence());
    }

    // --- the form

    public void onAdd() {
        form.set(new OwnAgentForm(null));
    }

    public void onEdit(AgentDraft draft) {
        form.set(new OwnAgentForm(draft));
    }

    public void onBack() {
        form.set(null);
    }

    /** Starts the agent of the form for a moment. */
    public void onTestForm() {
        OwnAgentForm open = form.get();
        if (open == null || !isComplete(open)) {
            return;
        }
        AgentDraft draft = open.draft();
        open.outcomeProperty().set(Texts.text("registry.testing"));
        link.host()
                .testAgent(draft.agentId(), draft)
                .thenAcceptAsync(reply -> open.outcomeProperty().set(text(trial(reply))), fx);
    }

    public void onSave() {
        OwnAgentForm open = form.get();
        if (open != null && isComplete(open)) {
            link.host().saveAgent(open.draft()).thenAcceptAsync(reply -> written(open, reply), fx);
        }
    }

    private boolean isComplete(OwnAgentForm open) {
        boolean complete = open.isComplete();
        if (!complete) {
            onRefusal.accept(FORM_OUTCOME);
        }
        return complete;
    }

    public void onDelete() {
        OwnAgentForm open = form.get();
        if (open != null) {
            link.host().deleteAgent(open.draft().agentId()).thenAcceptAsync(reply -> written(open, reply), fx);
        }
    }

    private void written(OwnAgentForm open, Reply<Done> reply) {
        if (reply instanceof Reply.Refused<Done> refused) {
            open.outcomeProperty().set(HostTexts.text(refused.sentence()));
            if (form.get() == open) {
                onRefusal.accept(FORM_OUTCOME);
            }
            return;
        }
        if (form.get() == open) {
            form.set(null);
        }
        read();
    }
}
