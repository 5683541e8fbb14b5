package dev.pilothouse.ui.worktrees;

import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.KeptWorktree;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.WorktreeInfo;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.PathText;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.text.TimeFormatter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The git worktrees of all connected hosts, and the snapshots of removed ones. They are read again when a job has
 * changed them. Confined to the FX thread. There is nothing to close.
 */
public final class WorktreesPresenter {
    private final Supplier<List<HostLink>> links;
    private final Clock clock;
    private final Executor fx;
    private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>(this, "shown", Shown.LOADING);
    private final Set<JobId> ended = new HashSet<>();
    /** The rows whose command was sent, so that a second press sends nothing. */
    private final Set<Object> sent = new HashSet<>();

    private List<Row> rows = List.of();
    private List<KeptRow> kept = List.of();
    private String problem = "";
    private boolean more;
    private boolean open;
    private int asked;
    private int waiting;

    /**
     * One worktree.
     *
     * @param repository the heading of its group
     * @param state what is in it; {@code about} its sessions, size and last use
     * @param removable whether this device may remove it
     * @param spare whether it is merged and clean, of the host's making, and no agent runs in it
     */
    public record Row(
            HostLink link,
            WorktreeInfo info,
            String repository,
            String title,
            String state,
            String about,
            boolean removable,
            boolean spare) {}

    /** The snapshot of a removed worktree. @param restorable whether this device may bring it back */
    public record KeptRow(HostLink link, KeptWorktree info, String title, String about, boolean restorable) {}

    /**
     * The content of the sheet. Immutable.
     *
     * @param problem the reason why something failed; empty if nothing did
     * @param more whether a host has more than it could read
     */
    public record Shown(boolean loading, String problem, List<Row> rows, List<KeptRow> kept, boolean more) {
        static final Shown LOADING = new Shown(true, "", List.of(), List.of(), false);

        public Shown {
            rows = List.copyOf(rows);
            kept = List.copyOf(kept);
        }

        /** The worktrees that nobody would miss. */
        public List<Row> spare() {
            return rows.stream().filter(Row::spare).toList();
        }
    }

    public WorktreesPresenter(Supplier<List<HostLink>> links, Clock clock, Executor fx) {
        this.links = links;
        this.clock = clock;
        this.fx = fx;
    }

    public ReadOnlyObjectProperty<Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** The sheet is open from now on. */
    public void onOpen() {
        open = true;
        problem = "";
        endedJobs(job -> {});
        load();
    }

    public void onClose() {
        open = false;
        asked++;
    }

    private void load() {
        int mine = ++asked;
        sent.clear();
        rows = List.of();
        kept = List.of();
        more = false;
        List<HostLink> live = links.get().stream()
                .filter(link -> link.reader().host().connection() instanceof ConnectionState.Live)
                .toList();
        waiting = live.size();
        publish(waiting > 0);
        for (HostLink link : live) {
            link.host()
                    .worktrees()
                    .thenAcceptAsync(
                            reply -> {
                                if (mine == asked) {
                                    found(link, reply);
                                }
                            },
                            fx);
        }
    }

    private void publish(boolean loading) {
        shown.set(new Shown(loading, problem, rows, kept, more));
    }

    private void found(HostLink link, HostGateway.Reply<HostGateway.Worktrees> reply) {
        if (reply instanceof HostGateway.Reply.Refused<HostGateway.Worktrees> refused) {
            problem = HostTexts.text(refused.sentence());
        } else {
            HostGateway.Worktrees all = ((HostGateway.Reply.Value<HostGateway.Worktrees>) reply).value();
            boolean several = links.get().size() > 1;
            boolean steer = link.reader().host().scope().covers(Scope.STEER);
            List<Row> moreRows = new ArrayList<>(rows);
            all.worktrees().forEach(info -> moreRows.add(row(link, info, several, steer)));
            rows = moreRows;
            List<KeptRow> moreKept = new ArrayList<>(kept);
            all.kept()
                    .forEach(info -> moreKept.add(new KeptRow(
                            link,
                            info,
                            info.branch().isEmpty() ? info.place() : info.branch(),
                            Texts.text(
                                    "worktrees.removedAt",
                                    TimeFormatter.dateOrTime(info.at(), clock.instant()),
                                    info.place()),
                            steer)));
            kept = moreKept;
            more |= all.more();
        }
        publish(--waiting > 0);
    }

