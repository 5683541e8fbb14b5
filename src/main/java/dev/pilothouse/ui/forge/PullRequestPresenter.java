package dev.pilothouse.ui.forge;

import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.PullRequestInfo;
import dev.pilothouse.model.PullRequestStatus;
import dev.pilothouse.model.PullRequestStatus.Proposal;
import dev.pilothouse.model.PullRequestTrouble;
import dev.pilothouse.model.RepositorySummary;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostGateway.NewPullRequest;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.status.PullRequestText;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.text.TimeFormatter;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/**
 * The pull request of the branch that a session works on. Creating one is a job, which is followed here. Confined to the
 * FX thread; lives as long as its sheet.
 */
public final class PullRequestPresenter {
    private final HostLink link;
    private final SessionId sessionId;
    private final Outside outside;
    private final Preferences kept;
    private final Clock clock;
    private final Executor fx;
    private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>(this, "shown", Shown.LOADING);
    private final ObjectProperty<String> base = new SimpleObjectProperty<>(this, "base", "");
    private final StringProperty title = new SimpleStringProperty(this, "title", "");
    private final StringProperty body = new SimpleStringProperty(this, "body", "");
    private final BooleanProperty draft = new SimpleBooleanProperty(this, "draft");
    /** The suggestions that the form shows. A field that differs was changed by the person. */
    private Proposal suggested = Proposal.NONE;

    private @Nullable PullRequestStatus status;
    private @Nullable RepositorySummary seen;
    private String refusal = "";
    private @Nullable JobId job;
    private boolean sending;
    private boolean drafting;
    private boolean closed;
    /** Whether the text that was typed before was brought back. */
    private boolean restored;
    /** Numbers the requests, so that an old answer is dropped. */
    private int asked;

    /** Services of the window. Called on the FX thread. */
    public interface Outside {
        void openLink(String address);

        void copy(String text);

        /** Puts a text into the draft of the session. */
        void draft(String text);

        /** Opens the push of the session's branch; empty if there is no such action. */
        Optional<Runnable> push();
    }

    /**
     * The content of the sheet. Immutable.
     *
     * @param place the branch, and the repository that pull requests go to; empty while it is not known
     * @param found the pull request
     * @param form whether a new one can be written
     * @param creatable whether the form can be sent: the forge has the branch
     * @param obstacle why it cannot be created now; empty if it can
     * @param problem a sentence; may be empty
     * @param working whether the host creates one, or reads the lines of checks
     */
    public record Shown(
            boolean loading,
            String place,
            Optional<Found> found,
            boolean form,
            boolean creatable,
            boolean mayPush,
            String obstacle,
            String comparePage,
            String problem,
            boolean working) {
        static final Shown LOADING = new Shown(true, "", Optional.empty(), false, false, false, "", "", "", false);
    }

    /**
     * A pull request as text.
     *
     * @param checks empty if there are none
     * @param failed names of failed checks
     * @param mayDraft whether the lines of failed checks can be put into a prompt
     */
    public record Found(String title, String state, String checks, List<String> failed, String url, boolean mayDraft) {
        public Found {
            failed = List.copyOf(failed);
        }
    }

    /** @param kept stores the text until it is sent */
    public PullRequestPresenter(
            HostLink link, SessionId sessionId, Outside outside, Preferences kept, Clock clock, Executor fx) {
        this.link = link;
        this.sessionId = sessionId;
        this.outside = outside;
        this.kept = kept;
        this.clock = clock;
        this.fx = fx;
        this.seen = summary();
        title.addListener((property, before, now) -> keep());
        body.addListener((property, before, now) -> keep());
        load();
    }

    public ReadOnlyObjectProperty<Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    public List<String> bases() {
        return suggested.bases();
    }

    public ObjectProperty<String> baseProperty() {
        return base;
    }

    public StringProperty titleProperty() {
        return title;
    }

    public StringProperty bodyProperty() {
        return body;
    }

    public BooleanProperty draftProperty() {
        return draft;
    }

    private @Nullable RepositorySummary summary() {
        return link.reader().host().repositories().get(sessionId);
    }

    private boolean maySteer() {
        return link.reader().host().scope().covers(Scope.STEER);
    }

