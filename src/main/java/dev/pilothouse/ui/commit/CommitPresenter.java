package dev.pilothouse.ui.commit;

import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.CommitFile;
import dev.pilothouse.model.CommitFile.Staging;
import dev.pilothouse.model.CommitOrder;
import dev.pilothouse.model.CommitState;
import dev.pilothouse.model.CommitSuggestion;
import dev.pilothouse.model.FileMark;
import dev.pilothouse.model.GitActivity;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostGateway.Reply;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/**
 * A commit in one session's directory: the files with what is staged of them, the message, and the job that commits. A
 * tick stages the file at once. The message stays on the device until it is committed. Confined to the FX thread. Ends
 * with its sheet.
 */
public final class CommitPresenter {
    /** The usual longest first line of a message. */
    static final int SUBJECT = 72;

    static final int LINES = 12;

    private final HostLink link;
    private final SessionId sessionId;
    private final Preferences kept;
    private final Executor fx;
    private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>(this, "shown", Shown.LOADING);
    private final StringProperty message = new SimpleStringProperty(this, "message", "");
    private final BooleanProperty amend = new SimpleBooleanProperty(this, "amend");
    private final Set<JobId> ended = new HashSet<>();
    private final Set<JobId> old = new HashSet<>();

    private @Nullable CommitState state;
    private @Nullable JobId sent;
    private @Nullable JobId asking;
    private boolean orders;
    private String offered = "";
    private @Nullable String replaced;
    private String problem = "";
    private boolean loading;
    private boolean sending;
    /** Numbers the requests, so that an old answer is dropped. */
    private int asked;

    /**
     * The newest commit of this session since the sheet was opened, as text.
     *
     * @param text its outcome; may be empty
     * @param lines its newest output, oldest first
     */
    public record JobText(JobId jobId, boolean over, boolean done, String title, String text, List<String> lines) {
        public JobText {
            lines = List.copyOf(lines);
        }
    }

    /**
     * The message that the session's agent is asked for.
     *
     * @param agent its name; empty if it cannot be asked
     * @param running whether it is being asked
     * @param offered a message that could replace the one in the field; empty if there is none
     * @param undoable whether it has replaced another message
     */
    public record Suggestion(String agent, boolean running, String offered, boolean undoable) {
        static final Suggestion NONE = new Suggestion("", false, "", false);
    }

    /**
     * The content of the sheet. Immutable.
     *
     * @param problem the reason why something failed; empty if nothing did
     * @param hindrance the reason why this device may do nothing now; empty if it may
     * @param state null until it was read
     * @param busy whether a job runs or something is being ordered
     * @param job null if there is none
     */
    public record Shown(
            boolean loading,
            String problem,
            String hindrance,
            @Nullable CommitState state,
            boolean busy,
            @Nullable JobText job,
            Suggestion suggestion) {
        static final Shown LOADING = new Shown(true, "", "", null, false, null, Suggestion.NONE);

        public List<CommitFile> files() {
            return state == null ? List.of() : state.files();
        }
    }

    public CommitPresenter(HostLink link, SessionId sessionId, Preferences kept, Executor fx) {
        this.link = link;
        this.sessionId = sessionId;
        this.kept = kept;
        this.fx = fx;
        message.set(kept.get(draft()).orElse(""));
        message.addListener((property, before, now) -> {
            kept.put(draft(), now);
            publish();
        });
        amend.addListener((property, before, now) -> {
            if (now && message.get().isBlank() && state != null) {
                message.set(state.head().subject());
            }
            publish();
        });
        jobs(link.reader().host()).stream().filter(job -> job.state().isOver()).forEach(job -> old.add(job.jobId()));
        ended.addAll(old);
        renderSuggestion();
        onReload();
    }

    private String draft() {
        return "commitMessage." + link.hostId().value() + "/" + sessionId.value();
    }

    public ReadOnlyObjectProperty<Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    public StringProperty messageProperty() {
        return message;
    }

