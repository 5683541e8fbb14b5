package dev.pilothouse.protocol;

import dev.pilothouse.model.AgentDraft;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.Budget;
import dev.pilothouse.model.ChangePart;
import dev.pilothouse.model.CommitOrder;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.FileMark;
import dev.pilothouse.model.HunkMark;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.OwnPreset;
import dev.pilothouse.model.Profile;
import dev.pilothouse.model.PullMode;
import dev.pilothouse.model.PushOrder;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.Schedule;
import dev.pilothouse.model.ScheduleAction;
import dev.pilothouse.model.ScheduleId;
import dev.pilothouse.model.ScheduleTiming;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionTemplate;
import dev.pilothouse.model.UsageGrouping;
import dev.pilothouse.session.Cursor;
import dev.pilothouse.session.Intent;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A message from a client to a host. */
public sealed interface ClientMessage {

    /** The request id. */
    default @Nullable RequestId requestId() {
        return null;
    }

    /** The subscription that it is about, or 0. */
    default long sub() {
        return 0;
    }

    /** Whether the host answers it in any case, with exactly one message. */
    default boolean isAnswered() {
        return true;
    }

    <R> R accept(Visitor<R> visitor);

    /** The first message of a connection. */
    sealed interface Opening extends ClientMessage {
        int minVersion();

        int maxVersion();

        @Override
        default <R> R accept(Visitor<R> visitor) {
            return visitor.opening(this);
        }
    }

    /** A message that the host answers with one message with the same request id. */
    sealed interface Request extends ClientMessage {
        @Override
        RequestId requestId();

        <R> R acceptRequest(RequestVisitor<R> visitor);

        @Override
        default <R> R accept(Visitor<R> visitor) {
            return visitor.request(this);
        }
    }

    /**
     * The first message of a paired device.
     *
     * @param app name and version of the client, for the host's log
     */
    record Hello(int minVersion, int maxVersion, String app) implements Opening {}

    /**
     * The first message of a device whose key the host does not know.
     *
     * @param ticketId from the ticket
     * @param secret the ticket's 16 secret bytes
     * @param name of the device, for people
     * @param platform such as {@code Android 16}
     */
    record Pair(
            int minVersion, int maxVersion, String app, String ticketId, byte[] secret, String name, String platform)
            implements Opening {
        @Override
        public String toString() {
            return "Pair[" + name + "]";
        }
    }

    /**
     * Subscribes to a session from a cursor on.
     *
     * @param sub chosen by the client, from 1, unique within the connection; all batches of the subscription carry it
     */
    record Subscribe(long sub, SessionId sessionId, Cursor cursor) implements ClientMessage {
        @Override
        public boolean isAnswered() {
            return false;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.subscribe(this);
        }
    }

    record Unsubscribe(long sub) implements ClientMessage {
        @Override
        public boolean isAnswered() {
            return false;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.unsubscribe(this);
        }
    }

    /**
     * Names the sessions whose git working trees a person looks at. Replaces the sessions named before. The host reads
     * no other working tree.
     */
    record WatchRepositories(List<SessionId> sessionIds) implements ClientMessage {
        public WatchRepositories {
            sessionIds = List.copyOf(sessionIds);
        }

        @Override
        public boolean isAnswered() {
            return false;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.watchRepositories(this);
        }
    }

    /**
     * Names the sessions that a person sees on this device now, {@value
     * dev.pilothouse.session.HostGateway#MAX_WATCHED} at most; none while its window is not in front. Replaces those
     * named before. The host sends no notification about them to other receivers.
     */
    record ShowSessions(List<SessionId> sessionIds) implements ClientMessage {
        public ShowSessions {
            sessionIds = List.copyOf(sessionIds);
        }

        @Override
        public boolean isAnswered() {
            return false;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.showSessions(this);
        }
    }

