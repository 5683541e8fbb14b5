package dev.pilothouse.ui.newsession;

import dev.pilothouse.model.BranchName;
import dev.pilothouse.model.GitReference;
import dev.pilothouse.model.PullRequestReference;
import dev.pilothouse.model.ReferenceList;
import dev.pilothouse.model.WorktreeRequest;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.text.PathText;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * The choice between the folder itself and a new git worktree, for a new session. One request about the folder is open
 * at a time, however fast the person types. Confined to the FX thread; lives as long as its sheet.
 */
public final class WorktreePresenter {
    private static final String REMEMBERED = "newSession-worktree-";
    /** The name of the entry after which a pull request is typed. No branch has it. */
    private static final String PULL_REQUEST = "#";

    private static final String REMEMBERED_BASE = "newSession-base-";
    /** Stands for the current commit. No branch has this name. */
    private static final String HERE = "..";
    /** The name of a branch for a session without a first prompt. */
    private static final String PLAIN = "work";

    private final Preferences kept;
    private final Executor fx;
    private final ReadOnlyBooleanWrapper shown = new ReadOnlyBooleanWrapper(this, "shown");
    private final ObjectProperty<WorkIn> workIn = new SimpleObjectProperty<>(this, "workIn", WorkIn.FOLDER);
    private final StringProperty branch = new SimpleStringProperty(this, "branch", "");
    private final ObservableList<StartPoint> bases = FXCollections.observableArrayList();
    private final ObjectProperty<StartPoint> base = new SimpleObjectProperty<>(this, "base");
    private final ObservableList<ExistingBranch> branches = FXCollections.observableArrayList();
    private final ObjectProperty<ExistingBranch> existing = new SimpleObjectProperty<>(this, "existing");
    private final ReadOnlyBooleanWrapper elsewhere = new ReadOnlyBooleanWrapper(this, "elsewhere");
    private final Consumer<String> onFolder;
    private final StringProperty pullRequest = new SimpleStringProperty(this, "pullRequest", "");
    private final ReadOnlyBooleanWrapper pullRequestWanted = new ReadOnlyBooleanWrapper(this, "pullRequestWanted");
    private final ReadOnlyStringWrapper outcome = new ReadOnlyStringWrapper(this, "outcome", "");
    private final ReadOnlyStringWrapper busy = new ReadOnlyStringWrapper(this, "busy", "");
    private @Nullable HostLink link;
    private String path = "";
    private String prompt = "";
    private String suggested = "";
    /** The branch of a template; empty for none. */
    private String template = "";

    private ReferenceList list = ReferenceList.NONE;
    private boolean asking;
    private boolean offered;
    /** Whether the choices are being filled, so that nothing is remembered. */
    private boolean filling;

    /** The directory in which the agent works. */
    public enum WorkIn {
        FOLDER,
        WORKTREE,
        /** A new worktree of a branch that exists. */
        BRANCH
    }

    /**
     * A branch that exists.
     *
     * @param place the directory in which it is checked out; empty if it is in none
     */
    public record ExistingBranch(String name, String place, String text) {}

    /**
     * A commit at which the new branch may start.
     *
     * @param name as the host knows it; empty for the current commit
     */
    public record StartPoint(String name, String text) {}

    /** @param onFolder receives another folder to work in */
    WorktreePresenter(Preferences kept, Executor fx, Consumer<String> onFolder) {
        this.kept = kept;
        this.fx = fx;
        this.onFolder = onFolder;
        workIn.addListener((property, before, now) -> {
            remember();
            describe();
        });
        branch.addListener((property, before, now) -> describe());
        existing.addListener((property, before, now) -> describe());
        base.addListener((property, before, now) -> {
            if (now != null && !filling && !now.name().equals(PULL_REQUEST)) {
                kept.put(baseKey(), now.name().isEmpty() ? HERE : now.name());
            }
            pullRequestWanted.set(now != null && now.name().equals(PULL_REQUEST));
            suggest();
            describe();
        });
        pullRequest.addListener((property, before, now) -> {
            suggest();
            describe();
        });
    }