    /** Whether the last commit is replaced. */
    public BooleanProperty amendProperty() {
        return amend;
    }

    private List<Job> jobs(HostView host) {
        return host.jobs().stream()
                .filter(job -> job.kind() == JobKind.COMMIT
                        && sessionId.equals(job.request().sessionId()))
                .toList();
    }

    // --- reading

    /** Reads everything again. */
    public void onReload() {
        problem = "";
        loading = true;
        publish();
        load(link.host().commitState(sessionId));
    }

    private void load(CompletionStage<Reply<CommitState>> reply) {
        int mine = ++asked;
        reply.thenAcceptAsync(
                now -> {
                    if (mine == asked) {
                        loaded(now);
                    }
                },
                fx);
    }

    private void loaded(Reply<CommitState> reply) {
        loading = false;
        sending = false;
        if (reply instanceof Reply.Value<CommitState> value) {
            state = value.value();
            if (message.get().isBlank()) {
                message.set(value.value().message());
            }
            if (value.value().head().pushed() || value.value().head().commit().isEmpty()) {
                amend.set(false);
            }
        } else {
            problem = HostTexts.text(((Reply.Refused<CommitState>) reply).sentence());
        }
        publish();
    }

    private void publish() {
        HostView host = link.reader().host();
        Optional<Job> newest =
                jobs(host).stream().filter(job -> !old.contains(job.jobId())).findFirst();
        boolean running = newest.filter(job -> !job.state().isOver()).isPresent();
        shown.set(new Shown(
                loading && state == null,
                problem,
                hindrance(host),
                state,
                sending || sent != null || running,
                newest.map(CommitPresenter::text).orElse(null),
                new Suggestion(agent(host), orders || asking != null, offered, replaced != null)));
    }

    private static String hindrance(HostView host) {
        if (!(host.connection() instanceof ConnectionState.Live)) {
            return Texts.text("commit.offline", host.hostName());
        }
        return host.scope().covers(Scope.STEER) ? "" : Texts.text("commit.mayNot");
    }

