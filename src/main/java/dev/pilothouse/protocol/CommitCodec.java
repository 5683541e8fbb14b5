package dev.pilothouse.protocol;

import dev.pilothouse.model.CommitFile;
import dev.pilothouse.model.CommitOrder;
import dev.pilothouse.model.CommitState;
import dev.pilothouse.model.FileMark;
import dev.pilothouse.model.HunkMark;

/** Commits, and the files and hunks that a person chooses, as JSON objects. Stateless. */
final class CommitCodec {
    static final RecordCodec<FileMark> FILE_MARK = io -> new FileMark(
            io.put("path", Json.TEXT, FileMark::path),
            io.opt("oldPath", Json.TEXT, FileMark::oldPath),
            io.opt("content", Json.TEXT, FileMark::content));

    static final RecordCodec<HunkMark> HUNK_MARK = io -> new HunkMark(
            io.opt("oldStart", Json.INT, HunkMark::oldStart),
            io.opt("newStart", Json.INT, HunkMark::newStart),
            io.put("lines", Json.TEXT, HunkMark::lines));

    static final RecordCodec<CommitOrder> ORDER = io -> new CommitOrder(
            io.put("message", Json.TEXT, CommitOrder::message),
            io.put("files", WireEnum.COMMIT_FILES, CommitOrder::files),
            io.opt("paths", Json.TEXTS, CommitOrder::paths),
            io.opt("amend", Json.FLAG, CommitOrder::amend),
            io.opt("signOff", Json.FLAG, CommitOrder::signOff),
            io.opt("seen", Json.TEXT, CommitOrder::seen),
            io.opt("afterTurn", Json.FLAG, CommitOrder::afterTurn));

    private static final RecordCodec<CommitState.Head> HEAD = io -> new CommitState.Head(
            io.opt("branch", Json.TEXT, CommitState.Head::branch),
            io.opt("commit", Json.TEXT, CommitState.Head::commit),
            io.opt("subject", Json.TEXT, CommitState.Head::subject),
            io.opt("onDefault", Json.FLAG, CommitState.Head::onDefault),
            io.opt("pushed", Json.FLAG, CommitState.Head::pushed),
            io.put("operation", WireEnum.GIT_ACTIVITY, CommitState.Head::operation));

    private static final RecordCodec<CommitState.Author> AUTHOR = io -> new CommitState.Author(
            io.opt("name", Json.TEXT, CommitState.Author::name), io.opt("mail", Json.TEXT, CommitState.Author::mail));

    private static final RecordCodec<CommitFile> FILE = io -> new CommitFile(
            io.put("path", Json.TEXT, CommitFile::path),
            io.opt("oldPath", Json.TEXT, CommitFile::oldPath),
            io.put("state", WireEnum.CHANGE_STATE, CommitFile::state),
            io.put("staging", WireEnum.STAGING, CommitFile::staging),
            io.opt("content", Json.TEXT, CommitFile::content));

    static final RecordCodec<CommitState> STATE = io -> new CommitState(
            io.put("head", HEAD, CommitState::head),
            io.put("author", AUTHOR, CommitState::author),
            io.opt("files", FILE.list(), CommitState::files),
            io.opt("total", Json.INT, CommitState::total),
            io.put("seen", Json.TEXT, CommitState::seen),
            io.opt("message", Json.TEXT, CommitState::message),
            io.opt("turn", Json.TEXT, CommitState::turn));

    private CommitCodec() {}
}