    private void load() {
        int mine = ++asked;
        link.host()
                .pullRequest(sessionId)
                .thenAcceptAsync(
                        reply -> {
                            if (mine == asked) {
                                answered(reply);
                            }
                        },
                        fx);
    }

    private void answered(HostGateway.Reply<PullRequestStatus> reply) {
        if (reply instanceof HostGateway.Reply.Refused<PullRequestStatus> refused) {
            refusal = HostTexts.text(refused.sentence());
        } else {
            status = ((HostGateway.Reply.Value<PullRequestStatus>) reply).value();
            refusal = "";
            suggest(status.proposal());
            restore();
        }
        publish();
    }

    private void suggest(Proposal now) {
        Proposal before = suggested;
        suggested = now;
        if (base.get().equals(before.base()) || !now.bases().contains(base.get())) {
            base.set(now.base());
        }
        if (title.get().equals(before.title())) {
            title.set(now.title());
        }
        if (body.get().equals(before.body())) {
            body.set(now.body());
        }
    }

    private String textKey() {
        return "pullRequest." + link.hostId().value() + "/" + sessionId.value();
    }

    private void keep() {
        if (restored) {
            boolean same = title.get().equals(suggested.title()) && body.get().equals(suggested.body());
            kept.put(textKey(), same ? "" : title.get() + "\n" + body.get());
        }
    }

    private void restore() {
        if (restored) {
            return;
        }
        String text = kept.get(textKey()).orElse("");
        int end = text.indexOf('\n');
        if (end >= 0) {
            title.set(text.substring(0, end));
            body.set(text.substring(end + 1));
        }
        restored = true;
    }

    /** Hosts have changed: a push, new checks, or the end of the job. */
    public void render() {
        follow();
        RepositorySummary now = summary();
        if (!sameBranch(seen, now)) {
            load();
        }
        seen = now;
    }

    /** The sheet has closed. Nothing is put into the draft of the session any more. */
    public void onClose() {
        closed = true;
    }

    private static boolean sameBranch(@Nullable RepositorySummary a, @Nullable RepositorySummary b) {
        return a == null || b == null
                ? a == b
                : a.branch().equals(b.branch())
                        && a.upstream().equals(b.upstream())
                        && a.ahead() == b.ahead()
                        && Objects.equals(a.pullRequest(), b.pullRequest());
    }

    private void follow() {
        JobId mine = job;
        if (mine == null) {
            return;
        }
        Optional<Job> found = link.reader().host().jobs().stream()
                .filter(each -> each.jobId().equals(mine) && each.state().isOver())
                .findFirst();
        if (found.isPresent()) {
            job = null;
            refusal = found.get().state() == JobState.DONE
                    ? ""
                    : HostTexts.text(found.get().status().sentence());
            if (found.get().state() == JobState.DONE) {
                kept.put(textKey(), "");
                restored = false;
                load();
            }
            publish();
        }
    }

    private void publish() {
        PullRequestStatus now = status;
        boolean working = job != null || sending || drafting;
        if (now == null) {
            shown.set(
                    new Shown(refusal.isEmpty(), "", Optional.empty(), false, false, false, "", "", refusal, working));
            return;
        }
        PullRequestInfo info = now.pullRequest();
        boolean asks = now.problem().trouble() == PullRequestTrouble.NONE;
        boolean base = !now.place().branch().isEmpty()
                && now.place().branch().equals(now.proposal().base());
        boolean form =
                asks && maySteer() && !base && (info == null || !info.state().isOpen());
        boolean unpushed = !now.place().pushed() || now.place().unpushed() > 0;
        shown.set(new Shown(
                false,
                place(now),
                Optional.ofNullable(info).map(each -> found(each, now)),
                form,
                form && now.place().pushed() && !working,
                maySteer()
                        && !base
                        && unpushed
                        && !now.place().branch().isEmpty()
                        && outside.push().isPresent(),
                obstacle(now, base, info),
                now.proposal().comparePage(),
                refusal.isEmpty() ? problem(now) : refusal,
                working));
    }

    private static String place(PullRequestStatus status) {
        return status.place().branch().isEmpty()
                ? status.place().repository()
                : status.place().branch() + " \u00b7 " + status.place().repository();
    }