    /** The form has the choice. Without it, a session always works in the folder itself. */
    void onOffered() {
        offered = true;
    }

    /** Whether the folder lies in a git repository, so that there is a choice. */
    public ReadOnlyBooleanProperty shownProperty() {
        return shown.getReadOnlyProperty();
    }

    public ObjectProperty<WorkIn> workInProperty() {
        return workIn;
    }

    /** The name of the new branch, exactly as typed. */
    public StringProperty branchProperty() {
        return branch;
    }

    public ObservableList<StartPoint> bases() {
        return bases;
    }

    public ObjectProperty<StartPoint> baseProperty() {
        return base;
    }

    /** The local branches that can be checked out in a new worktree. */
    public ObservableList<ExistingBranch> branches() {
        return branches;
    }

    public ObjectProperty<ExistingBranch> existingProperty() {
        return existing;
    }

    /** Whether the chosen branch is checked out already, so that the session can only work there. */
    public ReadOnlyBooleanProperty elsewhereProperty() {
        return elsewhere.getReadOnlyProperty();
    }

    /** Works in the folder in which the chosen branch is checked out. */
    public void onWorkThere() {
        ExistingBranch chosen = existing.get();
        if (chosen != null && !chosen.place().isEmpty()) {
            workIn.set(WorkIn.FOLDER);
            onFolder.accept(chosen.place());
        }
    }

    /** Whether the branch starts at a pull request, which is to be typed. */
    public ReadOnlyBooleanProperty pullRequestWantedProperty() {
        return pullRequestWanted.getReadOnlyProperty();
    }

    /** The number or the address of a pull request, as typed. */
    public StringProperty pullRequestProperty() {
        return pullRequest;
    }

    private Optional<PullRequestReference> reference() {
        return pullRequestWanted.get() ? PullRequestReference.ofField(pullRequest.get()) : Optional.empty();
    }

    /** A sentence about what will happen; empty for the folder itself. */
    public ReadOnlyStringProperty outcomeProperty() {
        return outcome.getReadOnlyProperty();
    }

    /** A sentence that names a session whose agent works in the folder; empty if there is none. */
    public ReadOnlyStringProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /** The folder that the session is about. @param now empty for an agent that runs elsewhere */
    void show(@Nullable HostLink host, String now) {
        String folder = folder(now);
        if (host == link && folder.equals(path)) {
            return;
        }
        boolean otherHost = host != link;
        link = host;
        path = folder;
        if (otherHost) {
            // The other host may know no worktrees, and would then start the agent in the folder itself.
            found(ReferenceList.NONE);
        }
        describe();
        ask();
    }

    private static String folder(String text) {
        return PathText.trimmed(text.strip());
    }

    private void ask() {
        HostLink host = link;
        if (host == null || path.isEmpty()) {
            found(ReferenceList.NONE);
            return;
        }
        if (asking) {
            return;
        }
        asking = true;
        String about = path;
        host.host().references(about).thenAcceptAsync(reply -> answered(host, about, reply), fx);
    }

    private void answered(HostLink host, String about, HostGateway.Reply<ReferenceList> reply) {
        asking = false;
        if (host != link || !about.equals(path)) {
            ask();
            return;
        }
        found(reply instanceof HostGateway.Reply.Value<ReferenceList> value ? value.value() : ReferenceList.NONE);
    }

    private void found(ReferenceList now) {
        if (now.equals(list)) {
            return;
        }
        list = now;
        List<StartPoint> points = startPoints(now);
        String remembered = kept.get(baseKey()).orElse("");
        String wanted = remembered.equals(HERE) ? "" : remembered;
        filling = true;
        bases.setAll(points);
        base.set(points.stream()
                .filter(point -> !remembered.isEmpty() && point.name().equals(wanted))
                .findFirst()
                .orElse(points.isEmpty() ? null : points.get(0)));
        branches.setAll(now.branches().stream()
                .filter(each -> !each.remote())
                .map(WorktreePresenter::existing)
                .toList());
        existing.set(branches.stream()
                .filter(each -> each.place().isEmpty())
                .findFirst()
                .orElse(branches.isEmpty() ? null : branches.get(0)));
        filling = false;
        boolean repository = !now.repository().isEmpty();
        shown.set(repository);
        suggest();
        workIn.set(remembered());
        workInTemplate();
        describe();
    }

