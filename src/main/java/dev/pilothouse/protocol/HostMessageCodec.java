package dev.pilothouse.protocol;

import com.google.gson.JsonObject;
import dev.pilothouse.model.DirectoryEntry;
import dev.pilothouse.model.ExternalSession;
import dev.pilothouse.model.FileMatch;
import dev.pilothouse.model.FilePart;
import dev.pilothouse.model.FolderEntry;
import dev.pilothouse.model.GitReference;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.KeptInfo;
import dev.pilothouse.model.KeptWorktree;
import dev.pilothouse.model.ReferenceList;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.RestoredFile;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.SessionFile;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.UsageReport;
import dev.pilothouse.model.WorktreeInfo;
import dev.pilothouse.protocol.HostMessage.Ack;
import dev.pilothouse.protocol.HostMessage.AgentTested;
import dev.pilothouse.protocol.HostMessage.AgentsChanged;
import dev.pilothouse.protocol.HostMessage.Audit;
import dev.pilothouse.protocol.HostMessage.Blob;
import dev.pilothouse.protocol.HostMessage.BlobKept;
import dev.pilothouse.protocol.HostMessage.Budgets;
import dev.pilothouse.protocol.HostMessage.Bye;
import dev.pilothouse.protocol.HostMessage.Change;
import dev.pilothouse.protocol.HostMessage.Changes;
import dev.pilothouse.protocol.HostMessage.CommentPlaces;
import dev.pilothouse.protocol.HostMessage.CommitInfo;
import dev.pilothouse.protocol.HostMessage.ConditionChanged;
import dev.pilothouse.protocol.HostMessage.Devices;
import dev.pilothouse.protocol.HostMessage.DiffPart;
import dev.pilothouse.protocol.HostMessage.Directory;
import dev.pilothouse.protocol.HostMessage.ExternalSessions;
import dev.pilothouse.protocol.HostMessage.FailedChecks;
import dev.pilothouse.protocol.HostMessage.Failure;
import dev.pilothouse.protocol.HostMessage.Figures;
import dev.pilothouse.protocol.HostMessage.File;
import dev.pilothouse.protocol.HostMessage.Files;
import dev.pilothouse.protocol.HostMessage.Folder;
import dev.pilothouse.protocol.HostMessage.HistoryPage;
import dev.pilothouse.protocol.HostMessage.Jobs;
import dev.pilothouse.protocol.HostMessage.JobsChanged;
import dev.pilothouse.protocol.HostMessage.Kept;
import dev.pilothouse.protocol.HostMessage.KeptRestored;
import dev.pilothouse.protocol.HostMessage.Overview;
import dev.pilothouse.protocol.HostMessage.OverviewChanged;
import dev.pilothouse.protocol.HostMessage.PairingAsked;
import dev.pilothouse.protocol.HostMessage.PairingPending;
import dev.pilothouse.protocol.HostMessage.Pong;
import dev.pilothouse.protocol.HostMessage.Presets;
import dev.pilothouse.protocol.HostMessage.ProfileRead;
import dev.pilothouse.protocol.HostMessage.Profiles;
import dev.pilothouse.protocol.HostMessage.PullRequest;
import dev.pilothouse.protocol.HostMessage.PushTargets;
import dev.pilothouse.protocol.HostMessage.References;
import dev.pilothouse.protocol.HostMessage.Registry;
import dev.pilothouse.protocol.HostMessage.Remote;
import dev.pilothouse.protocol.HostMessage.RepositoriesChanged;
import dev.pilothouse.protocol.HostMessage.RestorePreview;
import dev.pilothouse.protocol.HostMessage.Runs;
import dev.pilothouse.protocol.HostMessage.RunsChanged;
import dev.pilothouse.protocol.HostMessage.ScheduleTimes;
import dev.pilothouse.protocol.HostMessage.Schedules;
import dev.pilothouse.protocol.HostMessage.SchedulesChanged;
import dev.pilothouse.protocol.HostMessage.ScopeChanged;
import dev.pilothouse.protocol.HostMessage.SearchResults;
import dev.pilothouse.protocol.HostMessage.ServerSuggestions;
import dev.pilothouse.protocol.HostMessage.ServerTested;
import dev.pilothouse.protocol.HostMessage.SharingChanged;
import dev.pilothouse.protocol.HostMessage.Snapshot;
import dev.pilothouse.protocol.HostMessage.Templates;
import dev.pilothouse.protocol.HostMessage.TicketMade;
import dev.pilothouse.protocol.HostMessage.Trust;
import dev.pilothouse.protocol.HostMessage.TurnEstimates;
import dev.pilothouse.protocol.HostMessage.Unknown;
import dev.pilothouse.protocol.HostMessage.Updates;
import dev.pilothouse.protocol.HostMessage.Usage;
import dev.pilothouse.protocol.HostMessage.Welcome;
import dev.pilothouse.protocol.HostMessage.Worktrees;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SearchHit;
import java.util.List;
import java.util.Objects;

