package dev.pilothouse.session;

import dev.pilothouse.model.AgentDraft;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentTrial;
import dev.pilothouse.model.AuditEntry;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.Budget;
import dev.pilothouse.model.ChangeContent;
import dev.pilothouse.model.ChangePart;
import dev.pilothouse.model.CommentPlace;
import dev.pilothouse.model.CommitOrder;
import dev.pilothouse.model.CommitState;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.ConfigError;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.DeviceInfo;
import dev.pilothouse.model.DirectoryEntry;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.ExternalSession;
import dev.pilothouse.model.FileChanges;
import dev.pilothouse.model.FileDiff;
import dev.pilothouse.model.FileMark;
import dev.pilothouse.model.FileMatch;
import dev.pilothouse.model.FilePart;
import dev.pilothouse.model.FolderEntry;
import dev.pilothouse.model.GoalOrder;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HunkMark;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.KeptInfo;
import dev.pilothouse.model.KeptWorktree;
import dev.pilothouse.model.OwnPreset;
import dev.pilothouse.model.PairingRequest;
import dev.pilothouse.model.Profile;
import dev.pilothouse.model.ProfileInfo;
import dev.pilothouse.model.PullMode;
import dev.pilothouse.model.PullRequestStatus;
import dev.pilothouse.model.PushOrder;
import dev.pilothouse.model.PushSecrets;
import dev.pilothouse.model.PushTarget;
import dev.pilothouse.model.PushTargetStatus;
import dev.pilothouse.model.ReferenceList;
import dev.pilothouse.model.RegistryInfo;
import dev.pilothouse.model.RemoteState;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.RestoredFile;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.SavedTemplate;
import dev.pilothouse.model.Schedule;
import dev.pilothouse.model.ScheduleAction;
import dev.pilothouse.model.ScheduleId;
import dev.pilothouse.model.ScheduleStatus;
import dev.pilothouse.model.ScheduleTiming;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.ServerSuggestion;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionTemplate;
import dev.pilothouse.model.TeamRequest;
import dev.pilothouse.model.TrustedCommands;
import dev.pilothouse.model.TryRequest;
import dev.pilothouse.model.TunnelProvider;
import dev.pilothouse.model.TurnEstimate;
import dev.pilothouse.model.UsageGrouping;
import dev.pilothouse.model.UsageReport;
import dev.pilothouse.model.WorktreeInfo;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Requests to one host besides those about its sessions. Non-blocking; may be called on any thread. Stages complete on
 * the client-state lane, never exceptionally. Requests are not sent again after a reconnect: a request whose answer is
 * lost completes with {@link ErrorCode#UNREACHABLE}.
 */
public interface HostGateway {

    int MAX_WATCHED = 64;

    /** A value or a refusal with a sentence for the person. */
    sealed interface Reply<T> {
        record Value<T>(T value) implements Reply<T> {}

        record Refused<T>(ErrorCode code, HostText sentence) implements Reply<T> {
            public Refused(ErrorCode code, String text) {
                this(code, HostText.untranslated(text));
            }

            /** The sentence in English. */
            public String text() {
                return sentence.text();
            }
        }
    }

    /** @param asking devices that wait for approval */
    record Devices(List<DeviceInfo> devices, List<PairingRequest> asking) {}

    /** @param text the ticket as {@code pilothouse://pair#…}; a secret until it is used, so it is never logged */
    record Ticket(String text, Instant expiresAt) {
        @Override
        public String toString() {
            return "Ticket[expires " + expiresAt + "]";
        }
    }

    /** @param path the absolute path that was listed */
    record Directory(String path, List<DirectoryEntry> entries) {}

    /**
     * A page of the audit log.
     *
     * @param entries newest first
     * @param more whether there are earlier ones
     */
    record Audit(List<AuditEntry> entries, boolean more) {
        public Audit {
            entries = List.copyOf(entries);
        }
    }

    /** @param more whether the agent has further sessions */
    record External(List<ExternalSession> sessions, boolean more) {
        public External {
            sessions = List.copyOf(sessions);
        }
    }

    record Done() {}

    /**
     * Results of a search.
     *
     * @param hits newest first
     * @param sessions number of sessions searched
     * @param more whether there are further hits
     */
    record Found(List<SearchHit> hits, int sessions, boolean more) {
        public Found {
            hits = List.copyOf(hits);
        }
    }

    /**
     * Files were put back.
     *
     * @param text a sentence for people
     * @param files number of files that changed
     * @param snapshot id of the snapshot that undoes it
     */
    record Restored(HostText sentence, int files, String snapshot) {}

    /**
     * The files that {@link Intent.RestoreFiles} would change.
     *
     * @param files the first ones
     * @param total number of all of them
     */
    record Preview(List<RestoredFile> files, int total) {
        public Preview {
            files = List.copyOf(files);
        }
    }

    /** @param partial whether some files were not searched */
    record FoundFiles(List<FileMatch> files, boolean partial) {
        public FoundFiles {
            files = List.copyOf(files);
        }
    }

    /**
     * A folder of a session's directory.
     *
     * @param path relative to the session's directory; empty for the directory itself
     * @param entries folders first
     * @param partial whether entries were left out
     */
    record Folder(String path, List<FolderEntry> entries, boolean partial) {
        public Folder {
            entries = List.copyOf(entries);
        }
    }

    /**
     * Progress of an upload.
     *
     * @param received bytes of the upload so far
     * @param blobId null until the host has stored all of it
     */
    record BlobPart(long received, @Nullable BlobId blobId) {}

    CompletionStage<Reply<Devices>> devices();

    /**
     * Makes a ticket. Completes with {@link ErrorCode#VERSION} if the host is too old to support {@code accessUntil},
     * because its ticket would grant access without expiry.
     *
     * @param accessUntil when the access of the paired device ends; null for never
     */
    CompletionStage<Reply<Ticket>> ticket(Scope scope, @Nullable Instant accessUntil);

    /** The host's metrics, as whole numbers by name. */
    CompletionStage<Reply<Map<String, Long>>> figures();

    /** The commands of repositories that people have allowed, the newest first. */
    CompletionStage<Reply<List<TrustedCommands>>> trust();

    /** Lets the host ask again. @param which a repository, or the beginning of a digest with at least 8 characters */
    CompletionStage<Reply<Done>> forgetTrust(String which);

    /**
     * The targets of notifications.
     *
     * @param publicKey with which a receiver with keys subscribes
     * @param sentence what is wrong with the file of the targets; empty if nothing is
     */
    record PushTargets(List<PushTargetStatus> targets, String publicKey, HostText sentence) {
        public PushTargets {
            targets = List.copyOf(targets);
        }
    }

    CompletionStage<Reply<PushTargets>> pushTargets();

    /** Adds a target of notifications, or replaces the one with the same id. */
    CompletionStage<Reply<Done>> savePushTarget(PushTarget target, PushSecrets secrets);

    CompletionStage<Reply<Done>> removePushTarget(String id);

    /** Starts a test, which {@link #pushTargets} reports. @param roundTrip whether a button is to be pressed */
    CompletionStage<Reply<Done>> testPushTarget(String id, boolean roundTrip);

    CompletionStage<Reply<Done>> approve(DeviceId deviceId, String code);

    CompletionStage<Reply<Done>> refuse(DeviceId deviceId);

    CompletionStage<Reply<Done>> revoke(DeviceId deviceId);

    CompletionStage<Reply<Done>> renameDevice(DeviceId deviceId, String name);

    CompletionStage<Reply<Done>> setScope(DeviceId deviceId, Scope scope);

    /**
     * The newest entries of the host's audit log.
     *
     * @param since only entries from then on; null for all
     * @param deviceId only actions by or on this device; null for all
     */
    CompletionStage<Reply<Audit>> audit(@Nullable Instant since, @Nullable DeviceId deviceId, int limit);

    /** @param expiresAt when the device's access ends; null for never */
    CompletionStage<Reply<Done>> setExpiry(DeviceId deviceId, @Nullable Instant expiresAt);

    /** Turns listening on the LAN on or off. */
    CompletionStage<Reply<Done>> setSharing(boolean sharing);

    /**
     * Starts a tunnel, or retries it at once. The outcome arrives in {@link HostView#sharing()}.
     *
     * @param way null to stop it
     */
    CompletionStage<Reply<Done>> setTunnel(@Nullable TunnelProvider way);

    /**
     * Lists sessions that an agent stored and that the host does not have. Takes as long as the agent needs to start.
     *
     * @param cwd only sessions of this directory; empty for all
     */
    CompletionStage<Reply<External>> externalSessions(AgentId agentId, String cwd);

    /**
     * The branches of the repository at a path.
     *
     * @param path absolute; the list is empty if it lies in no repository
     */
    CompletionStage<Reply<ReferenceList>> references(String path);

    /**
     * The worktrees of the host's repositories.
     *
     * @param kept snapshots of removed ones, the newest first
     * @param more whether there are more than the host has read
     */
    record Worktrees(List<WorktreeInfo> worktrees, List<KeptWorktree> kept, boolean more) {
        public Worktrees {
            worktrees = List.copyOf(worktrees);
            kept = List.copyOf(kept);
        }
    }

    /**
     * Reads what the turns of a span of days have used.
     *
     * @param to the last day
     * @param zone decides where a day begins
     */
    CompletionStage<Reply<UsageReport>> usage(LocalDate from, LocalDate to, ZoneId zone, UsageGrouping by);

    /** Estimates the next turn of sessions, from earlier turns. */
    CompletionStage<Reply<List<TurnEstimate>>> estimateTurns(List<SessionId> sessions);

    /** @param remembered the profile of the newest session of the directory; may be empty */
    record Profiles(List<ProfileInfo> profiles, String remembered, List<ConfigError> problems) {
        public static final Profiles NONE = new Profiles(List.of(), "", List.of());

        public Profiles {
            profiles = List.copyOf(profiles);
            problems = List.copyOf(problems);
        }
    }

    /** @param fault why the server does not work; empty if it does */
    record ServerTest(List<String> tools, HostText fault) {
        public ServerTest {
            tools = List.copyOf(tools);
        }
    }

    /** Lists the profiles. @param directory of a session to create; null if none is meant */
    CompletionStage<Reply<Profiles>> profiles(@Nullable String directory);

    /** @param revision changes with the content; empty from a host that sends none */
    record ProfileContent(Profile profile, String revision) {}

    /** Reads a profile, without its plain values. */
    CompletionStage<Reply<ProfileContent>> profile(String name);

    /**
     * Saves a profile. Refused with {@link ErrorCode#CONFLICT} if the one that it replaces has changed since, or is gone.
     *
     * @param replaces the name of the one that it replaces; null for a new one
     * @param revision of that one, as the person saw it; empty: not compared
     */
    CompletionStage<Reply<Done>> saveProfile(Profile profile, @Nullable String replaces, String revision);

    /** Deletes a profile. Refused with {@link ErrorCode#CONFLICT} if it has changed since. @param revision may be empty */
    CompletionStage<Reply<Done>> deleteProfile(String name, String revision);

    /** Starts a stdio server of a profile and lists its tools. */
    CompletionStage<Reply<ServerTest>> testServer(String profile, String server);

    /** @param problems wrong files of the folder, and parts of them */
    record Suggestions(List<ServerSuggestion> servers, List<ConfigError> problems) {
        public static final Suggestions NONE = new Suggestions(List.of(), List.of());

        public Suggestions {
            servers = List.copyOf(servers);
            problems = List.copyOf(problems);
        }
    }

    /** Reads the MCP servers that files of a folder configure for other programs. @param directory absolute */
    CompletionStage<Reply<Suggestions>> suggestServers(String directory);

    /** @param problems wrong parts of the host's file */
    record Templates(List<SavedTemplate> templates, List<ConfigError> problems) {
        public Templates {
            templates = List.copyOf(templates);
            problems = List.copyOf(problems);
        }
    }

    /** Lists the templates of new sessions. */
    CompletionStage<Reply<Templates>> templates();

    /**
     * Saves or deletes a template. Refused with {@link ErrorCode#CONFLICT} if the one before has changed since, or is gone.
     *
     * @param before the name of the one that it replaces; empty for a new one, which is refused if its name is taken
     * @param template null deletes the one before
     * @param revision of the one before, as the person saw it; empty: not compared
     */
    CompletionStage<Reply<Done>> saveTemplate(String before, @Nullable SessionTemplate template, String revision);

    /** Lists the schedules. @param id of one, with its history; null for all */
    CompletionStage<Reply<List<ScheduleStatus>>> schedules(@Nullable ScheduleId id);

    /** Computes the next times of a timing, four at most. */
    CompletionStage<Reply<List<Instant>>> previewSchedule(ScheduleTiming timing);

    /** Saves a schedule. It replaces the one with the same id. */
    CompletionStage<Reply<Done>> saveSchedule(Schedule schedule);

    CompletionStage<Reply<Done>> actOnSchedule(ScheduleId id, ScheduleAction action);

    /** Lists the budgets of the host. */
    CompletionStage<Reply<List<Budget>>> budgets();

    /** Sets a budget, or deletes it if its limit is 0. It replaces the one with the same id. */
    CompletionStage<Reply<RequestId>> setBudget(Budget budget);

    CompletionStage<Reply<Worktrees>> worktrees();

    /**
     * Removes a worktree after a snapshot, in a job, whose id is the answer.
     *
     * @param foreign whether the person agrees to remove one that the host has not created
     */
    CompletionStage<Reply<JobId>> removeWorktree(WorktreeInfo worktree, boolean foreign);

    /** Brings a removed worktree back, in a job, whose id is the answer. */
    CompletionStage<Reply<JobId>> restoreWorktree(KeptWorktree snapshot);

    /** A session's branch and its remote, as last fetched. */
    CompletionStage<Reply<RemoteState>> remote(SessionId sessionId);

    /** Fetches the remote of a session's branch, in a job, whose id is the answer. */
    CompletionStage<Reply<JobId>> fetch(SessionId sessionId);

    /**
     * Joins the upstream with a session's branch, in a job, whose id is the answer.
     *
     * @param method null for the one that git is configured to use
     * @param afterTurn whether it waits for the end of a turn in the directory
     */
    CompletionStage<Reply<JobId>> pull(SessionId sessionId, @Nullable PullMode method, boolean afterTurn);

    /** Aborts a rebase or a merge in a session's directory, in a job, whose id is the answer. */
    CompletionStage<Reply<JobId>> abortPull(SessionId sessionId);

    /** Pushes a session's branch, in a job, whose id is the answer. */
    CompletionStage<Reply<JobId>> push(SessionId sessionId, PushOrder order);

    /** The pull request of the branch that a session works on. */
    CompletionStage<Reply<PullRequestStatus>> pullRequest(SessionId sessionId);

    /** The last lines of its failed checks, as a text; empty if there are none. */
    CompletionStage<Reply<String>> failedChecks(SessionId sessionId);

    /** A pull request to create. @param branch as the person saw it; another one is refused */
    record NewPullRequest(String branch, String base, String title, String body, boolean draft) {}

    /** Creates a pull request, in a job, whose id is the answer. */
    CompletionStage<Reply<JobId>> createPullRequest(SessionId sessionId, NewPullRequest wanted);

    /** The files, the author and the place of a commit in a session's directory. */
    CompletionStage<Reply<CommitState>> commitState(SessionId sessionId);

    /**
     * Stages or unstages files, or one hunk of a file.
     *
     * @param hunk of the only file, in its differences from the last commit; null for whole files
     */
    CompletionStage<Reply<CommitState>> stage(
            SessionId sessionId, boolean staged, List<FileMark> files, @Nullable HunkMark hunk);

    /**
     * Puts a file or a hunk back to the old side of a comparison, in a job, whose id is the answer.
     *
     * @param hunk null for the whole file
     * @param afterTurn whether the job waits for the end of the agent's turn
     */
    CompletionStage<Reply<JobId>> reject(
            SessionId sessionId, ComparisonTarget against, FileMark file, @Nullable HunkMark hunk, boolean afterTurn);

    /** Commits in a session's directory, in a job, whose id is the answer. */
    CompletionStage<Reply<JobId>> commit(SessionId sessionId, CommitOrder order);

    /** The agents that the host can install, and the person's own ones. */
    CompletionStage<Reply<RegistryInfo>> registry();

    /** Fetches the registry of agents, in a job, whose id is the answer. */
    CompletionStage<Reply<JobId>> refreshRegistry();

    /**
     * Installs an agent of the registry, in a job, whose id is the answer.
     *
     * @param source the one of the offer that the person has seen
     * @param unverified whether the person accepts an archive without a digest
     */
    CompletionStage<Reply<JobId>> installAgent(String id, String source, boolean unverified);

    /** Removes an installed agent, in a job, whose id is the answer. */
    CompletionStage<Reply<JobId>> removeAgent(String id);

    /** Starts an agent and ends it after its answer. @param draft to test instead of the stored entry; null for that */
    CompletionStage<Reply<AgentTrial>> testAgent(AgentId agentId, @Nullable AgentDraft draft);

    /** Writes an agent of the person's own. */
    CompletionStage<Reply<Done>> saveAgent(AgentDraft draft);

    /** Takes an agent of the person's own out of their file. */
    CompletionStage<Reply<Done>> deleteAgent(AgentId agentId);

    /** Lets an agent forget its login. */
    CompletionStage<Reply<Done>> logoutAgent(AgentId agentId);

    /** Asks the session's agent for the message of a commit, in a job, whose id is the answer. */
    CompletionStage<Reply<JobId>> suggestCommit(SessionId sessionId);

    /**
     * Runs a check in a session's directory, in a job, whose id is the answer.
     *
     * @param commands lines for the shell of the host; empty: the check of the repository
     * @param minutes the time limit; 0: the host's
     */
    CompletionStage<Reply<JobId>> check(SessionId sessionId, List<String> commands, int minutes, boolean afterTurn);

    /** All jobs of the host without their output, or one with it, the newest first. @param jobId null for all */
    CompletionStage<Reply<List<Job>>> jobs(@Nullable JobId jobId);

    CompletionStage<Reply<Done>> cancelJob(JobId jobId);

    /** Runs a job again that did not succeed. */
    CompletionStage<Reply<Done>> retryJob(JobId jobId);

    /**
     * Starts a run, whose id is the answer. An answer may take as long as the host reads the repository.
     *
     * @param parameters what its kind needs, a JSON object
     */
    CompletionStage<Reply<RunId>> startRun(RunKind kind, String parameters);

    /** Starts a run in which several agents try the same task. */
    CompletionStage<Reply<RunId>> startTry(TryRequest request);

    /** One's own presets of teams. */
    CompletionStage<Reply<List<OwnPreset>>> presets();

    /**
     * Saves a preset of teams, renames or removes one.
     *
     * @param before the name of the preset that it replaces; empty for none
     * @param preset null to remove the one before
     */
    CompletionStage<Reply<RequestId>> savePreset(String before, @Nullable OwnPreset preset);

    /**
     * Reads the team of a preset. Answers at once.
     *
     * @return with an empty task and directory, and the agent {@code none} for a member without one; empty if it cannot
     *     be read
     */
    Optional<TeamRequest> teamOf(OwnPreset preset);

    /** Makes a preset of a team, without its task and its directory. */
    OwnPreset presetOf(String name, TeamRequest team);

    /** Starts a goal of a session, whose run is the answer. */
    CompletionStage<Reply<RunId>> startGoal(SessionId sessionId, GoalOrder order);

    /** Starts a run in which a lead gives work to workers. */
    CompletionStage<Reply<RunId>> startTeam(TeamRequest request);

    /** All runs of the host, the newest first. */
    CompletionStage<Reply<List<Run>>> runs();

    /** @param action {@code stop} or one of the run's kind @param parameters what it needs, a JSON object */
    CompletionStage<Reply<Done>> actOnRun(RunId runId, String action, String parameters);

    /** @param path absolute, or empty for the home directory of the host's user */
    CompletionStage<Reply<Directory>> listDirectory(String path);

    /**
     * Searches the transcripts of all sessions. A newer search of this device cancels the previous one, which then
     * completes with {@link ErrorCode#CLOSED}.
     *
     * @param text words that must all occur in an item, case-insensitive; text in quotes counts as one word
     */
    CompletionStage<Reply<Found>> search(String text, int limit);

    /** Fetches the full content that was too large for an update. */
    CompletionStage<Reply<String>> fetchBlob(SessionId sessionId, BlobId blobId);

    /** Like {@link #fetchBlob}, for binary content. */
    CompletionStage<Reply<byte[]>> fetchBytes(SessionId sessionId, BlobId blobId);

    /**
     * Searches for files and folders in the session's directory, best match first. A newer search of this device
     * cancels the previous one, which then completes with {@link ErrorCode#CLOSED}.
     *
     * @param query letters of the path in their order; empty for the top-level entries
     */
    CompletionStage<Reply<FoundFiles>> findFiles(SessionId sessionId, String query);

    /** The changed files of the session's git working tree, compared with that point. */
    CompletionStage<Reply<FileChanges>> changes(SessionId sessionId, ComparisonTarget against);

    /** The files that differ between the working trees of two sessions of one repository. {@code other} is the old side. */
    CompletionStage<Reply<FileChanges>> changesBetween(SessionId other, SessionId sessionId);

    /** The places of the session's review comments in the present files. */
    CompletionStage<Reply<List<CommentPlace>>> commentPlaces(SessionId sessionId);

    /**
     * A page of the differences of one file.
     *
     * @param oldPath the path before a rename; empty otherwise
     * @param page from 0
     * @param seen the {@link dev.pilothouse.model.ChangedFile#content} to compare with instead, if the host still has
     *     it; empty otherwise
     */
    CompletionStage<Reply<FileDiff>> diff(
            SessionId sessionId, String path, String oldPath, ComparisonTarget against, int page, String seen);

    /** A page of the differences of one file between the working trees of two sessions, as {@link #changesBetween}. */
    CompletionStage<Reply<FileDiff>> diffBetween(
            SessionId other, SessionId sessionId, String path, String oldPath, int page);

    /**
     * A piece of a patch, or of a picture before or after its change.
     *
     * @param path empty for a patch of all files
     * @param oldPath the path before a rename; empty otherwise
     * @param offset the first byte
     */
    CompletionStage<Reply<ChangeContent>> readChange(
            SessionId sessionId, String path, String oldPath, ComparisonTarget against, ChangePart part, long offset);

    /**
     * Names the sessions of this host whose git working trees are on screen, {@value #MAX_WATCHED} at most. The host
     * reads no others. Replaces the sessions named before, and survives a reconnect. The results arrive in
     * {@link HostView#repositories}.
     */
    void watchRepositories(List<SessionId> sessionIds);

    /**
     * Names the sessions of this host that the person sees on this device now, {@value #MAX_WATCHED} at most. Replaces
     * those named before, and survives a reconnect. The host sends no notification about them elsewhere.
     */
    void showSessions(List<SessionId> sessionIds);

    /**
     * Reads lines of a file in the session's directory. For a picture or a binary file it completes without lines.
     * Completes with {@link ErrorCode#NO_SUCH_FILE} if there is none.
     *
     * @param path relative to the session's directory, or absolute and inside it
     * @param firstLine from 0
     * @param lines maximum number; the host may send fewer
     */
    CompletionStage<Reply<FilePart>> readFile(SessionId sessionId, String path, long firstLine, int lines);

    /** Reads bytes of a picture in the session's directory, from a position on. */
    CompletionStage<Reply<FilePart>> readPicture(SessionId sessionId, String path, long offset);

    /** @param path as of {@link #readFile}; empty for the session's directory itself */
    CompletionStage<Reply<Folder>> listFolder(SessionId sessionId, String path);

    /**
     * The snapshots of the files of a repository, newest first.
     *
     * @param directory in the repository, absolute
     */
    CompletionStage<Reply<List<KeptInfo>>> kept(String directory);

    /** Brings the files and the index of a working tree back as they are in a snapshot. The present state is kept. */
    CompletionStage<Reply<Restored>> restoreKept(String directory, String snapshot);

    CompletionStage<Reply<Done>> forgetKept(String directory, String snapshot);

    /**
     * Lists the files that bringing back a snapshot of the session's directory would change. Changes nothing.
     *
     * @param snapshot id of a snapshot that the session's transcript names
     */
    CompletionStage<Reply<Preview>> previewRestore(SessionId sessionId, String snapshot);

    /**
     * Uploads a chunk of content for the host to store for the session. Send the next chunk after this one is answered.
     *
     * @param upload id of the upload, chosen by the caller and unique
     * @param offset offset of the chunk in bytes; 0 restarts the upload
     * @param total total size in bytes
     */
    CompletionStage<Reply<BlobPart>> putBlob(SessionId sessionId, String upload, long offset, long total, byte[] piece);
}
