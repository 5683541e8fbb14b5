package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.desktop.worktree.WorktreeProvider;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.WorktreeRequest;
import dev.pilothouse.model.WorktreeSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Worktrees that are there when the test says so. Confined to the test's thread. */
final class FakeWorktrees implements WorktreeProvider {
    static final FakeWorktrees NONE = new FakeWorktrees();

    private final List<String> wanted = new ArrayList<>();
    private boolean there;
    private boolean copies;
    private String refusal = "";

    /** The branches whose worktrees were requested, in order. */
    List<String> wanted() {
        return wanted;
    }

    /** Makes every directory a copy in which an agent may only read. */
    void copies() {
        copies = true;
    }

    @Override
    public boolean isCopy(Path directory) {
        return copies;
    }

    void there() {
        there = true;
    }

    /** Refuses the next requests. @param text empty to accept them again */
    void refuse(String text) {
        refusal = text;
    }

    @Override
    public void prepare(Path cwd, WorktreeRequest request, Consumer<Preparation> then) {
        then.accept(new Preparation.Refused(ErrorCode.BAD_REQUEST, "There are no worktrees here."));
    }

    @Override
    public boolean provide(SessionId sessionId, WorktreeSpec spec, Cause cause) throws RefusedException {
        if (!refusal.isEmpty()) {
            throw new RefusedException(ErrorCode.BUSY, HostText.untranslated(refusal));
        }
        wanted.add(spec.branch());
        return there;
    }
}