/** Host messages as JSON objects. Stateless. */
final class HostMessageCodec {
    static final MemberCodec.Optional<List<SessionId>> SESSION_IDS = Json.texts(SessionId::new, SessionId::value);

    private static final RecordCodec<WorktreeInfo.Status> WORKTREE_STATUS = io -> new WorktreeInfo.Status(
            io.opt("changed", Json.INT, WorktreeInfo.Status::changed),
            io.opt("unmerged", Json.INT, WorktreeInfo.Status::unmerged));

    private static final RecordCodec<WorktreeInfo> WORKTREE = io -> new WorktreeInfo(
            io.put("repository", Json.TEXT, WorktreeInfo::repository),
            io.put("place", Json.TEXT, WorktreeInfo::place),
            io.opt("branch", Json.TEXT, WorktreeInfo::branch),
            io.opt("head", Json.TEXT, WorktreeInfo::head),
            io.opt("own", Json.FLAG, WorktreeInfo::own),
            io.opt("sessions", SESSION_IDS, WorktreeInfo::sessions),
            io.orNull("status", WORKTREE_STATUS, WorktreeInfo::status),
            io.opt("bytes", Json.NUMBER, WorktreeInfo::bytes),
            io.orNull("lastUsed", Json.TIME, WorktreeInfo::lastUsed),
            io.opt("pullRequest", Json.INT, WorktreeInfo::pullRequest));

    private static final RecordCodec<KeptWorktree> KEPT_WORKTREE = io -> new KeptWorktree(
            io.put("repository", Json.TEXT, KeptWorktree::repository),
            io.put("id", Json.TEXT, KeptWorktree::id),
            io.put("place", Json.TEXT, KeptWorktree::place),
            io.opt("branch", Json.TEXT, KeptWorktree::branch),
            io.opt("files", Json.INT, KeptWorktree::files),
            io.put("at", Json.TIME, KeptWorktree::at));

    private static final RecordCodec<UsageReport> USAGE_REPORT = io -> new UsageReport(
            io.put("total", BudgetCodec.TOTAL, UsageReport::total),
            io.opt("days", BudgetCodec.TOTAL.list(), UsageReport::days),
            io.opt("groups", BudgetCodec.TOTAL.list(), UsageReport::groups),
            io.opt("more", Json.FLAG, UsageReport::more),
            io.orNull("problem", HostTextCodec.TEXT, UsageReport::problem));

    private static final RecordCodec<GitReference> REFERENCE = io -> new GitReference(
            io.put("name", Json.TEXT, GitReference::name),
            io.opt("remote", Json.FLAG, GitReference::remote),
            io.opt("place", Json.TEXT, GitReference::place));

    private static final RecordCodec<ReferenceList> REFERENCES = io -> new ReferenceList(
            io.opt("repository", Json.TEXT, ReferenceList::repository),
            io.opt("folder", Json.TEXT, ReferenceList::folder),
            io.opt("head", Json.TEXT, ReferenceList::head),
            io.opt("remoteDefault", Json.TEXT, ReferenceList::remoteDefault),
            io.opt("ahead", Json.INT, ReferenceList::ahead),
            io.opt("branches", REFERENCE.list(), ReferenceList::branches),
            io.opt("setup", Json.FLAG, ReferenceList::setup));