    /** Requests the newest items created before {@code beforeSeq}, at most {@code limit} of them. */
    record History(long sub, long beforeSeq, int limit) implements ClientMessage {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.history(this);
        }
    }

    /**
     * An intent. On the wire its fields are members of the message, next to the request id, and its kind is the type.
     */
    record Submit(RequestId requestId, Intent intent) implements Request {
        public Submit {
            Objects.requireNonNull(requestId, "requestId");
            Objects.requireNonNull(intent, "intent");
        }

        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.submit(this);
        }
    }

    record Admin(RequestId requestId, AdminCommand command) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.admin(this);
        }
    }

    /** @param path absolute, or empty for the home directory of the host's user */
    record ListDirectory(RequestId requestId, String path) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.listDirectory(this);
        }
    }

    /** @param binary whether to return the content as bytes instead of text */
    record FetchBlob(RequestId requestId, SessionId sessionId, BlobId blobId, boolean binary) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.fetchBlob(this);
        }
    }

    /**
     * Requests the sessions that an agent stored and that the host does not have.
     *
     * @param cwd only sessions of this directory; empty for all
     */
    record ListExternal(RequestId requestId, AgentId agentId, String cwd) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.listExternal(this);
        }
    }

    /**
     * Searches for files and folders in the session's directory.
     *
     * @param query empty for the top-level entries
     */
    record FindFiles(RequestId requestId, SessionId sessionId, String query) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.findFiles(this);
        }
    }

    /**
     * Requests the changed files of the session's git working tree.
     *
     * @param other the session to compare with, for {@link ComparisonTarget#SESSION}; null otherwise
     */
    record ListChanges(
            RequestId requestId,
            SessionId sessionId,
            ComparisonTarget against,
            @Nullable SessionId other) implements Request {
        public ListChanges(RequestId requestId, SessionId sessionId, ComparisonTarget against) {
            this(requestId, sessionId, against, null);
        }

        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.listChanges(this);
        }
    }

    /** Requests the places of the session's review comments in the present files. */
    record PlaceComments(RequestId requestId, SessionId sessionId) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.placeComments(this);
        }
    }

    /**
     * Requests a page of the differences of one file.
     *
     * @param path relative to the repository
     * @param oldPath the path before a rename; empty otherwise
     * @param page from 0
     * @param seen the {@link dev.pilothouse.model.ChangedFile#content} to compare with instead, if the host still has
     *     it; empty otherwise
     * @param other the session to compare with, for {@link ComparisonTarget#SESSION}; null otherwise
     */
    record ReadDiff(
            RequestId requestId,
            SessionId sessionId,
            String path,
            String oldPath,
            ComparisonTarget against,
            int page,
            String seen,
            @Nullable SessionId other)
            implements Request {
        public ReadDiff(
                RequestId requestId,
                SessionId sessionId,
                String path,
                String oldPath,
                ComparisonTarget against,
                int page,
                String seen) {
            this(requestId, sessionId, path, oldPath, against, page, seen, null);
        }

        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.readDiff(this);
        }
    }

    /**
     * Requests bytes of a change.
     *
     * @param path relative to the repository; empty for a patch of all files
     * @param oldPath the path before a rename; empty otherwise
     * @param offset the first byte
     */
    record ReadChange(
            RequestId requestId,
            SessionId sessionId,
            String path,
            String oldPath,
            ComparisonTarget against,
            ChangePart part,
            long offset)
            implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.readChange(this);
        }
    }

    /**
     * Reads a part of a file of the session's directory.
     *
     * @param path relative to the session's directory, or absolute and inside it
     * @param offset the first line from 0, or with {@code binary} the first byte
     * @param limit maximum number of lines; 0 for the host's own limit, which always applies
     * @param binary whether to return the bytes of a picture instead of text
     */
    record ReadFile(RequestId requestId, SessionId sessionId, String path, long offset, int limit, boolean binary)
            implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.readFile(this);
        }
    }

    /**
     * Lists a folder of the session's directory.
     *
     * @param path as of {@link ReadFile}; empty for the directory itself
     */
    record ListFolder(RequestId requestId, SessionId sessionId, String path) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.listFolder(this);
        }
    }

    /** Requests the snapshots of a repository. @param directory in it, absolute */
    record ListKept(RequestId requestId, String directory) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.listKept(this);
        }
    }

    /** Brings the files of a working tree back as they are in a snapshot. @param directory in the working tree */
    record RestoreKept(RequestId requestId, String directory, String snapshot) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.restoreKept(this);
        }
    }

    /** Deletes a snapshot of a repository. @param directory in it */
    record ForgetKept(RequestId requestId, String directory, String snapshot) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.forgetKept(this);
        }
    }

    /** Requests the list of files that {@link Intent.RestoreFiles} would change. */
    record PreviewRestore(RequestId requestId, SessionId sessionId, String snapshot) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.previewRestore(this);
        }
    }

    /**
     * A chunk of content for the host to store for the session. The chunks of an upload are consecutive.
     *
     * @param upload id of the upload, unique within the connection
     * @param offset offset of the chunk in bytes; 0 restarts the upload
     * @param total total size in bytes
     * @param data the chunk in base64
     */
    record PutBlob(RequestId requestId, SessionId sessionId, String upload, long offset, long total, String data)
            implements Request {
        @Override
        public String toString() {
            return "PutBlob[" + upload + " " + offset + "/" + total + "]";
        }

        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.putBlob(this);
        }
    }

    /**
     * Searches all transcripts. A newer search on the same connection cancels the previous one.
     *
     * @param limit maximum number of hits; the host applies its own limit too
     */
    record Search(RequestId requestId, String text, int limit) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.search(this);
        }
    }

    /** Requests what a commit in a session's directory would be. */
    record ReadCommit(RequestId requestId, SessionId sessionId) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.readCommit(this);
        }
    }

    /**
     * Stages or unstages files, or one hunk of a file.
     *
     * @param staged whether they are staged afterwards
     * @param files as the person has seen them
     * @param hunk of the only file, in its differences from the last commit; null for whole files
     */
    record StageFiles(
            RequestId requestId,
            SessionId sessionId,
            boolean staged,
            List<FileMark> files,
            @Nullable HunkMark hunk) implements Request {
        public StageFiles {
            files = List.copyOf(files);
        }

        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.stageFiles(this);
        }
    }

    /**
     * Puts a file or a hunk back to the old side of a comparison in a job, after a snapshot.
     *
     * @param file as the person has seen it
     * @param hunk null for the whole file
     * @param afterTurn whether the job waits while an agent works in the directory; otherwise it is then refused
     */
    record RejectChange(
            RequestId requestId,
            JobId jobId,
            SessionId sessionId,
            ComparisonTarget against,
            FileMark file,
            @Nullable HunkMark hunk,
            boolean afterTurn)
            implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.rejectChange(this);
        }
    }

    /** Commits in a session's directory, in a job. */
    record MakeCommit(RequestId requestId, JobId jobId, SessionId sessionId, CommitOrder order) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.makeCommit(this);
        }
    }

    /** Asks the agent of a session for a message of the commit of its directory, in a job. */
    record SuggestCommit(RequestId requestId, JobId jobId, SessionId sessionId) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.suggestCommit(this);
        }
    }

    /**
     * Runs a check in a session's directory, in a job.
     *
     * @param commands lines for the shell that the person has typed; empty: the check of the repository
     * @param minutes the time limit; 0: the host's
     * @param afterTurn whether it runs once no turn of the session is in progress and at least one has ended, and its
     *     result is noted there
     */
    record RunCheck(
            RequestId requestId,
            JobId jobId,
            SessionId sessionId,
            List<String> commands,
            int minutes,
            boolean afterTurn)
            implements Request {
        public RunCheck(RequestId requestId, JobId jobId, SessionId sessionId, List<String> commands, int minutes) {
            this(requestId, jobId, sessionId, commands, minutes, false);
        }

        public RunCheck {
            commands = List.copyOf(commands);
        }

        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.runCheck(this);
        }
    }

    /** Requests the branches of the repository at an absolute path. */
    record ListReferences(RequestId requestId, String path) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.listReferences(this);
        }
    }

    /**
     * Requests what the turns of a span of days have used.
     *
     * @param from the first day, such as {@code 2026-11-01}
     * @param to the last day
     * @param zone of the device, such as {@code Europe/Berlin}; decides where a day begins
     */
    record ReadUsage(RequestId requestId, String from, String to, String zone, UsageGrouping by) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.readUsage(this);
        }
    }

    /** Requests a session's branch and its remote, as last fetched. */
    record ReadRemote(RequestId requestId, SessionId sessionId) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.readRemote(this);
        }
    }

    /** Fetches the remote of a session's branch in a job. */
    record FetchRemote(RequestId requestId, JobId jobId, SessionId sessionId) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.fetchRemote(this);
        }
    }

    /**
     * Fetches the upstream of a session's branch in a job and joins it with the branch, after a snapshot.
     *
     * @param method null for the one that git is configured to use
     * @param afterTurn whether it waits for the end of a turn in the directory
     */
    record PullRemote(
            RequestId requestId,
            JobId jobId,
            SessionId sessionId,
            @Nullable PullMode method,
            boolean afterTurn) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.pullRemote(this);
        }
    }

    /** Aborts the rebase or the merge that has begun in a session's directory, in a job. */
    record AbortPull(RequestId requestId, JobId jobId, SessionId sessionId) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.abortPull(this);
        }
    }

    /** Pushes a session's branch in a job. */
    record PushRemote(RequestId requestId, JobId jobId, SessionId sessionId, PushOrder order) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.pushRemote(this);
        }
    }

    /**
     * Requests the expected usage of the next turn of sessions.
     *
     * @param sessions at most {@value #MAX_SESSIONS}
     */
    record EstimateTurns(RequestId requestId, List<SessionId> sessions) implements Request {
        public static final int MAX_SESSIONS = 50;

        public EstimateTurns {
            sessions = List.copyOf(sessions);
        }

        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.estimateTurns(this);
        }
    }

    /** Requests the budgets of the host. */
    record ListBudgets(RequestId requestId) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.listBudgets(this);
        }
    }

    /** Requests one's own presets of teams. */
    record ListPresets(RequestId requestId) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.listPresets(this);
        }
    }

    /**
     * Saves a preset of teams, renames or removes one.
     *
     * @param before the name of the preset that it replaces; empty for none
     * @param preset null to remove the one before
     */
    record SavePreset(
            RequestId requestId, String before, @Nullable OwnPreset preset) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.savePreset(this);
        }
    }

    /** Sets a budget, or deletes it if its limit is 0. It replaces the one with the same id. */
    record SetBudget(RequestId requestId, Budget budget) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.setBudget(this);
        }
    }

    /** Requests the profiles. @param directory whose last profile is answered too; null for none */
    record ListProfiles(RequestId requestId, @Nullable String directory) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.listProfiles(this);
        }
    }

    /** Requests a profile with its commands, and without plain values. */
    record ReadProfile(RequestId requestId, String name) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.readProfile(this);
        }
    }

    /**
     * Saves a profile.
     *
     * @param replaces the name of the profile that it replaces; null for a new one. Its kept values come from that one
     * @param revision of that one, as the person saw it; if it has another one now, nothing is saved. Empty: not compared
     */
    record SaveProfile(
            RequestId requestId, Profile profile, @Nullable String replaces, String revision) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.saveProfile(this);
        }
    }

    /** Deletes a profile. @param revision as the person saw it; empty: not compared */
    record DeleteProfile(RequestId requestId, String name, String revision) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.deleteProfile(this);
        }
    }

    /** Starts a stdio server of a profile, lists its tools and ends it. */
    record TestServer(RequestId requestId, String profile, String server) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.testServer(this);
        }
    }

    /** Requests the MCP servers that files of a folder configure for other programs. @param directory absolute */
    record SuggestServers(RequestId requestId, String directory) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.suggestServers(this);
        }
    }

    /** Requests the templates of new sessions. */
    record ListTemplates(RequestId requestId) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.listTemplates(this);
        }
    }

    /**
     * Saves or deletes a template.
     *
     * @param before the name of the one that it replaces; may be empty
     * @param template null deletes the one before
     * @param revision of the one before, as the person saw it; if it has another one now, nothing changes. Empty: not
     *     compared
     */
    record SaveTemplate(
            RequestId requestId, String before, @Nullable SessionTemplate template, String revision)
            implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.saveTemplate(this);
        }
    }

    /** Requests the agents that the host can install, and the person's own ones. */
    record ListRegistry(RequestId requestId) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.listRegistry(this);
        }
    }

    /** Fetches the registry of agents, in a job. */
    record RefreshRegistry(RequestId requestId, JobId jobId) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.refreshRegistry(this);
        }
    }

    /**
     * Installs an agent of the registry, in a job.
     *
     * @param source the {@link dev.pilothouse.model.RegistryAgent.Offer#source} that the person has seen
     * @param unverified whether the person accepts an archive without a digest
     */
    record InstallAgent(RequestId requestId, JobId jobId, String id, String source, boolean unverified)
            implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.installAgent(this);
        }
    }

    /** Removes an agent that was installed from the registry, in a job. */
    record RemoveAgent(RequestId requestId, JobId jobId, String id) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.removeAgent(this);
        }
    }

    /**
     * Starts an agent, asks it for its answer and ends it.
     *
     * @param draft to test instead of the stored entry; null for that
     */
    record TestAgent(
            RequestId requestId, AgentId agentId, @Nullable AgentDraft draft) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.testAgent(this);
        }
    }

    /** Writes an agent of the person's own to their file. */
    record SaveAgent(RequestId requestId, AgentDraft draft) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.saveAgent(this);
        }
    }

    /** Takes an agent out of the person's file. */
    record DeleteAgent(RequestId requestId, AgentId agentId) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.deleteAgent(this);
        }
    }

    /** Lets an agent forget its login. */
    record LogoutAgent(RequestId requestId, AgentId agentId) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.logoutAgent(this);
        }
    }

    /** Requests schedules. @param id of one, with its history; null for all */
    record ListSchedules(RequestId requestId, @Nullable ScheduleId id) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.listSchedules(this);
        }
    }

    /** Requests the next times of a timing. */
    record PreviewSchedule(RequestId requestId, ScheduleTiming timing) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.previewSchedule(this);
        }
    }

    /** Saves a schedule. It replaces the one with the same id. */
    record SaveSchedule(RequestId requestId, Schedule schedule) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.saveSchedule(this);
        }
    }

    /** Pauses, resumes, starts or deletes a schedule. */
    record ActOnSchedule(RequestId requestId, ScheduleId id, ScheduleAction action) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.actOnSchedule(this);
        }
    }

    /** Requests the worktrees of the host's repositories, and the snapshots of removed ones. */
    record ListWorktrees(RequestId requestId) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.listWorktrees(this);
        }
    }

    /**
     * Removes a worktree in a job, after a snapshot.
     *
     * @param head its commit, as the person saw it
     * @param foreign whether the person agrees to remove one that the host has not created
     */
    record RemoveWorktree(
            RequestId requestId, JobId jobId, String repository, String place, String head, boolean foreign)
            implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.removeWorktree(this);
        }
    }

    /**
     * Brings a removed worktree back in a job.
     *
     * @param snapshot its id in the repository
     * @param branch for the title of the job
     */
    record RestoreWorktree(RequestId requestId, JobId jobId, String repository, String snapshot, String branch)
            implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.restoreWorktree(this);
        }
    }

    /** Requests the pull request of the branch that a session works on. */
    record ReadPullRequest(RequestId requestId, SessionId sessionId) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.readPullRequest(this);
        }
    }

    /** Requests the last lines of the failed checks of that pull request. */
    record ReadFailedChecks(RequestId requestId, SessionId sessionId) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.readFailedChecks(this);
        }
    }

    /**
     * Creates a pull request in a job.
     *
     * @param branch as the person saw it; another one is refused
     * @param base the branch that it is for
     */
    record CreatePullRequest(
            RequestId requestId,
            JobId jobId,
            SessionId sessionId,
            String branch,
            String base,
            String title,
            String body,
            boolean draft)
            implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.createPullRequest(this);
        }
    }

    /**
     * Requests jobs.
     *
     * @param jobId only this job, with its output; null for all, without their output
     */
    record ListJobs(RequestId requestId, @Nullable JobId jobId) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.listJobs(this);
        }
    }

    /** Cancels a job. A job that is over stays as it is. */
    record CancelJob(RequestId requestId, JobId jobId) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.cancelJob(this);
        }
    }

    /** Runs a job again that did not succeed. A job that is not over stays as it is. */
    record RetryJob(RequestId requestId, JobId jobId) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.retryJob(this);
        }
    }

    /**
     * Starts a run.
     *
     * @param runId new
     * @param parameters what its kind needs, a JSON object
     */
    record StartRun(RequestId requestId, RunId runId, RunKind kind, String parameters) implements Request {
        /** Characters of the parameters of a run or an action. */
        public static final int MAX_PARAMETERS = 200_000;

        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.startRun(this);
        }
    }

    /**
     * Requests an action of a run. It takes effect once, however often it is sent.
     *
     * @param action {@code stop}, or one of the kind of the run
     * @param parameters what the action needs, a JSON object
     */
    record ActOnRun(RequestId requestId, RunId runId, String action, String parameters) implements Request {
        /** Stops the run, or the member that {@code member} names. */
        public static final String STOP = "stop";

        /** Allows the command that the {@code member} asks about for all members, until the run ends. */
        public static final String ALLOW = "allow";

        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.actOnRun(this);
        }
    }

    /** Requests all runs. */
    record ListRuns(RequestId requestId) implements Request {
        @Override
        public <R> R acceptRequest(RequestVisitor<R> visitor) {
            return visitor.listRuns(this);
        }
    }

    /** @param nonce returned in the pong; at least 0, below 2^53 */
    record Ping(long nonce) implements ClientMessage {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.ping(this);
        }
    }

    /**
     * A message of an unknown type.
     *
     * @param requestId null if the message has no readable one
     */
    record Unknown(String type, @Nullable RequestId requestId) implements ClientMessage {
        public Unknown(String type) {
            this(type, null);
        }

        @Override
        public boolean isAnswered() {
            return false;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.unknown(this);
        }
    }

    interface Visitor<R> {
        R opening(Opening message);

        R subscribe(Subscribe message);

        R unsubscribe(Unsubscribe message);

        R watchRepositories(WatchRepositories message);

        R showSessions(ShowSessions message);

        R history(History message);

        R request(Request message);

        R ping(Ping message);

        R unknown(Unknown message);
    }

    interface RequestVisitor<R> {
        R submit(Submit message);

        R admin(Admin message);

        R listDirectory(ListDirectory message);

        R fetchBlob(FetchBlob message);

        R search(Search message);

        R findFiles(FindFiles message);

        R previewRestore(PreviewRestore message);

        R listKept(ListKept message);

        R restoreKept(RestoreKept message);

        R forgetKept(ForgetKept message);

        R listChanges(ListChanges message);

        R placeComments(PlaceComments message);

        R readDiff(ReadDiff message);

        R readChange(ReadChange message);

        R readRemote(ReadRemote message);

        R fetchRemote(FetchRemote message);

        R pullRemote(PullRemote message);

        R abortPull(AbortPull message);

        R pushRemote(PushRemote message);

        R readCommit(ReadCommit message);

        R stageFiles(StageFiles message);

        R rejectChange(RejectChange message);

        R makeCommit(MakeCommit message);

        R suggestCommit(SuggestCommit message);

        R runCheck(RunCheck message);

        R putBlob(PutBlob message);

        R readFile(ReadFile message);

        R listFolder(ListFolder message);

        R listExternal(ListExternal message);

        R listReferences(ListReferences message);

        R readUsage(ReadUsage message);

        R estimateTurns(EstimateTurns message);

        R listBudgets(ListBudgets message);

        R listPresets(ListPresets message);

        R savePreset(SavePreset message);

        R setBudget(SetBudget message);

        R listProfiles(ListProfiles message);

        R readProfile(ReadProfile message);

        R saveProfile(SaveProfile message);

        R deleteProfile(DeleteProfile message);

        R listTemplates(ListTemplates message);

        R saveTemplate(SaveTemplate message);

        R testServer(TestServer message);

        R suggestServers(SuggestServers message);

        R listRegistry(ListRegistry message);

        R refreshRegistry(RefreshRegistry message);

        R installAgent(InstallAgent message);

        R removeAgent(RemoveAgent message);

        R testAgent(TestAgent message);

        R saveAgent(SaveAgent message);

        R deleteAgent(DeleteAgent message);

        R logoutAgent(LogoutAgent message);

        R listSchedules(ListSchedules message);

        R previewSchedule(PreviewSchedule message);

        R saveSchedule(SaveSchedule message);

        R actOnSchedule(ActOnSchedule message);

        R listWorktrees(ListWorktrees message);

        R removeWorktree(RemoveWorktree message);

        R restoreWorktree(RestoreWorktree message);

        R readPullRequest(ReadPullRequest message);

        R readFailedChecks(ReadFailedChecks message);

        R createPullRequest(CreatePullRequest message);

        R listJobs(ListJobs message);

        R cancelJob(CancelJob message);

        R retryJob(RetryJob message);

        R startRun(StartRun message);

        R actOnRun(ActOnRun message);

        R listRuns(ListRuns message);
    }
}