    private static JobText text(Job job) {
        List<String> lines = HostTexts.lines(job.output());
        return new JobText(
                job.jobId(),
                job.state().isOver(),
                job.state() == JobState.DONE,
                Texts.text("jobState." + job.state().name()),
                HostTexts.text(job.status().sentence()),
                lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    }

    /** Whether a commit has ended since the sheet was opened, so that other files have changes. */
    public boolean hasEndedJobs() {
        return ended.size() > old.size();
    }

    /** The host has changed. */
    public void render() {
        renderSuggestion();
        boolean again = false;
        for (Job job : jobs(link.reader().host())) {
            if (job.jobId().equals(sent)) {
                sent = null;
            }
            if (job.state().isOver() && ended.add(job.jobId())) {
                again = true;
                if (job.state() == JobState.DONE) {
                    amend.set(false);
                    if (hasMessage(job)) {
                        offered = "";
                        replaced = null;
                        message.set("");
                    }
                }
            }
        }
        boolean live = link.reader().host().connection() instanceof ConnectionState.Live;
        if (again || live && state == null && !loading && problem.isEmpty()) {
            onReload();
        } else {
            publish();
        }
    }

    /** Whether the message is that of the job. The person may have written the next one, and others commit too. */
    private boolean hasMessage(Job job) {
        String subject = job.arguments().size() < 2 ? "" : job.arguments().get(1);
        String first = message.get().strip().lines().findFirst().orElse("");
        int cut = subject.length() - 1;
        return first.equals(subject)
                || cut > 0 && subject.charAt(cut) == '\u2026' && first.startsWith(subject.substring(0, cut));
    }

    // --- a message by the agent

    /** The name of the session's agent; empty if the host cannot start it. */
    private String agent(HostView host) {
        return host.sessions().stream()
                .filter(session -> session.sessionId().equals(sessionId))
                .findFirst()
                .flatMap(session -> host.agents().stream()
                        .filter(agent -> agent.agentId().equals(session.agentId()) && agent.installed())
                        .findFirst())
                .map(AgentInfo::name)
                .orElse("");
    }

    /** Whether the agent can be asked for a message now, or is being asked. */
    public boolean offersSuggestion() {
        Shown now = shown.get();
        return now.hindrance().isEmpty()
                && !now.suggestion().agent().isEmpty()
                && !now.files().isEmpty()
                && !amend.get();
    }

    /** Asks the session's agent for a message, in a conversation of its own. */
    public void onSuggest() {
        if (!offersSuggestion() || !mayStage() || shown.get().suggestion().running()) {
            return;
        }
        problem = "";
        orders = true;
        publish();
        link.host().suggestCommit(sessionId).thenAcceptAsync(this::suggestionOrdered, fx);
    }

    private void suggestionOrdered(Reply<JobId> reply) {
        orders = false;
        if (reply instanceof Reply.Value<JobId> value) {
            asking = value.value();
            render();
        } else {
            problem = HostTexts.text(((Reply.Refused<JobId>) reply).sentence());
            publish();
        }
    }

    /** Follows the job, also one that was ordered before the sheet was opened. */
    private void renderSuggestion() {
        for (Job job : link.reader().host().jobs()) {
            if (job.kind() != JobKind.COMMIT_SUGGEST
                    || !sessionId.equals(job.request().sessionId())) {
                continue;
            }
            if (asking == null && !orders && !job.state().isOver()) {
                asking = job.jobId();
            } else if (job.jobId().equals(asking) && job.state().isOver()) {
                asking = null;
                suggested(job);
            }
        }
    }

    private void suggested(Job job) {
        String text = CommitSuggestion.of(job);
        if (text.isEmpty()) {
            problem = job.state() == JobState.STOPPED
                    ? ""
                    : HostTexts.text(job.status().sentence());
        } else if (message.get().isBlank()) {
            offered = "";
            replaced = null;
            message.set(text);
        } else if (!message.get().equals(text)) {
            offered = text;
        }
    }

    /** Puts the suggested message into the field. */
    public void onUseSuggestion() {
        if (!offered.isEmpty()) {
            replaced = message.get();
            String text = offered;
            offered = "";
            message.set(text);
        }
    }

    /** Puts the replaced message back, and offers the present one again. */
    public void onUndoSuggestion() {
        String before = replaced;
        if (before != null) {
            replaced = null;
            offered = message.get();
            message.set(before);
        }
    }

    /** Ends the agent that is being asked. */
    public void onCancelSuggestion() {
        JobId jobId = asking;
        if (jobId != null) {
            link.host().cancelJob(jobId).thenAcceptAsync(this::cancelled, fx);
        }
    }

    /** The warnings about a commit at this place, as sentences. */
    public List<String> warnings() {
        CommitState read = state;
        List<String> warnings = new ArrayList<>();
        if (read == null) {
            return warnings;
        }
        CommitState.Head head = read.head();
        if (!read.author().isKnown()) {
            warnings.add(Texts.text("commit.noAuthor"));
        }
        List<String> conflicts = read.files().stream()
                .filter(file -> file.state() == ChangedFile.State.CONFLICTED)
                .map(CommitFile::path)
                .toList();
        if (!conflicts.isEmpty()) {
            warnings.add(Texts.text("commit.conflicts", String.join(", ", conflicts)));
        }
        if (!read.turn().isEmpty()) {
            warnings.add(Texts.text("commit.turn", read.turn()));
        }
        if (head.branch().isEmpty()) {
            warnings.add(Texts.text("commit.detached"));
        } else if (head.onDefault() && !head.commit().isEmpty()) {
            warnings.add(Texts.text("commit.default", head.branch()));
        }
        if (head.operation() != GitActivity.NONE) {
            warnings.add(Texts.text("commit.operation." + head.operation().name()));
        }
        return warnings;
    }

    // --- staging

    /** Whether files may be ticked now. */
    public boolean mayStage() {
        Shown now = shown.get();
        return now.state() != null && now.hindrance().isEmpty() && !now.busy();
    }

    /**
     * Whether the ticks can have the focus. It does not change while a file is staged: a control that is disabled loses
     * the focus, and the next key would reach another one.
     */
    boolean offersTicks() {
        Shown now = shown.get();
        return now.state() != null
                && now.hindrance().isEmpty()
                && sent == null
                && (now.job() == null || now.job().over());
    }

    /** Stages the file, or unstages it if all of it is staged. */
    public void onTick(CommitFile file) {
        stage(file.staging() != Staging.ALL, List.of(FileMark.of(file)));
    }

    /** Stages all files, or unstages all if all are staged. */
    public void onTickAll() {
        List<CommitFile> files = shown.get().files();
        boolean stage = files.stream().anyMatch(file -> file.staging() != Staging.ALL);
        stage(
                stage,
                files.stream()
                        .filter(file -> !stage || file.staging() != Staging.ALL)
                        .map(FileMark::of)
                        .toList());
    }

    private void stage(boolean staged, List<FileMark> files) {
        if (mayStage() && !files.isEmpty()) {
            problem = "";
            sending = true;
            publish();
            load(link.host().stage(sessionId, staged, files, null));
        }
    }

    // --- the commit

    private boolean hasStaged() {
        return shown.get().files().stream().anyMatch(file -> file.staging() != Staging.NONE);
    }

    /** Whether a commit would have all changes, because none is staged. */
    public boolean commitsAll() {
        return !hasStaged() && !shown.get().files().isEmpty() && !amend.get();
    }

    /** Whether the commit that is shown could be ordered now. */
    public boolean mayCommit() {
        CommitState read = state;
        return read != null
                && mayStage()
                && !message.get().isBlank()
                && message.get().length() <= CommitOrder.MAX_MESSAGE
                && read.author().isKnown()
                && read.files().stream().noneMatch(file -> file.state() == ChangedFile.State.CONFLICTED)
                && (!read.files().isEmpty() || amend.get() || read.head().operation() != GitActivity.NONE);
    }

    /** Whether an agent works in the directory, so that a commit has to wait for the end of its turn. */
    public boolean waits() {
        return state != null && !state.turn().isEmpty();
    }

    /** Whether the last commit can be replaced. */
    public boolean mayAmend() {
        return state != null && !state.head().pushed() && !state.head().commit().isEmpty();
    }

    /** Commits what is staged, or all changes if nothing is. During a turn, the host commits at its end. */
    public void onCommit() {
        CommitState read = state;
        if (read == null || !mayCommit()) {
            return;
        }
        boolean all = commitsAll();
        boolean later = waits();
        sending = true;
        // The answer to an older request must not allow a second commit.
        asked++;
        loading = false;
        problem = "";
        publish();
        link.host()
                .commit(
                        sessionId,
                        new CommitOrder(
                                message.get().strip(),
                                all ? CommitOrder.Files.ALL : CommitOrder.Files.STAGED,
                                List.of(),
                                amend.get(),
                                false,
                                later || all ? "" : read.seen(),
                                later))
                .thenAcceptAsync(this::ordered, fx);
    }

    private void ordered(Reply<JobId> reply) {
        sending = false;
        if (reply instanceof Reply.Value<JobId> value) {
            sent = value.value();
            render();
        } else {
            Reply.Refused<JobId> refused = (Reply.Refused<JobId>) reply;
            onReload();
            problem = HostTexts.text(refused.sentence());
            publish();
        }
    }

    /** Cancels the commit that runs or waits. */
    public void onCancel() {
        JobText job = shown.get().job();
        if (job != null && !job.over()) {
            link.host().cancelJob(job.jobId()).thenAcceptAsync(this::cancelled, fx);
        }
    }

    private void cancelled(Reply<HostGateway.Done> reply) {
        if (reply instanceof Reply.Refused<HostGateway.Done> refused) {
            problem = HostTexts.text(refused.sentence());
        }
        publish();
    }
}