    private static final MemberCodec.Optional<List<JobId>> JOB_IDS = Json.texts(JobId::new, JobId::value);

    private static final MemberCodec.Optional<List<RunId>> RUN_IDS = Json.texts(RunId::new, RunId::value);

    private static final RecordCodec<DirectoryEntry> DIRECTORY_ENTRY = io -> new DirectoryEntry(
            io.put("name", Json.TEXT, DirectoryEntry::name),
            io.opt("directory", Json.FLAG, DirectoryEntry::directory),
            io.opt("repository", Json.FLAG, DirectoryEntry::repository));

    private static final RecordCodec<FileMatch> FILE = io -> new FileMatch(
            io.put("path", Json.TEXT, FileMatch::path), io.opt("directory", Json.FLAG, FileMatch::directory));

    private static final RecordCodec<KeptInfo> KEPT = io -> new KeptInfo(
            io.put("snapshot", Json.TEXT, KeptInfo::snapshot),
            io.put("reason", Json.TEXT, KeptInfo::reason),
            io.opt("owner", Json.TEXT, KeptInfo::owner),
            io.put("at", Json.TIME, KeptInfo::at),
            io.put("directory", Json.TEXT, KeptInfo::directory),
            io.opt("branch", Json.TEXT, KeptInfo::branch),
            io.opt("files", Json.INT, KeptInfo::files),
            io.opt("bytes", Json.NUMBER, KeptInfo::bytes));

    private static final RecordCodec<RestoredFile> RESTORED_FILE = io -> new RestoredFile(
            io.put("path", Json.TEXT, RestoredFile::path), io.put("kind", WireEnum.RESTORED_KIND, RestoredFile::kind));

    private static final RecordCodec<SessionFile> SESSION_FILE = io -> new SessionFile(
            io.put("path", Json.TEXT, SessionFile::path),
            io.put("kind", WireEnum.FILE_KIND, SessionFile::kind),
            io.put("size", Json.NUMBER, SessionFile::size),
            io.put("modified", Json.TIME, SessionFile::modified),
            io.opt("encoding", Json.TEXT, SessionFile::encoding),
            io.orNull("lineCount", Json.NUMBER, SessionFile::lineCount),
            io.opt("mimeType", Json.TEXT, SessionFile::mimeType));

    private static final RecordCodec<FilePart> FILE_PART = io -> new FilePart(
            io.put("file", SESSION_FILE, FilePart::file),
            io.opt("offset", Json.NUMBER, FilePart::offset),
            io.opt("lines", Json.TEXTS, FilePart::lines),
            io.opt("cut", Json.FLAG, FilePart::cut),
            io.opt("more", Json.FLAG, FilePart::more),
            io.opt("data", Json.TEXT, FilePart::data));

    private static final RecordCodec<FolderEntry> FOLDER_ENTRY = io -> new FolderEntry(
            io.put("name", Json.TEXT, FolderEntry::name),
            io.opt("directory", Json.FLAG, FolderEntry::directory),
            io.opt("ignored", Json.FLAG, FolderEntry::ignored),
            io.opt("link", Json.FLAG, FolderEntry::link),
            io.opt("size", Json.NUMBER, FolderEntry::size));

    private static final RecordCodec<ExternalSession> EXTERNAL_SESSION = io -> new ExternalSession(
            io.put("agentSessionId", Json.TEXT, ExternalSession::agentSessionId),
            io.opt("title", Json.TEXT, ExternalSession::title),
            io.opt("cwd", Json.TEXT, ExternalSession::cwd),
            io.orNull("updatedAt", Json.TIME, ExternalSession::updatedAt));

    private static final RecordCodec<SearchHit.Mark> MARK = io -> {
        int from = io.opt("from", Json.INT, SearchHit.Mark::from);
        int to = io.put("to", Json.INT, SearchHit.Mark::to);
        io.require(from >= 0 && to >= from, "to", "must not lie before from");
        return new SearchHit.Mark(from, to);
    };

