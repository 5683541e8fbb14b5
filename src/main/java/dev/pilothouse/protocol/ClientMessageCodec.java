package dev.pilothouse.protocol;

import com.google.gson.JsonObject;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.protocol.ClientMessage.AbortPull;
import dev.pilothouse.protocol.ClientMessage.ActOnRun;
import dev.pilothouse.protocol.ClientMessage.ActOnSchedule;
import dev.pilothouse.protocol.ClientMessage.Admin;
import dev.pilothouse.protocol.ClientMessage.CancelJob;
import dev.pilothouse.protocol.ClientMessage.CreatePullRequest;
import dev.pilothouse.protocol.ClientMessage.DeleteAgent;
import dev.pilothouse.protocol.ClientMessage.DeleteProfile;
import dev.pilothouse.protocol.ClientMessage.EstimateTurns;
import dev.pilothouse.protocol.ClientMessage.FetchBlob;
import dev.pilothouse.protocol.ClientMessage.FetchRemote;
import dev.pilothouse.protocol.ClientMessage.FindFiles;
import dev.pilothouse.protocol.ClientMessage.ForgetKept;
import dev.pilothouse.protocol.ClientMessage.Hello;
import dev.pilothouse.protocol.ClientMessage.History;
import dev.pilothouse.protocol.ClientMessage.InstallAgent;
import dev.pilothouse.protocol.ClientMessage.ListBudgets;
import dev.pilothouse.protocol.ClientMessage.ListChanges;
import dev.pilothouse.protocol.ClientMessage.ListDirectory;
import dev.pilothouse.protocol.ClientMessage.ListExternal;
import dev.pilothouse.protocol.ClientMessage.ListFolder;
import dev.pilothouse.protocol.ClientMessage.ListJobs;
import dev.pilothouse.protocol.ClientMessage.ListKept;
import dev.pilothouse.protocol.ClientMessage.ListPresets;
import dev.pilothouse.protocol.ClientMessage.ListProfiles;
import dev.pilothouse.protocol.ClientMessage.ListReferences;
import dev.pilothouse.protocol.ClientMessage.ListRegistry;
import dev.pilothouse.protocol.ClientMessage.ListRuns;
import dev.pilothouse.protocol.ClientMessage.ListSchedules;
import dev.pilothouse.protocol.ClientMessage.ListTemplates;
import dev.pilothouse.protocol.ClientMessage.ListWorktrees;
import dev.pilothouse.protocol.ClientMessage.LogoutAgent;
import dev.pilothouse.protocol.ClientMessage.MakeCommit;
import dev.pilothouse.protocol.ClientMessage.Pair;
import dev.pilothouse.protocol.ClientMessage.Ping;
import dev.pilothouse.protocol.ClientMessage.PlaceComments;
import dev.pilothouse.protocol.ClientMessage.PreviewRestore;
import dev.pilothouse.protocol.ClientMessage.PreviewSchedule;
import dev.pilothouse.protocol.ClientMessage.PullRemote;
import dev.pilothouse.protocol.ClientMessage.PushRemote;
import dev.pilothouse.protocol.ClientMessage.PutBlob;
import dev.pilothouse.protocol.ClientMessage.ReadChange;
import dev.pilothouse.protocol.ClientMessage.ReadCommit;
import dev.pilothouse.protocol.ClientMessage.ReadDiff;
import dev.pilothouse.protocol.ClientMessage.ReadFailedChecks;
import dev.pilothouse.protocol.ClientMessage.ReadFile;
import dev.pilothouse.protocol.ClientMessage.ReadProfile;
import dev.pilothouse.protocol.ClientMessage.ReadPullRequest;
import dev.pilothouse.protocol.ClientMessage.ReadRemote;
import dev.pilothouse.protocol.ClientMessage.ReadUsage;
import dev.pilothouse.protocol.ClientMessage.RefreshRegistry;
import dev.pilothouse.protocol.ClientMessage.RejectChange;
import dev.pilothouse.protocol.ClientMessage.RemoveAgent;
import dev.pilothouse.protocol.ClientMessage.RemoveWorktree;
import dev.pilothouse.protocol.ClientMessage.RestoreKept;
import dev.pilothouse.protocol.ClientMessage.RestoreWorktree;
import dev.pilothouse.protocol.ClientMessage.RetryJob;
import dev.pilothouse.protocol.ClientMessage.RunCheck;
import dev.pilothouse.protocol.ClientMessage.SaveAgent;
import dev.pilothouse.protocol.ClientMessage.SavePreset;
import dev.pilothouse.protocol.ClientMessage.SaveProfile;
import dev.pilothouse.protocol.ClientMessage.SaveSchedule;
import dev.pilothouse.protocol.ClientMessage.SaveTemplate;
import dev.pilothouse.protocol.ClientMessage.Search;
import dev.pilothouse.protocol.ClientMessage.SetBudget;
import dev.pilothouse.protocol.ClientMessage.ShowSessions;
import dev.pilothouse.protocol.ClientMessage.StageFiles;
import dev.pilothouse.protocol.ClientMessage.StartRun;
import dev.pilothouse.protocol.ClientMessage.Submit;
import dev.pilothouse.protocol.ClientMessage.Subscribe;
import dev.pilothouse.protocol.ClientMessage.SuggestCommit;
import dev.pilothouse.protocol.ClientMessage.SuggestServers;
import dev.pilothouse.protocol.ClientMessage.TestAgent;
import dev.pilothouse.protocol.ClientMessage.TestServer;
import dev.pilothouse.protocol.ClientMessage.Unknown;
import dev.pilothouse.protocol.ClientMessage.Unsubscribe;
import dev.pilothouse.protocol.ClientMessage.WatchRepositories;
import dev.pilothouse.session.Cursor;
import dev.pilothouse.session.Intent;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Client messages as JSON objects. Stateless. */
final class ClientMessageCodec {
    private static final MemberCodec<Long> SUB = Json.safe(1);
    private static final MemberCodec<byte[]> SECRET =
            Json.text(Base64.getUrlDecoder()::decode, Base64.getUrlEncoder().withoutPadding()::encodeToString);