    /**
     * Works in a new worktree as soon as the folder is known to be in a repository. A branch name that the person has
     * changed since stays.
     *
     * @param name of the branch of a template, empty for none
     * @param other whether the template is another one than before
     */
    void want(String name, boolean other) {
        String before = template;
        template = name;
        if (!name.isEmpty()) {
            if (other || branch.get().equals(before)) {
                branch.set(name);
            }
        } else if (!before.isEmpty() && branch.get().equals(before)) {
            branch.set(suggested);
            suggest();
        }
        if (other && name.isEmpty() && !before.isEmpty()) {
            workIn.set(remembered());
        } else if (other) {
            workInTemplate();
        }
    }

    /** A choice of the template is not remembered for the repository. */
    private void workInTemplate() {
        if (!template.isEmpty() && shown.get()) {
            filling = true;
            workIn.set(WorkIn.WORKTREE);
            filling = false;
        }
    }

    private WorkIn remembered() {
        return shown.get() && kept.get(key()).isPresent() ? WorkIn.WORKTREE : WorkIn.FOLDER;
    }

    private static List<StartPoint> startPoints(ReferenceList list) {
        List<StartPoint> points = new ArrayList<>();
        String remote = list.remoteDefault();
        if (!remote.isEmpty()) {
            points.add(new StartPoint(remote, Texts.text("worktree.baseDefault", remote)));
        }
        String head = list.head().isEmpty() ? Texts.text("worktree.detached") : list.head();
        if (!list.repository().isEmpty()) {
            points.add(new StartPoint(
                    "",
                    list.ahead() == 0
                            ? Texts.text("worktree.baseHead", head)
                            : Texts.text("worktree.baseHeadAhead", head, list.ahead(), remote)));
        }
        if (!remote.isEmpty() || list.branches().stream().anyMatch(GitReference::remote)) {
            points.add(new StartPoint(PULL_REQUEST, Texts.text("worktree.basePullRequest")));
        }
        for (GitReference reference : list.branches()) {
            if (!reference.name().equals(remote)) {
                points.add(new StartPoint(reference.name(), reference.name()));
            }
        }
        return points;
    }

    private static ExistingBranch existing(GitReference branch) {
        return new ExistingBranch(
                branch.name(),
                branch.place(),
                branch.place().isEmpty()
                        ? branch.name()
                        : Texts.text("worktree.branchIn", branch.name(), branch.place()));
    }

    private String key() {
        return REMEMBERED + repositoryKey();
    }

    private String baseKey() {
        return REMEMBERED_BASE + repositoryKey();
    }

    private String repositoryKey() {
        return (link == null ? "" : link.hostId()) + "-" + list.repository();
    }

    private void remember() {
        if (shown.get() && !filling) {
            kept.put(key(), workIn.get() == WorkIn.FOLDER ? "" : "1");
        }
    }

    /** The first prompt, from which a branch name is suggested until the person types one. */
    void showPrompt(String text) {
        prompt = text;
        suggest();
    }

    private void suggest() {
        if (branch.get().equals(suggested)
                && (template.isEmpty() || !branch.get().equals(template))) {
            Set<String> taken = new HashSet<>();
            list.branches().forEach(reference -> taken.add(reference.name()));
            suggested = BranchName.suggest(
                    reference().map(each -> "pr " + each.number()).orElse(prompt), PLAIN, taken);
            branch.set(suggested);
        }
    }