    private static final RecordCodec<SearchHit> HIT = io -> new SearchHit(
            io.put("sessionId", Json.SESSION_ID, SearchHit::sessionId),
            io.put("item", Json.ITEM_ID, SearchHit::item),
            io.put("at", Json.TIME, SearchHit::at),
            io.put("kind", WireEnum.HIT_KIND, SearchHit::kind),
            io.put("excerpt", Json.TEXT, SearchHit::excerpt),
            io.opt("marks", MARK.list(), SearchHit::marks));

    private static final Kinds<HostMessage> KINDS = new Kinds<HostMessage>()
            .add(
                    "welcome",
                    Welcome.class,
                    io -> new Welcome(
                            io.put("hostId", Json.HOST_ID, Welcome::hostId),
                            io.put("hostName", Json.TEXT, Welcome::hostName),
                            io.put("protocol", Json.INT, Welcome::protocol),
                            io.put("deviceId", Json.DEVICE_ID, Welcome::deviceId),
                            io.put("scope", WireEnum.SCOPE_SENT, Welcome::scope),
                            io.put("sharing", AdminCodec.SHARING, Welcome::sharing),
                            io.put("agents", OfferCodec.AGENTS, Welcome::agents),
                            io.opt("agentProblems", HostTextCodec.PROBLEMS, Welcome::agentProblems)))
            .add(
                    "overview",
                    Overview.class,
                    io -> new Overview(io.put("sessions", StateCodec.SUMMARIES, Overview::sessions)))
            .add(
                    "overviewChanged",
                    OverviewChanged.class,
                    io -> new OverviewChanged(
                            io.opt("changed", StateCodec.SUMMARIES, OverviewChanged::changed),
                            io.opt("removed", SESSION_IDS, OverviewChanged::removed)))
            .add("updates", Updates.class, HostMessageCodec::updates)
            .add(
                    "snapshot",
                    Snapshot.class,
                    io -> new Snapshot(
                            io.put("sub", Json.NUMBER, Snapshot::sub),
                            io.put("gen", Json.GEN, Snapshot::gen),
                            io.put("state", StateCodec.STATE, Snapshot::state)))
            .add("historyPage", HistoryPage.class, HostMessageCodec::history)
            .add(
                    "ack",
                    Ack.class,
                    io -> new Ack(
                            io.put("requestId", Json.REQUEST_ID, Ack::requestId),
                            io.put("outcome", WireEnum.OUTCOME, Ack::outcome),
                            io.orNull("sessionId", Json.SESSION_ID, Ack::sessionId),
                            io.opt("seq", Json.NUMBER, Ack::seq)))
            .add(
                    "error",
                    Failure.class,
                    io -> new Failure(
                            io.orNull("requestId", Json.REQUEST_ID, Failure::requestId),
                            io.opt("sub", Json.NUMBER, Failure::sub),
                            io.put("code", WireEnum.ERROR_CODE, Failure::code),
                            io.inline(HostTextCodec.TEXT, Failure::sentence)))
            .add(
                    "directory",
                    Directory.class,
                    io -> new Directory(
                            io.put("requestId", Json.REQUEST_ID, Directory::requestId),
                            io.put("path", Json.TEXT, Directory::path),
                            io.put("entries", DIRECTORY_ENTRY.list(), Directory::entries)))
            .add(
                    "externalSessions",
                    ExternalSessions.class,
                    io -> new ExternalSessions(
                            io.put("requestId", Json.REQUEST_ID, ExternalSessions::requestId),
                            io.put("sessions", EXTERNAL_SESSION.list(), ExternalSessions::sessions),
                            io.opt("more", Json.FLAG, ExternalSessions::more)))
            .add(
                    "blob",
                    Blob.class,
                    io -> new Blob(
                            io.put("requestId", Json.REQUEST_ID, Blob::requestId),
                            io.put("text", Json.TEXT, Blob::text)))
            .add(
                    "searchResults",
                    SearchResults.class,
                    io -> new SearchResults(
                            io.put("requestId", Json.REQUEST_ID, SearchResults::requestId),
                            io.opt("hits", HIT.list(), SearchResults::hits),
                            io.opt("sessions", Json.INT, SearchResults::sessions),
                            io.opt("more", Json.FLAG, SearchResults::more)))
            .add(
                    "file",
                    File.class,
                    io -> new File(
                            io.put("requestId", Json.REQUEST_ID, File::requestId), io.inline(FILE_PART, File::part)))
            .add(
                    "folder",
                    Folder.class,
                    io -> new Folder(
                            io.put("requestId", Json.REQUEST_ID, Folder::requestId),
                            io.opt("path", Json.TEXT, Folder::path),
                            io.put("entries", FOLDER_ENTRY.list(), Folder::entries),
                            io.opt("partial", Json.FLAG, Folder::partial)))
            .add(
                    "files",
                    Files.class,
                    io -> new Files(
                            io.put("requestId", Json.REQUEST_ID, Files::requestId),
                            io.put("files", FILE.list(), Files::files),
                            io.opt("partial", Json.FLAG, Files::partial)))
            .add("changes", Changes.class, io -> {
                RequestId requestId = io.put("requestId", Json.REQUEST_ID, Changes::requestId);
                return new Changes(requestId, io.inline(RepositoryCodec.CHANGES, Changes::changes));
            })
            .add("diff", DiffPart.class, io -> {
                RequestId requestId = io.put("requestId", Json.REQUEST_ID, DiffPart::requestId);
                return new DiffPart(requestId, io.inline(RepositoryCodec.DIFF, DiffPart::diff));
            })
            .add("change", Change.class, io -> {
                RequestId requestId = io.put("requestId", Json.REQUEST_ID, Change::requestId);
                return new Change(requestId, io.inline(RepositoryCodec.BYTES, Change::bytes));
            })
            .add(
                    "commentPlaces",
                    CommentPlaces.class,
                    io -> new CommentPlaces(
                            io.put("requestId", Json.REQUEST_ID, CommentPlaces::requestId),
                            io.opt("places", ReviewCodec.PLACE.list(), CommentPlaces::places)))
            .add("remote", Remote.class, io -> {
                RequestId requestId = io.put("requestId", Json.REQUEST_ID, Remote::requestId);
                return new Remote(requestId, io.inline(RemoteCodec.STATE, Remote::state));
            })
            .add(
                    "repositoriesChanged",
                    RepositoriesChanged.class,
                    io -> new RepositoriesChanged(
                            io.opt("changed", RepositoryCodec.ENTRY.list(), RepositoriesChanged::changed)))
            .add(
                    "kept",
                    Kept.class,
                    io -> new Kept(
                            io.put("requestId", Json.REQUEST_ID, Kept::requestId),
                            io.opt("snapshots", KEPT.list(), Kept::snapshots)))
            .add(
                    "keptRestored",
                    KeptRestored.class,
                    io -> new KeptRestored(
                            io.put("requestId", Json.REQUEST_ID, KeptRestored::requestId),
                            io.inline(HostTextCodec.TEXT, KeptRestored::sentence),
                            io.opt("files", Json.INT, KeptRestored::files),
                            io.put("snapshot", Json.TEXT, KeptRestored::snapshot)))
            .add(
                    "restorePreview",
                    RestorePreview.class,
                    io -> new RestorePreview(
                            io.put("requestId", Json.REQUEST_ID, RestorePreview::requestId),
                            io.put("files", RESTORED_FILE.list(), RestorePreview::files),
                            io.put("total", Json.INT, RestorePreview::total)))
            .add(
                    "blobKept",
                    BlobKept.class,
                    io -> new BlobKept(
                            io.put("requestId", Json.REQUEST_ID, BlobKept::requestId),
                            io.put("received", Json.NUMBER, BlobKept::received),
                            io.orNull("blobId", Json.BLOB_ID, BlobKept::blobId)))
            .add(
                    "devices",
                    Devices.class,
                    io -> new Devices(
                            io.put("requestId", Json.REQUEST_ID, Devices::requestId),
                            io.put("devices", AdminCodec.DEVICE.list(), Devices::devices),
                            io.opt("asking", AdminCodec.REQUEST.list(), Devices::asking)))
            .add(
                    "audit",
                    Audit.class,
                    io -> new Audit(
                            io.put("requestId", Json.REQUEST_ID, Audit::requestId),
                            io.opt("entries", AdminCodec.AUDIT.list(), Audit::entries),
                            io.opt("more", Json.FLAG, Audit::more)))
            .add(
                    "ticket",
                    TicketMade.class,
                    io -> new TicketMade(
                            io.put("requestId", Json.REQUEST_ID, TicketMade::requestId),
                            io.put("ticket", Json.TEXT, TicketMade::ticket),
                            io.put("expiresAt", Json.TIME, TicketMade::expiresAt),
                            io.orNull("accessUntil", Json.TIME, TicketMade::accessUntil)))
            .add(
                    "trust",
                    Trust.class,
                    io -> new Trust(
                            io.put("requestId", Json.REQUEST_ID, Trust::requestId),
                            io.opt("entries", AdminCodec.TRUSTED.list(), Trust::entries)))
            .add(
                    "pushTargets",
                    PushTargets.class,
                    io -> new PushTargets(
                            io.put("requestId", Json.REQUEST_ID, PushTargets::requestId),
                            io.opt("targets", PushCodec.STATUS.list(), PushTargets::targets),
                            io.opt("publicKey", Json.TEXT, PushTargets::publicKey),
                            io.inline(HostTextCodec.OPTIONAL_TEXT, PushTargets::sentence)))
            .add(
                    "figures",
                    Figures.class,
                    io -> new Figures(
                            io.put("requestId", Json.REQUEST_ID, Figures::requestId),
                            io.put("figures", AdminCodec.FIGURE.list(), Figures::figures)))
            .add(
                    "pairingAsked",
                    PairingAsked.class,
                    io -> new PairingAsked(io.put("asking", AdminCodec.REQUEST.list(), PairingAsked::asking)))
            .add(
                    "pairingPending",
                    PairingPending.class,
                    io -> new PairingPending(io.put("code", Json.TEXT, PairingPending::code)))
            .add(
                    "agentsChanged",
                    AgentsChanged.class,
                    io -> new AgentsChanged(
                            io.put("agents", OfferCodec.AGENTS, AgentsChanged::agents),
                            io.opt("agentProblems", HostTextCodec.PROBLEMS, AgentsChanged::agentProblems)))
            .add(
                    "sharingChanged",
                    SharingChanged.class,
                    io -> new SharingChanged(io.put("sharing", AdminCodec.SHARING, SharingChanged::sharing)))
            .add(
                    "conditionChanged",
                    ConditionChanged.class,
                    io -> new ConditionChanged(io.put("condition", AdminCodec.CONDITION, ConditionChanged::condition)))
            .add(
                    "commit",
                    CommitInfo.class,
                    io -> new CommitInfo(
                            io.put("requestId", Json.REQUEST_ID, CommitInfo::requestId),
                            io.inline(CommitCodec.STATE, CommitInfo::state)))
            .add(
                    "references",
                    References.class,
                    io -> new References(
                            io.put("requestId", Json.REQUEST_ID, References::requestId),
                            io.inline(REFERENCES, References::list)))
            .add(
                    "templates",
                    Templates.class,
                    io -> new Templates(
                            io.put("requestId", Json.REQUEST_ID, Templates::requestId),
                            io.opt("templates", TemplateCodec.SAVED.list(), Templates::templates),
                            io.opt("problems", HostTextCodec.PROBLEMS, Templates::problems)))
            .add(
                    "presets",
                    Presets.class,
                    io -> new Presets(
                            io.put("requestId", Json.REQUEST_ID, Presets::requestId),
                            io.opt("presets", RunCodec.PRESET.list(), Presets::presets)))
            .add(
                    "budgets",
                    Budgets.class,
                    io -> new Budgets(
                            io.put("requestId", Json.REQUEST_ID, Budgets::requestId),
                            io.opt("budgets", BudgetCodec.BUDGET.list(), Budgets::budgets)))
            .add(
                    "turnEstimates",
                    TurnEstimates.class,
                    io -> new TurnEstimates(
                            io.put("requestId", Json.REQUEST_ID, TurnEstimates::requestId),
                            io.opt("estimates", BudgetCodec.ESTIMATE.list(), TurnEstimates::estimates)))
            .add(
                    "profiles",
                    Profiles.class,
                    io -> new Profiles(
                            io.put("requestId", Json.REQUEST_ID, Profiles::requestId),
                            io.opt("profiles", ProfileCodec.INFO.list(), Profiles::profiles),
                            io.opt("remembered", Json.TEXT, Profiles::remembered),
                            io.opt("problems", HostTextCodec.PROBLEMS, Profiles::problems)))
            .add(
                    "profileRead",
                    ProfileRead.class,
                    io -> new ProfileRead(
                            io.put("requestId", Json.REQUEST_ID, ProfileRead::requestId),
                            io.put("profile", ProfileCodec.PROFILE_SENT, ProfileRead::profile),
                            io.opt("revision", Json.TEXT, ProfileRead::revision)))
            .add(
                    "serverTested",
                    ServerTested.class,
                    io -> new ServerTested(
                            io.put("requestId", Json.REQUEST_ID, ServerTested::requestId),
                            io.opt("tools", Json.TEXTS, ServerTested::tools),
                            io.inline(HostTextCodec.OPTIONAL_TEXT, ServerTested::fault)))
            .add(
                    "serverSuggestions",
                    ServerSuggestions.class,
                    io -> new ServerSuggestions(
                            io.put("requestId", Json.REQUEST_ID, ServerSuggestions::requestId),
                            io.opt("suggestions", ProfileCodec.SUGGESTION.list(), ServerSuggestions::suggestions),
                            io.opt("problems", HostTextCodec.PROBLEMS, ServerSuggestions::problems)))
            .add(
                    "registry",
                    Registry.class,
                    io -> new Registry(
                            io.put("requestId", Json.REQUEST_ID, Registry::requestId),
                            io.put("registry", RegistryCodec.INFO, Registry::registry)))
            .add(
                    "agentTested",
                    AgentTested.class,
                    io -> new AgentTested(
                            io.put("requestId", Json.REQUEST_ID, AgentTested::requestId),
                            io.put("trial", RegistryCodec.TRIAL, AgentTested::trial)))
            .add(
                    "schedules",
                    Schedules.class,
                    io -> new Schedules(
                            io.put("requestId", Json.REQUEST_ID, Schedules::requestId),
                            io.opt("schedules", ScheduleCodec.STATUS.list(), Schedules::schedules)))
            .add(
                    "scheduleTimes",
                    ScheduleTimes.class,
                    io -> new ScheduleTimes(
                            io.put("requestId", Json.REQUEST_ID, ScheduleTimes::requestId),
                            io.opt("times", ScheduleCodec.TIMES, ScheduleTimes::times)))
            .add(
                    "schedulesChanged",
                    SchedulesChanged.class,
                    io -> new SchedulesChanged(
                            io.opt("all", Json.FLAG, SchedulesChanged::all),
                            io.opt("changed", ScheduleCodec.STATUS.list(), SchedulesChanged::changed),
                            io.opt("removed", ScheduleCodec.IDS, SchedulesChanged::removed)))
            .add(
                    "usage",
                    Usage.class,
                    io -> new Usage(
                            io.put("requestId", Json.REQUEST_ID, Usage::requestId),
                            io.inline(USAGE_REPORT, Usage::report)))
            .add(
                    "worktrees",
                    Worktrees.class,
                    io -> new Worktrees(
                            io.put("requestId", Json.REQUEST_ID, Worktrees::requestId),
                            io.opt("worktrees", WORKTREE.list(), Worktrees::worktrees),
                            io.opt("kept", KEPT_WORKTREE.list(), Worktrees::kept),
                            io.opt("more", Json.FLAG, Worktrees::more)))
            .add(
                    "pullRequest",
                    PullRequest.class,
                    io -> new PullRequest(
                            io.put("requestId", Json.REQUEST_ID, PullRequest::requestId),
                            io.inline(RepositoryCodec.PULL_REQUEST_STATUS, PullRequest::status)))
            .add(
                    "failedChecks",
                    FailedChecks.class,
                    io -> new FailedChecks(
                            io.put("requestId", Json.REQUEST_ID, FailedChecks::requestId),
                            io.opt("text", Json.TEXT, FailedChecks::text)))
            .add(
                    "jobs",
                    Jobs.class,
                    io -> new Jobs(
                            io.put("requestId", Json.REQUEST_ID, Jobs::requestId),
                            io.opt("jobs", JobCodec.JOB.list(), Jobs::jobs)))
            .add(
                    "jobsChanged",
                    JobsChanged.class,
                    io -> new JobsChanged(
                            io.opt("all", Json.FLAG, JobsChanged::all),
                            io.opt("changed", JobCodec.JOB.list(), JobsChanged::changed),
                            io.opt("removed", JOB_IDS, JobsChanged::removed)))
            .add(
                    "runs",
                    Runs.class,
                    io -> new Runs(
                            io.put("requestId", Json.REQUEST_ID, Runs::requestId),
                            io.opt("runs", RunCodec.RUN.list(), Runs::runs)))
            .add(
                    "runsChanged",
                    RunsChanged.class,
                    io -> new RunsChanged(
                            io.opt("all", Json.FLAG, RunsChanged::all),
                            io.opt("changed", RunCodec.RUN.list(), RunsChanged::changed),
                            io.opt("removed", RUN_IDS, RunsChanged::removed)))
            .add(
                    "scopeChanged",
                    ScopeChanged.class,
                    io -> new ScopeChanged(io.put("scope", WireEnum.SCOPE_SENT, ScopeChanged::scope)))
            .add("pong", Pong.class, io -> new Pong(io.put("nonce", Json.NUMBER, Pong::nonce)))
            .add(
                    "bye",
                    Bye.class,
                    io -> new Bye(
                            io.put("code", WireEnum.ERROR_CODE, Bye::code),
                            io.inline(HostTextCodec.TEXT, Bye::sentence),
                            io.opt("min", Json.INT, Bye::min),
                            io.opt("max", Json.INT, Bye::max)))
            .orElse(Unknown.class, Unknown::type, io -> new Unknown(io.put("type", Json.SHORT_TEXT, Unknown::type)));