    private record Versions(int min, int max) {}

    private static final RecordCodec<Versions> VERSIONS =
            io -> new Versions(io.put("min", Json.INT, Versions::min), io.put("max", Json.INT, Versions::max));

    /** No members for {@link Cursor#START}. */
    private static final RecordCodec<Cursor> CURSOR = io -> {
        FieldReader in = io.in();
        boolean start = in == null ? Cursor.START.equals(io.value()) : !in.has("gen") && !in.has("seq");
        return start
                ? Cursor.START
                : new Cursor(io.put("gen", Json.GEN, Cursor::gen), io.put("seq", Json.NUMBER, Cursor::seq));
    };

    private static final Kinds<ClientMessage> KINDS = new Kinds<ClientMessage>()
            .add("hello", Hello.class, io -> {
                Versions range = io.put("protocol", VERSIONS, m -> new Versions(m.minVersion(), m.maxVersion()));
                return new Hello(range.min(), range.max(), io.put("app", Json.TEXT, Hello::app, ""));
            })
            .add("pair", Pair.class, io -> {
                Versions range = io.put("protocol", VERSIONS, m -> new Versions(m.minVersion(), m.maxVersion()));
                return new Pair(
                        range.min(),
                        range.max(),
                        io.put("app", Json.TEXT, Pair::app, ""),
                        io.put("ticketId", Json.TEXT, Pair::ticketId),
                        io.put("secret", SECRET, Pair::secret),
                        io.put("name", Json.TEXT, Pair::name),
                        io.put("platform", Json.TEXT, Pair::platform, ""));
            })
            .add(
                    "subscribe",
                    Subscribe.class,
                    io -> new Subscribe(
                            io.put("sub", SUB, Subscribe::sub),
                            io.put("sessionId", Json.SESSION_ID, Subscribe::sessionId),
                            io.inline(CURSOR, Subscribe::cursor)))
            .add("unsubscribe", Unsubscribe.class, io -> new Unsubscribe(io.put("sub", SUB, Unsubscribe::sub)))
            .add(
                    "watchRepositories",
                    WatchRepositories.class,
                    io -> new WatchRepositories(
                            io.opt("sessionIds", HostMessageCodec.SESSION_IDS, WatchRepositories::sessionIds)))
            .add(
                    "showSessions",
                    ShowSessions.class,
                    io -> new ShowSessions(
                            io.opt("sessionIds", HostMessageCodec.SESSION_IDS, ShowSessions::sessionIds)))
            .add(
                    "history",
                    History.class,
                    io -> new History(
                            io.put("sub", SUB, History::sub),
                            io.put("beforeBorn", Json.NUMBER, History::beforeSeq),
                            io.put("limit", Json.INT, History::limit)))
            .add(
                    "listDirectory",
                    ListDirectory.class,
                    io -> new ListDirectory(
                            io.put("requestId", Json.REQUEST_ID, ListDirectory::requestId),
                            io.opt("path", Json.TEXT, ListDirectory::path)))
            .add(
                    "fetchBlob",
                    FetchBlob.class,
                    io -> new FetchBlob(
                            io.put("requestId", Json.REQUEST_ID, FetchBlob::requestId),
                            io.put("sessionId", Json.SESSION_ID, FetchBlob::sessionId),
                            io.put("blobId", Json.BLOB_ID, FetchBlob::blobId),
                            io.opt("binary", Json.FLAG, FetchBlob::binary)))
            .add(
                    "listExternal",
                    ListExternal.class,
                    io -> new ListExternal(
                            io.put("requestId", Json.REQUEST_ID, ListExternal::requestId),
                            io.put("agentId", Json.AGENT_ID, ListExternal::agentId),
                            io.opt("cwd", Json.TEXT, ListExternal::cwd)))
            .add(
                    "findFiles",
                    FindFiles.class,
                    io -> new FindFiles(
                            io.put("requestId", Json.REQUEST_ID, FindFiles::requestId),
                            io.put("sessionId", Json.SESSION_ID, FindFiles::sessionId),
                            io.opt("query", Json.TEXT, FindFiles::query)))
            .add(
                    "readFile",
                    ReadFile.class,
                    io -> new ReadFile(
                            io.put("requestId", Json.REQUEST_ID, ReadFile::requestId),
                            io.put("sessionId", Json.SESSION_ID, ReadFile::sessionId),
                            io.put("path", Json.TEXT, ReadFile::path),
                            io.opt("offset", Json.NUMBER, ReadFile::offset),
                            io.opt("limit", Json.INT, ReadFile::limit),
                            io.opt("binary", Json.FLAG, ReadFile::binary)))
            .add(
                    "listFolder",
                    ListFolder.class,
                    io -> new ListFolder(
                            io.put("requestId", Json.REQUEST_ID, ListFolder::requestId),
                            io.put("sessionId", Json.SESSION_ID, ListFolder::sessionId),
                            io.opt("path", Json.TEXT, ListFolder::path)))
            .add(
                    "listKept",
                    ListKept.class,
                    io -> new ListKept(
                            io.put("requestId", Json.REQUEST_ID, ListKept::requestId),
                            io.put("directory", Json.TEXT, ListKept::directory)))
            .add(
                    "restoreKept",
                    RestoreKept.class,
                    io -> new RestoreKept(
                            io.put("requestId", Json.REQUEST_ID, RestoreKept::requestId),
                            io.put("directory", Json.TEXT, RestoreKept::directory),
                            io.put("snapshot", Json.TEXT, RestoreKept::snapshot)))
            .add(
                    "forgetKept",
                    ForgetKept.class,
                    io -> new ForgetKept(
                            io.put("requestId", Json.REQUEST_ID, ForgetKept::requestId),
                            io.put("directory", Json.TEXT, ForgetKept::directory),
                            io.put("snapshot", Json.TEXT, ForgetKept::snapshot)))
            .add(
                    "previewRestore",
                    PreviewRestore.class,
                    io -> new PreviewRestore(
                            io.put("requestId", Json.REQUEST_ID, PreviewRestore::requestId),
                            io.put("sessionId", Json.SESSION_ID, PreviewRestore::sessionId),
                            io.put("snapshot", Json.TEXT, PreviewRestore::snapshot)))
            .add(
                    "listChanges",
                    ListChanges.class,
                    io -> new ListChanges(
                            io.put("requestId", Json.REQUEST_ID, ListChanges::requestId),
                            io.put("sessionId", Json.SESSION_ID, ListChanges::sessionId),
                            io.put("against", WireEnum.COMPARISON_TARGET, ListChanges::against),
                            io.orNull("other", Json.SESSION_ID, ListChanges::other)))
            .add(
                    "placeComments",
                    PlaceComments.class,
                    io -> new PlaceComments(
                            io.put("requestId", Json.REQUEST_ID, PlaceComments::requestId),
                            io.put("sessionId", Json.SESSION_ID, PlaceComments::sessionId)))
            .add(
                    "readDiff",
                    ReadDiff.class,
                    io -> new ReadDiff(
                            io.put("requestId", Json.REQUEST_ID, ReadDiff::requestId),
                            io.put("sessionId", Json.SESSION_ID, ReadDiff::sessionId),
                            io.put("path", Json.TEXT, ReadDiff::path),
                            io.opt("oldPath", Json.TEXT, ReadDiff::oldPath),
                            io.put("against", WireEnum.COMPARISON_TARGET, ReadDiff::against),
                            io.opt("page", Json.INT, ReadDiff::page),
                            io.opt("seen", Json.TEXT, ReadDiff::seen),
                            io.orNull("other", Json.SESSION_ID, ReadDiff::other)))
            .add(
                    "readChange",
                    ReadChange.class,
                    io -> new ReadChange(
                            io.put("requestId", Json.REQUEST_ID, ReadChange::requestId),
                            io.put("sessionId", Json.SESSION_ID, ReadChange::sessionId),
                            io.opt("path", Json.TEXT, ReadChange::path),
                            io.opt("oldPath", Json.TEXT, ReadChange::oldPath),
                            io.put("against", WireEnum.COMPARISON_TARGET, ReadChange::against),
                            io.put("part", WireEnum.CHANGE_PART, ReadChange::part),
                            io.opt("offset", Json.NUMBER, ReadChange::offset)))
            .add(
                    "putBlob",
                    PutBlob.class,
                    io -> new PutBlob(
                            io.put("requestId", Json.REQUEST_ID, PutBlob::requestId),
                            io.put("sessionId", Json.SESSION_ID, PutBlob::sessionId),
                            io.put("upload", Json.TEXT, PutBlob::upload),
                            io.put("offset", Json.NUMBER, PutBlob::offset),
                            io.put("total", Json.NUMBER, PutBlob::total),
                            io.put("data", Json.TEXT, PutBlob::data)))
            .add(
                    "search",
                    Search.class,
                    io -> new Search(
                            io.put("requestId", Json.REQUEST_ID, Search::requestId),
                            io.put("text", Json.TEXT, Search::text),
                            io.put("limit", Json.INT, Search::limit)))
            .add(
                    "readCommit",
                    ReadCommit.class,
                    io -> new ReadCommit(
                            io.put("requestId", Json.REQUEST_ID, ReadCommit::requestId),
                            io.put("sessionId", Json.SESSION_ID, ReadCommit::sessionId)))
            .add(
                    "stageFiles",
                    StageFiles.class,
                    io -> new StageFiles(
                            io.put("requestId", Json.REQUEST_ID, StageFiles::requestId),
                            io.put("sessionId", Json.SESSION_ID, StageFiles::sessionId),
                            io.opt("staged", Json.FLAG, StageFiles::staged),
                            io.opt("files", CommitCodec.FILE_MARK.list(), StageFiles::files),
                            io.orNull("hunk", CommitCodec.HUNK_MARK, StageFiles::hunk)))
            .add(
                    "rejectChange",
                    RejectChange.class,
                    io -> new RejectChange(
                            io.put("requestId", Json.REQUEST_ID, RejectChange::requestId),
                            io.put("jobId", Json.JOB_ID, RejectChange::jobId),
                            io.put("sessionId", Json.SESSION_ID, RejectChange::sessionId),
                            io.put("against", WireEnum.COMPARISON_TARGET, RejectChange::against),
                            io.put("file", CommitCodec.FILE_MARK, RejectChange::file),
                            io.orNull("hunk", CommitCodec.HUNK_MARK, RejectChange::hunk),
                            io.opt("afterTurn", Json.FLAG, RejectChange::afterTurn)))
            .add(
                    "makeCommit",
                    MakeCommit.class,
                    io -> new MakeCommit(
                            io.put("requestId", Json.REQUEST_ID, MakeCommit::requestId),
                            io.put("jobId", Json.JOB_ID, MakeCommit::jobId),
                            io.put("sessionId", Json.SESSION_ID, MakeCommit::sessionId),
                            io.inline(CommitCodec.ORDER, MakeCommit::order)))
            .add(
                    "suggestCommit",
                    SuggestCommit.class,
                    io -> new SuggestCommit(
                            io.put("requestId", Json.REQUEST_ID, SuggestCommit::requestId),
                            io.put("jobId", Json.JOB_ID, SuggestCommit::jobId),
                            io.put("sessionId", Json.SESSION_ID, SuggestCommit::sessionId)))
            .add(
                    "runCheck",
                    RunCheck.class,
                    io -> new RunCheck(
                            io.put("requestId", Json.REQUEST_ID, RunCheck::requestId),
                            io.put("jobId", Json.JOB_ID, RunCheck::jobId),
                            io.put("sessionId", Json.SESSION_ID, RunCheck::sessionId),
                            io.opt("commands", Json.TEXTS, RunCheck::commands),
                            io.opt("minutes", Json.INT, RunCheck::minutes),
                            io.opt("afterTurn", Json.FLAG, RunCheck::afterTurn)))
            .add(
                    "listReferences",
                    ListReferences.class,
                    io -> new ListReferences(
                            io.put("requestId", Json.REQUEST_ID, ListReferences::requestId),
                            io.put("path", Json.TEXT, ListReferences::path)))
            .add(
                    "readUsage",
                    ReadUsage.class,
                    io -> new ReadUsage(
                            io.put("requestId", Json.REQUEST_ID, ReadUsage::requestId),
                            io.put("from", Json.TEXT, ReadUsage::from),
                            io.put("to", Json.TEXT, ReadUsage::to),
                            io.put("zone", Json.TEXT, ReadUsage::zone),
                            io.put("by", WireEnum.USAGE_GROUPING, ReadUsage::by)))
            .add(
                    "readRemote",
                    ReadRemote.class,
                    io -> new ReadRemote(
                            io.put("requestId", Json.REQUEST_ID, ReadRemote::requestId),
                            io.put("sessionId", Json.SESSION_ID, ReadRemote::sessionId)))
            .add(
                    "fetchRemote",
                    FetchRemote.class,
                    io -> new FetchRemote(
                            io.put("requestId", Json.REQUEST_ID, FetchRemote::requestId),
                            io.put("jobId", Json.JOB_ID, FetchRemote::jobId),
                            io.put("sessionId", Json.SESSION_ID, FetchRemote::sessionId)))
            .add(
                    "pullRemote",
                    PullRemote.class,
                    io -> new PullRemote(
                            io.put("requestId", Json.REQUEST_ID, PullRemote::requestId),
                            io.put("jobId", Json.JOB_ID, PullRemote::jobId),
                            io.put("sessionId", Json.SESSION_ID, PullRemote::sessionId),
                            io.orNull("method", WireEnum.PULL_MODE, PullRemote::method),
                            io.opt("afterTurn", Json.FLAG, PullRemote::afterTurn)))
            .add(
                    "abortPull",
                    AbortPull.class,
                    io -> new AbortPull(
                            io.put("requestId", Json.REQUEST_ID, AbortPull::requestId),
                            io.put("jobId", Json.JOB_ID, AbortPull::jobId),
                            io.put("sessionId", Json.SESSION_ID, AbortPull::sessionId)))
            .add("pushRemote", PushRemote.class, io -> {
                RequestId requestId = io.put("requestId", Json.REQUEST_ID, PushRemote::requestId);
                return new PushRemote(
                        requestId,
                        io.put("jobId", Json.JOB_ID, PushRemote::jobId),
                        io.put("sessionId", Json.SESSION_ID, PushRemote::sessionId),
                        io.inline(RemoteCodec.ORDER, PushRemote::order));
            })
            .add(
                    "estimateTurns",
                    EstimateTurns.class,
                    io -> new EstimateTurns(
                            io.put("requestId", Json.REQUEST_ID, EstimateTurns::requestId),
                            io.opt("sessions", Json.SESSION_IDS, EstimateTurns::sessions)))
            .add(
                    "listBudgets",
                    ListBudgets.class,
                    io -> new ListBudgets(io.put("requestId", Json.REQUEST_ID, ListBudgets::requestId)))
            .add(
                    "listPresets",
                    ListPresets.class,
                    io -> new ListPresets(io.put("requestId", Json.REQUEST_ID, ListPresets::requestId)))
            .add(
                    "savePreset",
                    SavePreset.class,
                    io -> new SavePreset(
                            io.put("requestId", Json.REQUEST_ID, SavePreset::requestId),
                            io.opt("before", Json.TEXT, SavePreset::before),
                            io.orNull("preset", RunCodec.PRESET, SavePreset::preset)))
            .add(
                    "setBudget",
                    SetBudget.class,
                    io -> new SetBudget(
                            io.put("requestId", Json.REQUEST_ID, SetBudget::requestId),
                            io.put("budget", BudgetCodec.BUDGET, SetBudget::budget)))
            .add(
                    "listProfiles",
                    ListProfiles.class,
                    io -> new ListProfiles(
                            io.put("requestId", Json.REQUEST_ID, ListProfiles::requestId),
                            io.orNull("directory", Json.TEXT, ListProfiles::directory)))
            .add(
                    "readProfile",
                    ReadProfile.class,
                    io -> new ReadProfile(
                            io.put("requestId", Json.REQUEST_ID, ReadProfile::requestId),
                            io.put("name", Json.TEXT, ReadProfile::name)))
            .add(
                    "saveProfile",
                    SaveProfile.class,
                    io -> new SaveProfile(
                            io.put("requestId", Json.REQUEST_ID, SaveProfile::requestId),
                            io.put("profile", ProfileCodec.PROFILE, SaveProfile::profile),
                            io.orNull("replaces", Json.TEXT, SaveProfile::replaces),
                            io.opt("revision", Json.TEXT, SaveProfile::revision)))
            .add(
                    "deleteProfile",
                    DeleteProfile.class,
                    io -> new DeleteProfile(
                            io.put("requestId", Json.REQUEST_ID, DeleteProfile::requestId),
                            io.put("name", Json.TEXT, DeleteProfile::name),
                            io.opt("revision", Json.TEXT, DeleteProfile::revision)))
            .add(
                    "testServer",
                    TestServer.class,
                    io -> new TestServer(
                            io.put("requestId", Json.REQUEST_ID, TestServer::requestId),
                            io.put("profile", Json.TEXT, TestServer::profile),
                            io.put("server", Json.TEXT, TestServer::server)))
            .add(
                    "suggestServers",
                    SuggestServers.class,
                    io -> new SuggestServers(
                            io.put("requestId", Json.REQUEST_ID, SuggestServers::requestId),
                            io.put("directory", Json.TEXT, SuggestServers::directory)))
            .add(
                    "listTemplates",
                    ListTemplates.class,
                    io -> new ListTemplates(io.put("requestId", Json.REQUEST_ID, ListTemplates::requestId)))
            .add(
                    "saveTemplate",
                    SaveTemplate.class,
                    io -> new SaveTemplate(
                            io.put("requestId", Json.REQUEST_ID, SaveTemplate::requestId),
                            io.opt("before", Json.TEXT, SaveTemplate::before),
                            io.orNull("template", TemplateCodec.TEMPLATE, SaveTemplate::template),
                            io.opt("revision", Json.TEXT, SaveTemplate::revision)))
            .add(
                    "listRegistry",
                    ListRegistry.class,
                    io -> new ListRegistry(io.put("requestId", Json.REQUEST_ID, ListRegistry::requestId)))
            .add(
                    "refreshRegistry",
                    RefreshRegistry.class,
                    io -> new RefreshRegistry(
                            io.put("requestId", Json.REQUEST_ID, RefreshRegistry::requestId),
                            io.put("jobId", Json.JOB_ID, RefreshRegistry::jobId)))
            .add(
                    "installAgent",
                    InstallAgent.class,
                    io -> new InstallAgent(
                            io.put("requestId", Json.REQUEST_ID, InstallAgent::requestId),
                            io.put("jobId", Json.JOB_ID, InstallAgent::jobId),
                            io.put("id", Json.TEXT, InstallAgent::id),
                            io.put("source", Json.TEXT, InstallAgent::source),
                            io.opt("unverified", Json.FLAG, InstallAgent::unverified)))
            .add(
                    "removeAgent",
                    RemoveAgent.class,
                    io -> new RemoveAgent(
                            io.put("requestId", Json.REQUEST_ID, RemoveAgent::requestId),
                            io.put("jobId", Json.JOB_ID, RemoveAgent::jobId),
                            io.put("id", Json.TEXT, RemoveAgent::id)))
            .add(
                    "testAgent",
                    TestAgent.class,
                    io -> new TestAgent(
                            io.put("requestId", Json.REQUEST_ID, TestAgent::requestId),
                            io.put("agentId", Json.AGENT_ID, TestAgent::agentId),
                            io.orNull("draft", RegistryCodec.DRAFT, TestAgent::draft)))
            .add(
                    "saveAgent",
                    SaveAgent.class,
                    io -> new SaveAgent(
                            io.put("requestId", Json.REQUEST_ID, SaveAgent::requestId),
                            io.put("draft", RegistryCodec.DRAFT, SaveAgent::draft)))
            .add(
                    "deleteAgent",
                    DeleteAgent.class,
                    io -> new DeleteAgent(
                            io.put("requestId", Json.REQUEST_ID, DeleteAgent::requestId),
                            io.put("agentId", Json.AGENT_ID, DeleteAgent::agentId)))
            .add(
                    "logoutAgent",
                    LogoutAgent.class,
                    io -> new LogoutAgent(
                            io.put("requestId", Json.REQUEST_ID, LogoutAgent::requestId),
                            io.put("agentId", Json.AGENT_ID, LogoutAgent::agentId)))
            .add(
                    "listSchedules",
                    ListSchedules.class,
                    io -> new ListSchedules(
                            io.put("requestId", Json.REQUEST_ID, ListSchedules::requestId),
                            io.orNull("id", ScheduleCodec.ID, ListSchedules::id)))
            .add(
                    "previewSchedule",
                    PreviewSchedule.class,
                    io -> new PreviewSchedule(
                            io.put("requestId", Json.REQUEST_ID, PreviewSchedule::requestId),
                            io.put("timing", ScheduleCodec.TIMING, PreviewSchedule::timing)))
            .add(
                    "saveSchedule",
                    SaveSchedule.class,
                    io -> new SaveSchedule(
                            io.put("requestId", Json.REQUEST_ID, SaveSchedule::requestId),
                            io.put("schedule", ScheduleCodec.SCHEDULE, SaveSchedule::schedule)))
            .add(
                    "actOnSchedule",
                    ActOnSchedule.class,
                    io -> new ActOnSchedule(
                            io.put("requestId", Json.REQUEST_ID, ActOnSchedule::requestId),
                            io.put("id", ScheduleCodec.ID, ActOnSchedule::id),
                            io.put("action", WireEnum.SCHEDULE_ACTION, ActOnSchedule::action)))
            .add(
                    "listWorktrees",
                    ListWorktrees.class,
                    io -> new ListWorktrees(io.put("requestId", Json.REQUEST_ID, ListWorktrees::requestId)))
            .add(
                    "removeWorktree",
                    RemoveWorktree.class,
                    io -> new RemoveWorktree(
                            io.put("requestId", Json.REQUEST_ID, RemoveWorktree::requestId),
                            io.put("jobId", Json.JOB_ID, RemoveWorktree::jobId),
                            io.put("repository", Json.TEXT, RemoveWorktree::repository),
                            io.put("place", Json.TEXT, RemoveWorktree::place),
                            io.put("head", Json.TEXT, RemoveWorktree::head),
                            io.opt("foreign", Json.FLAG, RemoveWorktree::foreign)))
            .add(
                    "restoreWorktree",
                    RestoreWorktree.class,
                    io -> new RestoreWorktree(
                            io.put("requestId", Json.REQUEST_ID, RestoreWorktree::requestId),
                            io.put("jobId", Json.JOB_ID, RestoreWorktree::jobId),
                            io.put("repository", Json.TEXT, RestoreWorktree::repository),
                            io.put("snapshot", Json.TEXT, RestoreWorktree::snapshot),
                            io.opt("branch", Json.TEXT, RestoreWorktree::branch)))
            .add(
                    "readPullRequest",
                    ReadPullRequest.class,
                    io -> new ReadPullRequest(
                            io.put("requestId", Json.REQUEST_ID, ReadPullRequest::requestId),
                            io.put("sessionId", Json.SESSION_ID, ReadPullRequest::sessionId)))
            .add(
                    "readFailedChecks",
                    ReadFailedChecks.class,
                    io -> new ReadFailedChecks(
                            io.put("requestId", Json.REQUEST_ID, ReadFailedChecks::requestId),
                            io.put("sessionId", Json.SESSION_ID, ReadFailedChecks::sessionId)))
            .add(
                    "createPullRequest",
                    CreatePullRequest.class,
                    io -> new CreatePullRequest(
                            io.put("requestId", Json.REQUEST_ID, CreatePullRequest::requestId),
                            io.put("jobId", Json.JOB_ID, CreatePullRequest::jobId),
                            io.put("sessionId", Json.SESSION_ID, CreatePullRequest::sessionId),
                            io.put("branch", Json.TEXT, CreatePullRequest::branch),
                            io.put("base", Json.TEXT, CreatePullRequest::base),
                            io.put("title", Json.TEXT, CreatePullRequest::title),
                            io.opt("body", Json.TEXT, CreatePullRequest::body),
                            io.opt("draft", Json.FLAG, CreatePullRequest::draft)))
            .add(
                    "listJobs",
                    ListJobs.class,
                    io -> new ListJobs(
                            io.put("requestId", Json.REQUEST_ID, ListJobs::requestId),
                            io.orNull("jobId", Json.JOB_ID, ListJobs::jobId)))
            .add(
                    "cancelJob",
                    CancelJob.class,
                    io -> new CancelJob(
                            io.put("requestId", Json.REQUEST_ID, CancelJob::requestId),
                            io.put("jobId", Json.JOB_ID, CancelJob::jobId)))
            .add(
                    "retryJob",
                    RetryJob.class,
                    io -> new RetryJob(
                            io.put("requestId", Json.REQUEST_ID, RetryJob::requestId),
                            io.put("jobId", Json.JOB_ID, RetryJob::jobId)))
            .add(
                    "startRun",
                    StartRun.class,
                    io -> new StartRun(
                            io.put("requestId", Json.REQUEST_ID, StartRun::requestId),
                            io.put("runId", Json.RUN_ID, StartRun::runId),
                            io.put("kind", WireEnum.RUN_KIND, StartRun::kind),
                            io.opt("parameters", Json.OBJECT_TEXT, StartRun::parameters)))
            .add(
                    "runAction",
                    ActOnRun.class,
                    io -> new ActOnRun(
                            io.put("requestId", Json.REQUEST_ID, ActOnRun::requestId),
                            io.put("runId", Json.RUN_ID, ActOnRun::runId),
                            io.put("action", Json.TEXT, ActOnRun::action),
                            io.opt("parameters", Json.OBJECT_TEXT, ActOnRun::parameters)))
            .add(
                    "listRuns",
                    ListRuns.class,
                    io -> new ListRuns(io.put("requestId", Json.REQUEST_ID, ListRuns::requestId)))
            .add("ping", Ping.class, io -> new Ping(io.put("nonce", Json.safe(0), Ping::nonce)))
            .add(IntentCodec.KINDS.names(), Submit.class, m -> IntentCodec.KINDS.name(m.intent()), io -> {
                Intent intent = io.inline(IntentCodec.INTENT, Submit::intent);
                return new Submit(io.put("requestId", Json.REQUEST_ID, Submit::requestId), intent);
            })
            .add(AdminCodec.COMMANDS.names(), Admin.class, m -> AdminCodec.COMMANDS.name(m.command()), io -> {
                AdminCommand command = io.inline(AdminCodec.COMMAND, Admin::command);
                return new Admin(io.put("requestId", Json.REQUEST_ID, Admin::requestId), command);
            })
            .orElse(
                    Unknown.class,
                    Unknown::type,
                    io -> new Unknown(io.put("type", Json.SHORT_TEXT, Unknown::type), readableRequest(io)));

    static final RecordCodec<ClientMessage> MESSAGE = KINDS.tagged("type");

    private ClientMessageCodec() {}

    static JsonObject encode(ClientMessage message) {
        return MESSAGE.encode(message);
    }

    /**
     * Decodes a message.
     *
     * @throws InvalidMessageException if the type is readable and another member is invalid
     * @throws CodecException if the type is missing
     */
    static ClientMessage decode(FieldReader fields) throws CodecException {
        fields.string("type");
        try {
            return MESSAGE.decode(fields);
        } catch (CodecException e) {
            throw new InvalidMessageException(e, readableRequest(new Fields<>(fields)), readableSub(fields));
        }
    }

    private static @Nullable RequestId readableRequest(Fields<Unknown> io) {
        try {
            return io.orNull("requestId", Json.REQUEST_ID, Unknown::requestId);
        } catch (CodecException e) {
            return null;
        }
    }

    private static long readableSub(FieldReader fields) {
        try {
            return fields.has("sub") ? SUB.read(fields, "sub") : 0;
        } catch (CodecException e) {
            return 0;
        }
    }
}
