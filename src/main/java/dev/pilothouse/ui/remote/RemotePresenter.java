package dev.pilothouse.ui.remote;

import dev.pilothouse.model.GitActivity;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.PullMode;
import dev.pilothouse.model.PushForm;
import dev.pilothouse.model.PushOrder;
import dev.pilothouse.model.RemoteState;
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
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/**
 * The remote of one session's branch: what a pull and a push would do, and the jobs that do it. It is read again when
 * such a job of the session has ended. Confined to the FX thread. Ends with its sheet.
 */
public final class RemotePresenter {
    static final int LINES = 12;
    private static final String CHOSEN = "pullMode";
    private static final Set<JobKind> KINDS = EnumSet.of(JobKind.FETCH, JobKind.PULL, JobKind.PULL_ABORT, JobKind.PUSH);

    private final HostLink link;
    private final SessionId sessionId;
    private final Preferences kept;
    private final Executor fx;
    private final Consumer<String> agent;
    private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>(this, "shown", Shown.LOADING);
    private final ObjectProperty<@Nullable PullMode> mode = new SimpleObjectProperty<>(this, "mode");
    private final BooleanProperty toDefault = new SimpleBooleanProperty(this, "toDefault");
    private final BooleanProperty force = new SimpleBooleanProperty(this, "force");
    private final Set<JobId> ended = new HashSet<>();
    private final Set<JobId> old = new HashSet<>();

    private @Nullable RemoteState state;
    private @Nullable JobId sent;
    private String problem = "";
    private boolean loading;
    private boolean sending;
    private int asked;

    /**
     * A job of the session, as text.
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
     * The content of the sheet. Immutable.
     *
     * @param problem the reason why something failed; empty if nothing did
     * @param hindrance the reason why this device can do nothing now; empty if it can
     * @param state null until it was read
     * @param busy whether a job runs or is being ordered
     * @param job the newest one since the sheet was opened; null if there is none
     */
    public record Shown(
            boolean loading,
            String problem,
            String hindrance,
            @Nullable RemoteState state,
            boolean busy,
            @Nullable JobText job) {
        static final Shown LOADING = new Shown(true, "", "", null, false, null);

        /** Whether this device may order a job now. */
        public boolean isReady() {
            return state != null && hindrance.isEmpty() && !busy;
        }
    }

    /** @param agent receives the draft of a prompt about conflicts */
    public RemotePresenter(HostLink link, SessionId sessionId, Preferences kept, Executor fx, Consumer<String> agent) {
        this.link = link;
        this.sessionId = sessionId;
        this.kept = kept;
        this.fx = fx;
        this.agent = agent;
        jobs(link.reader().host()).filter(job -> job.state().isOver()).forEach(job -> old.add(job.jobId()));
        ended.addAll(old);
        load();
    }

    public ReadOnlyObjectProperty<Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** How a pull joins both sides; null until it was chosen. */
    public ObjectProperty<@Nullable PullMode> modeProperty() {
        return mode;
    }

    /** Whether the person agrees to push to a protected branch. */
    public BooleanProperty toDefaultProperty() {
        return toDefault;
    }

    /** Whether the person agrees to replace commits of the remote. */
    public BooleanProperty forceProperty() {
        return force;
    }

    private Stream<Job> jobs(HostView host) {
        return host.jobs().stream()
                .filter(job -> sessionId.equals(job.request().sessionId()) && KINDS.contains(job.kind()));
    }

    private void load() {
        int mine = ++asked;
        loading = true;
        publish();
        link.host()
                .remote(sessionId)
                .thenAcceptAsync(
                        reply -> {
                            if (mine == asked) {
                                loaded(reply);
                            }
                        },
                        fx);
    }

    private void loaded(Reply<RemoteState> reply) {
        loading = false;
        if (reply instanceof Reply.Value<RemoteState> value) {
            RemoteState before = state;
            state = value.value();
            if (before == null) {
                // It was about the reading.
                problem = "";
            }
            if (before == null || !before.push().equals(state.push())) {
                // The agreement was to another push.
                toDefault.set(false);
                force.set(false);
            }
            if (mode.get() == null) {
                mode.set(chosen(state));
            }
        } else {
            problem = HostTexts.text(((Reply.Refused<RemoteState>) reply).sentence());
        }
        publish();
    }

    private @Nullable PullMode chosen(RemoteState read) {
        PullMode configured = read.pull().method();
        if (configured != null) {
            return configured;
        }
        String stored = kept.get(CHOSEN).orElse("");
        return Arrays.stream(PullMode.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(stored))
                .findFirst()
                .orElse(null);
    }

    private void publish() {
        HostView host = link.reader().host();
        Optional<Job> newest = jobs(host)
                .filter(job -> !old.contains(job.jobId()))
                .max(Comparator.comparing((Job job) -> !job.state().isOver())
                        .thenComparing(job -> job.request().at()));
        boolean running = newest.filter(job -> !job.state().isOver()).isPresent();
        shown.set(new Shown(
                loading && state == null,
                problem,
                hindrance(host),
                state,
                sending || sent != null || running,
                newest.map(RemotePresenter::text).orElse(null)));
    }