    private Row row(HostLink link, WorktreeInfo info, boolean several, boolean steer) {
        HostView host = link.reader().host();
        List<SessionSummary> sessions = host.sessions().stream()
                .filter(session -> info.sessions().contains(session.sessionId()))
                .toList();
        boolean running = sessions.stream()
                .map(session -> session.activity().phase())
                .anyMatch(phase -> phase != SessionPhase.GONE
                        && phase != SessionPhase.FAILED
                        && phase != SessionPhase.NEEDS_LOGIN);
        List<String> about = new ArrayList<>();
        if (info.pullRequest() > 0) {
            about.add(Texts.text("worktrees.pullRequest", String.valueOf(info.pullRequest())));
        }
        sessions.forEach(session -> about.add(session.name()));
        if (info.bytes() > 0) {
            about.add(Texts.text("worktrees.size", Math.max(1, info.bytes() / 1_000_000)));
        }
        if (info.lastUsed() != null) {
            about.add(TimeFormatter.dateOrTime(Objects.requireNonNull(info.lastUsed()), clock.instant()));
        }
        WorktreeInfo.Status status = info.status();
        return new Row(
                link,
                info,
                PathText.home(info.repository()) + (several ? " \u00b7 " + host.hostName() : ""),
                info.branch().isEmpty() ? info.place() : info.branch(),
                state(info, status),
                String.join(" \u00b7 ", about),
                steer,
                steer && info.own() && status != null && status.isMergedAndClean() && !running);
    }

    private static String state(WorktreeInfo info, WorktreeInfo.@Nullable Status status) {
        String state = status == null
                ? Texts.text("worktrees.unclear")
                : status.isMergedAndClean()
                        ? Texts.text("worktrees.clean")
                        : Texts.text("worktrees.work", status.changed(), status.unmerged());
        return info.own() ? state : state + " \u00b7 " + Texts.text("worktrees.foreign");
    }

    private interface Ended {
        void job(Job job);
    }

    /** Jobs about worktrees that have ended since the last call. */
    private boolean endedJobs(Ended each) {
        boolean any = false;
        for (HostLink link : links.get()) {
            for (Job job : link.reader().host().jobs()) {
                boolean about = job.kind() == JobKind.WORKTREE_ADD
                        || job.kind() == JobKind.WORKTREE_REMOVE
                        || job.kind() == JobKind.WORKTREE_RESTORE;
                if (about && job.state().isOver() && ended.add(job.jobId())) {
                    any = true;
                    each.job(job);
                }
            }
        }
        return any;
    }

    /** The hosts have changed. */
    public void render() {
        if (!open) {
            return;
        }
        boolean changed = endedJobs(job -> {
            if (job.state() != JobState.DONE) {
                problem = HostTexts.text(job.status().sentence());
            }
        });
        if (changed) {
            load();
        }
    }

    /** Removes a worktree. The person has confirmed it, also that the host has not created it. */
    public void onRemove(Row row) {
        send(row, () -> row.link().host().removeWorktree(row.info(), !row.info().own()));
    }

    /** Removes all worktrees that are merged and clean, which the person has seen. */
    public void onCleanUp(List<Row> spare) {
        spare.forEach(this::onRemove);
    }

    /** Brings a removed worktree back. */
    public void onRestore(KeptRow row) {
        send(row, () -> row.link().host().restoreWorktree(row.info()));
    }

    private void send(Object row, Supplier<CompletionStage<HostGateway.Reply<JobId>>> command) {
        if (!sent.add(row)) {
            return;
        }
        problem = "";
        publish(shown.get().loading());
        command.get()
                .thenAcceptAsync(
                        reply -> {
                            if (reply instanceof HostGateway.Reply.Refused<JobId> refused) {
                                sent.remove(row);
                                problem = HostTexts.text(refused.sentence());
                                publish(shown.get().loading());
                            }
                        },
                        fx);
    }
}