    private static final RecordCodec<HostMessage> MESSAGE = KINDS.tagged("type");

    private HostMessageCodec() {}

    static JsonObject encode(HostMessage message) {
        return MESSAGE.encode(message);
    }

    static HostMessage decode(FieldReader fields) throws CodecException {
        return MESSAGE.decode(fields);
    }

    private static Updates updates(Fields<Updates> io) throws CodecException {
        long sub = io.put("sub", Json.NUMBER, Updates::sub);
        long gen = io.opt("gen", Json.GEN, Updates::gen, Updates.SAME_GEN);
        long after = io.put("after", Json.NUMBER, Updates::after);
        MemberCodec.Optional<List<JournaledUpdate>> list =
                UpdateCodec.following(after).list();
        // Written after the members whose defaults depend on them.
        FieldReader in = io.in();
        List<JournaledUpdate> updates = in != null
                ? list.read(in, "updates")
                : Objects.requireNonNull(io.value()).updates();
        long to = io.opt("to", Json.NUMBER, Updates::to, Updates.end(after, updates));
        long head = io.opt("head", Json.NUMBER, Updates::head, to);
        if (in == null) {
            io.opt("updates", list, Updates::updates);
        }
        return new Updates(sub, gen, after, to, head, updates);
    }

    private static HistoryPage history(Fields<HistoryPage> io) throws CodecException {
        long sub = io.put("sub", Json.NUMBER, HistoryPage::sub);
        long asOf = io.put("asOf", Json.NUMBER, HistoryPage::asOf);
        long start = io.put("start", Json.NUMBER, HistoryPage::start);
        List<Item> items = io.put("items", ItemCodec.ITEMS, HistoryPage::items);
        ItemCodec.requireAscending(io, items, start);
        return new HistoryPage(sub, asOf, start, items);
    }
}