    private static String hindrance(HostView host) {
        if (!(host.connection() instanceof ConnectionState.Live)) {
            return Texts.text("remote.offline", host.hostName());
        }
        return host.scope().covers(Scope.STEER) ? "" : Texts.text("remote.mayNot");
    }

    private static JobText text(Job job) {
        List<String> arguments = job.arguments();
        List<String> lines = HostTexts.lines(job.output());
        return new JobText(
                job.jobId(),
                job.state().isOver(),
                job.state() == JobState.DONE,
                Texts.text("jobKind." + job.kind().name(), (Object[]) arguments.toArray(String[]::new)) + " \u00b7 "
                        + Texts.text("jobState." + job.state().name()),
                HostTexts.text(job.status().sentence()),
                lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    }

    /** Whether a job has ended since the sheet was opened, so that files may have changed. */
    public boolean hasEndedJobs() {
        return ended.size() > old.size();
    }

    /** The host has changed. */
    public void render() {
        boolean again = false;
        for (Job job : jobs(link.reader().host()).toList()) {
            if (job.jobId().equals(sent)) {
                sent = null;
            }
            again |= job.state().isOver() && ended.add(job.jobId());
        }
        boolean live = link.reader().host().connection() instanceof ConnectionState.Live;
        if (again || live && state == null && !loading) {
            load();
        } else {
            publish();
        }
    }

    /** Reads everything again. */
    public void onReload() {
        problem = "";
        load();
    }

    public void onFetch() {
        send(host -> host.fetch(sessionId));
    }

    /** Whether the branch has an upstream that could be pulled now. */
    public boolean mayPull() {
        Shown now = shown.get();
        RemoteState read = now.state();
        return now.isReady()
                && read != null
                && !read.pull().upstream().isEmpty()
                && read.pull().operation() == GitActivity.NONE
                && (!needsMode(read.pull()) || mode.get() != null);
    }

    /** Whether a pull has to join commits of both sides, as far as the last fetch tells. */
    static boolean needsMode(RemoteState.Pull pull) {
        return pull.ahead() > 0 && pull.behind() > 0;
    }

    public void onPull() {
        if (!mayPull()) {
            return;
        }
        PullMode way = mode.get();
        if (way != null && state != null && needsMode(state.pull())) {
            kept.put(CHOSEN, way.name().toLowerCase(Locale.ROOT));
        }
        boolean afterTurn = state != null && !state.pull().turn().isEmpty();
        send(host -> host.pull(sessionId, way, afterTurn));
    }

    public void onAbort() {
        send(host -> host.abortPull(sessionId));
    }

    /** Puts a prompt about the conflicts into the session's draft. */
    public void onHandOver() {
        RemoteState read = state;
        if (read == null) {
            return;
        }
        RemoteState.Pull pull = read.pull();
        StringBuilder files = new StringBuilder();
        pull.conflicts().forEach(path -> files.append("\n- ").append(path));
        int more = pull.conflicted() - pull.conflicts().size();
        if (more > 0) {
            files.append("\n- ").append(Texts.text("remote.moreFiles", more));
        }
        String key = pull.operation() == GitActivity.MERGE ? "remote.draft.MERGE" : "remote.draft.REBASE";
        agent.accept(Texts.text(key, pull.upstream().isEmpty() ? "HEAD" : pull.upstream()) + "\n" + files);
    }

    /** Whether the push that is shown could be ordered now. */
    public boolean mayPush() {
        Shown now = shown.get();
        RemoteState read = now.state();
        if (!now.isReady() || read == null) {
            return false;
        }
        RemoteState.Push push = read.push();
        boolean something = push.form() == PushForm.NEW_BRANCH
                || push.form() == PushForm.FAST_FORWARD
                || push.form() == PushForm.DIVERGED && force.get();
        return something && (!push.guarded() || toDefault.get());
    }

    /** Pushes what is shown. */
    public void onPush() {
        RemoteState read = state;
        if (read == null || !mayPush()) {
            return;
        }
        PushOrder order = PushOrder.of(read)
                .toDefault(read.push().guarded())
                .replacing(read.push().form() == PushForm.DIVERGED ? read.push().seen() : "");
        send(host -> host.push(sessionId, order));
    }

    public void onCancel(JobId jobId) {
        link.host()
                .cancelJob(jobId)
                .thenAcceptAsync(
                        reply -> {
                            if (reply instanceof Reply.Refused<HostGateway.Done> refused) {
                                problem = HostTexts.text(refused.sentence());
                                publish();
                            }
                        },
                        fx);
    }

    private interface Command {
        CompletionStage<Reply<JobId>> send(HostGateway host);
    }

    private void send(Command command) {
        if (!shown.get().hindrance().isEmpty() || shown.get().busy()) {
            return;
        }
        problem = "";
        sending = true;
        publish();
        command.send(link.host()).thenAcceptAsync(this::answered, fx);
    }

    private void answered(Reply<JobId> reply) {
        sending = false;
        if (reply instanceof Reply.Refused<JobId> refused) {
            problem = HostTexts.text(refused.sentence());
        } else {
            JobId jobId = ((Reply.Value<JobId>) reply).value();
            boolean known =
                    jobs(link.reader().host()).anyMatch(job -> job.jobId().equals(jobId));
            sent = known ? null : jobId;
        }
        publish();
    }
}