    private void describe() {
        boolean worktree = shown.get() && workIn.get() != WorkIn.FOLDER;
        StartPoint start = base.get();
        boolean branchExists = list.branches().stream()
                .anyMatch(each -> !each.remote() && each.name().equals(branch.get()));
        elsewhere.set(isElsewhere());
        if (worktree && workIn.get() == WorkIn.BRANCH) {
            outcome.set(describeExisting());
        } else if (worktree && branchExists) {
            outcome.set(Texts.text("worktree.branchExists", branch.get()));
        } else if (!worktree
                || start == null
                || branch.get().isEmpty()
                || pullRequestWanted.get() && reference().isEmpty()) {
            outcome.set("");
        } else {
            String created = Texts.text(
                    "worktree.outcome",
                    branch.get(),
                    reference()
                            .map(each -> Texts.text("worktree.pullRequestNamed", each.label()))
                            .orElseGet(() -> start.name().isEmpty() ? head() : start.name()),
                    place(branch.get()));
            outcome.set(withSetup(created));
        }
        busy.set(
                worktree
                        ? ""
                        : working()
                                .map(name -> Texts.text("worktree.busy", name))
                                .orElse(""));
    }

    private boolean isElsewhere() {
        ExistingBranch chosen = existing.get();
        return shown.get()
                && workIn.get() == WorkIn.BRANCH
                && chosen != null
                && !chosen.place().isEmpty();
    }

    private String describeExisting() {
        ExistingBranch chosen = existing.get();
        if (chosen == null) {
            return Texts.text("worktree.noExisting");
        }
        return chosen.place().isEmpty()
                ? withSetup(Texts.text("worktree.checksOut", chosen.name(), place(chosen.name())))
                : Texts.text("worktree.elsewhere", chosen.name(), chosen.place());
    }

    private String withSetup(String sentence) {
        return list.setup() ? sentence + " " + Texts.text("worktree.setup") : sentence;
    }

    private String place(String name) {
        return PathText.child(list.folder(), BranchName.folder(name));
    }

    private String head() {
        return list.head().isEmpty() ? Texts.text("worktree.detached") : list.head();
    }

    /** The name of a session whose agent runs in the folder. */
    private Optional<String> working() {
        HostLink host = link;
        return host == null || path.isEmpty()
                ? Optional.empty()
                : host.reader().host().sessions().stream()
                        .filter(session -> session.cwd().equals(path)
                                && runs(session.activity().phase()))
                        .map(SessionSummary::name)
                        .findFirst();
    }

    private static boolean runs(SessionPhase phase) {
        return phase == SessionPhase.STARTING
                || phase == SessionPhase.IDLE
                || phase == SessionPhase.WORKING
                || phase == SessionPhase.WAITING;
    }

    /** The worktree to create; empty to work in the folder itself. */
    Optional<WorktreeRequest> wanted() {
        StartPoint start = base.get();
        ExistingBranch chosen = existing.get();
        if (offered && shown.get() && workIn.get() == WorkIn.BRANCH && chosen != null) {
            return Optional.of(new WorktreeRequest(chosen.name(), "", true));
        }
        return offered && shown.get() && workIn.get() == WorkIn.WORKTREE && start != null
                ? Optional.of(
                        new WorktreeRequest(branch.get(), pullRequestWanted.get() ? wantedPullRequest() : start.name()))
                : Optional.empty();
    }

    /** As the host reads it: a number alone has its mark. */
    private String wantedPullRequest() {
        return reference()
                .map(each -> each.repository() == null
                        ? each.label()
                        : pullRequest.get().strip())
                .orElse("");
    }

    /** A sentence if something is missing that the chosen worktree needs. */
    Optional<String> problem() {
        if (!template.isEmpty() && !shown.get()) {
            return Optional.of(Texts.text("worktree.templateNoRepository"));
        }
        if (offered && shown.get() && workIn.get() == WorkIn.BRANCH) {
            return existing.get() == null || isElsewhere() ? Optional.of(describeExisting()) : Optional.empty();
        }
        if (wanted().isEmpty()) {
            return Optional.empty();
        }
        if (branch.get().isBlank()) {
            return Optional.of(Texts.text("worktree.noBranch"));
        }
        return pullRequestWanted.get() && reference().isEmpty()
                ? Optional.of(Texts.text("worktree.noPullRequest"))
                : Optional.empty();
    }
}
