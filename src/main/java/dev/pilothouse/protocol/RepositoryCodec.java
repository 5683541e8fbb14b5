package dev.pilothouse.protocol;

import dev.pilothouse.model.ChangeContent;
import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.DiffHunk;
import dev.pilothouse.model.FileChanges;
import dev.pilothouse.model.FileDiff;
import dev.pilothouse.model.RepositorySummary;
import dev.pilothouse.protocol.HostMessage.RepositoriesChanged;

/** Git working trees, their changed files and differences as JSON objects. Stateless. */
public final class RepositoryCodec {
    private static final RecordCodec<RepositorySummary> SUMMARY = io -> new RepositorySummary(
            io.opt("branch", Json.TEXT, RepositorySummary::branch),
            io.opt("upstream", Json.TEXT, RepositorySummary::upstream),
            io.opt("ahead", Json.INT, RepositorySummary::ahead),
            io.opt("behind", Json.INT, RepositorySummary::behind),
            io.opt("base", Json.TEXT, RepositorySummary::base),
            io.opt("files", Json.INT, RepositorySummary::files),
            io.opt("added", Json.INT, RepositorySummary::added),
            io.opt("removed", Json.INT, RepositorySummary::removed));

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