    private String obstacle(PullRequestStatus now, boolean isBase, @Nullable PullRequestInfo info) {
        String branch = now.place().branch();
        if (branch.isEmpty()) {
            return "";
        }
        if (isBase) {
            return Texts.text("pullRequest.isBase", branch);
        }
        if (!now.place().pushed()) {
            return Texts.text("pullRequest.notPushed", branch);
        }
        if (info == null && !maySteer() && now.problem().trouble() == PullRequestTrouble.NONE) {
            return Texts.text("pullRequest.none");
        }
        return now.place().unpushed() > 0
                ? Texts.counted("pullRequest.unpushed", now.place().unpushed())
                : "";
    }

    private String problem(PullRequestStatus now) {
        String program = now.place().program();
        return switch (now.problem().trouble()) {
            case NONE -> "";
            case NO_PROGRAM -> Texts.text("pullRequest.noProgram", program);
            case LIMITED ->
                now.problem().until() == null
                        ? HostTexts.text(now.problem().sentence())
                        : Texts.text(
                                "pullRequest.limited",
                                TimeFormatter.dateOrTime(
                                        Objects.requireNonNull(now.problem().until()), clock.instant()));
            case NO_FORGE, LOGGED_OUT, OTHER -> HostTexts.text(now.problem().sentence());
        };
    }

    private Found found(PullRequestInfo info, PullRequestStatus now) {
        return new Found(
                Texts.text("pullRequest.named", String.valueOf(info.number()), info.title()),
                Texts.text("pullRequest.state." + info.state().name()),
                PullRequestText.checks(info.checks()),
                now.failed(),
                info.url(),
                info.checks().failed() > 0 && maySteer());
    }

    /** Asks the host again. */
    public void onReload() {
        refusal = "";
        load();
    }

    /** Creates the pull request that the form describes. */
    public void onCreate() {
        PullRequestStatus now = status;
        if (now == null || !shown.get().creatable()) {
            return;
        }
        if (title.get().isBlank()) {
            refusal = Texts.text("pullRequest.noTitle");
            publish();
            return;
        }
        sending = true;
        refusal = "";
        publish();
        link.host()
                .createPullRequest(
                        sessionId,
                        new NewPullRequest(
                                now.place().branch(), base.get(), title.get().strip(), body.get(), draft.get()))
                .thenAcceptAsync(
                        reply -> {
                            sending = false;
                            if (reply instanceof HostGateway.Reply.Refused<JobId> refused) {
                                refusal = HostTexts.text(refused.sentence());
                            } else {
                                job = ((HostGateway.Reply.Value<JobId>) reply).value();
                            }
                            publish();
                            follow();
                        },
                        fx);
    }

    public void onOpen() {
        shown.get().found().map(Found::url).filter(url -> !url.isEmpty()).ifPresent(outside::openLink);
    }

    public void onCopy() {
        shown.get().found().map(Found::url).ifPresent(outside::copy);
    }

    /** Opens the page on which a person creates one in a browser. */
    public void onCompare() {
        if (!shown.get().comparePage().isEmpty()) {
            outside.openLink(shown.get().comparePage());
        }
    }

    public void onPush() {
        outside.push().ifPresent(Runnable::run);
    }

    /** Puts the last lines of the failed checks into the draft of the session. */
    public void onDraft() {
        if (drafting) {
            return;
        }
        drafting = true;
        publish();
        link.host()
                .failedChecks(sessionId)
                .thenAcceptAsync(
                        reply -> {
                            drafting = false;
                            if (closed) {
                                return;
                            }
                            if (reply instanceof HostGateway.Reply.Refused<String> refused) {
                                refusal = HostTexts.text(refused.sentence());
                                publish();
                                return;
                            }
                            String text = ((HostGateway.Reply.Value<String>) reply).value();
                            if (text.isEmpty()) {
                                refusal = Texts.text("pullRequest.noFailed");
                                publish();
                                return;
                            }
                            publish();
                            outside.draft(Texts.text("pullRequest.prompt") + "\n\n" + text);
                        },
                        fx);
    }
}
