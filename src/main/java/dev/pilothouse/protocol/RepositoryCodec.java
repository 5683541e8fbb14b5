package dev.pilothouse.protocol;

import dev.pilothouse.model.ChangeContent;
import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.DiffHunk;
import dev.pilothouse.model.FileChanges;
import dev.pilothouse.model.FileDiff;
import dev.pilothouse.model.PullRequestInfo;
import dev.pilothouse.model.PullRequestStatus;
import dev.pilothouse.model.RepositorySummary;
import dev.pilothouse.protocol.HostMessage.RepositoriesChanged;

/** Git working trees, their changed files and differences as JSON objects. Stateless. */
public final class RepositoryCodec {
    private static final RecordCodec<PullRequestInfo> PULL_REQUEST = io -> new PullRequestInfo(
            io.put("number", Json.INT, PullRequestInfo::number),
            io.opt("title", Json.TEXT, PullRequestInfo::title),
            io.opt("url", Json.TEXT, PullRequestInfo::url),
            io.put("state", WireEnum.PULL_REQUEST_STATE, PullRequestInfo::state),
            io.opt("base", Json.TEXT, PullRequestInfo::base),
            new PullRequestInfo.Checks(
                    io.opt("running", Json.INT, each -> each.checks().running()),
                    io.opt("passed", Json.INT, each -> each.checks().passed()),
                    io.opt("failed", Json.INT, each -> each.checks().failed())));

    private static final RecordCodec<PullRequestStatus.Place> PLACE = io -> new PullRequestStatus.Place(
            io.opt("repository", Json.TEXT, PullRequestStatus.Place::repository),
            io.opt("program", Json.TEXT, PullRequestStatus.Place::program),
            io.opt("branch", Json.TEXT, PullRequestStatus.Place::branch),
            io.opt("pushed", Json.FLAG, PullRequestStatus.Place::pushed),
            io.opt("unpushed", Json.INT, PullRequestStatus.Place::unpushed));

    private static final RecordCodec<PullRequestStatus.Proposal> PROPOSAL = io -> new PullRequestStatus.Proposal(
            io.opt("base", Json.TEXT, PullRequestStatus.Proposal::base),
            io.opt("bases", Json.TEXTS, PullRequestStatus.Proposal::bases),
            io.opt("title", Json.TEXT, PullRequestStatus.Proposal::title),
            io.opt("body", Json.TEXT, PullRequestStatus.Proposal::body),
            io.opt("comparePage", Json.TEXT, PullRequestStatus.Proposal::comparePage));

    private static final RecordCodec<PullRequestStatus.Problem> PROBLEM = io -> new PullRequestStatus.Problem(
            io.put("trouble", WireEnum.PULL_REQUEST_TROUBLE, PullRequestStatus.Problem::trouble),
            io.inline(HostTextCodec.TEXT, PullRequestStatus.Problem::sentence),
            io.orNull("until", Json.TIME, PullRequestStatus.Problem::until));

    public static final RecordCodec<PullRequestStatus> PULL_REQUEST_STATUS = io -> new PullRequestStatus(
            io.inline(PLACE, PullRequestStatus::place),
            io.orNull("pullRequest", PULL_REQUEST, PullRequestStatus::pullRequest),
            io.opt("failed", Json.TEXTS, PullRequestStatus::failed),
            io.put("proposal", PROPOSAL, PullRequestStatus::proposal),
            io.put("problem", PROBLEM, PullRequestStatus::problem));

    private static final RecordCodec<RepositorySummary> SUMMARY = io -> new RepositorySummary(
            io.opt("branch", Json.TEXT, RepositorySummary::branch),
            io.opt("upstream", Json.TEXT, RepositorySummary::upstream),
            io.opt("ahead", Json.INT, RepositorySummary::ahead),
            io.opt("behind", Json.INT, RepositorySummary::behind),
            io.opt("base", Json.TEXT, RepositorySummary::base),
            io.opt("files", Json.INT, RepositorySummary::files),
            io.opt("added", Json.INT, RepositorySummary::added),
            io.opt("removed", Json.INT, RepositorySummary::removed),
            io.orNull("pullRequest", PULL_REQUEST, RepositorySummary::pullRequest));

    static final RecordCodec<RepositoriesChanged.Entry> ENTRY = io -> new RepositoriesChanged.Entry(
            io.put("sessionId", Json.SESSION_ID, RepositoriesChanged.Entry::sessionId),
            io.orNull("repository", SUMMARY, RepositoriesChanged.Entry::summary));

    private static final RecordCodec<ChangedFile> FILE = io -> new ChangedFile(
            io.put("path", Json.TEXT, ChangedFile::path),
            io.opt("oldPath", Json.TEXT, ChangedFile::oldPath),
            io.put("state", WireEnum.CHANGE_STATE, ChangedFile::state),
            io.opt("added", Json.INT, ChangedFile::added),
            io.opt("removed", Json.INT, ChangedFile::removed),
            io.opt("binary", Json.FLAG, ChangedFile::binary),
            io.opt("generated", Json.FLAG, ChangedFile::generated),
            io.opt("content", Json.TEXT, ChangedFile::content),
            io.opt("oldContent", Json.TEXT, ChangedFile::oldContent));

    public static final RecordCodec<FileChanges> CHANGES = io -> new FileChanges(
            io.opt("branch", Json.TEXT, FileChanges::branch),
            io.opt("base", Json.TEXT, FileChanges::base),
            io.opt("files", FILE.list(), FileChanges::files),
            io.opt("total", Json.INT, FileChanges::total),
            io.opt("added", Json.INT, FileChanges::added),
            io.opt("removed", Json.INT, FileChanges::removed));

    private static final RecordCodec<DiffHunk> HUNK = io -> new DiffHunk(
            io.opt("oldStart", Json.INT, DiffHunk::oldStart),
            io.opt("newStart", Json.INT, DiffHunk::newStart),
            io.opt("heading", Json.TEXT, DiffHunk::heading),
            io.opt("lines", Json.TEXTS, DiffHunk::lines));

    public static final RecordCodec<FileDiff> DIFF = io -> new FileDiff(
            io.opt("hunks", HUNK.list(), FileDiff::hunks),
            io.opt("content", Json.TEXT, FileDiff::content),
            io.opt("binary", Json.FLAG, FileDiff::binary),
            io.opt("more", Json.FLAG, FileDiff::more),
            io.opt("oldMode", Json.TEXT, FileDiff::oldMode),
            io.opt("newMode", Json.TEXT, FileDiff::newMode),
            io.opt("sinceSeen", Json.FLAG, FileDiff::sinceSeen));

    static final RecordCodec<ChangeContent> BYTES = io -> new ChangeContent(
            io.opt("content", Json.TEXT, ChangeContent::content),
            io.opt("offset", Json.NUMBER, ChangeContent::offset),
            io.opt("total", Json.NUMBER, ChangeContent::total),
            io.opt("data", Json.TEXT, ChangeContent::data),
            io.opt("omitted", Json.TEXTS, ChangeContent::omitted));

    private RepositoryCodec() {}
}
