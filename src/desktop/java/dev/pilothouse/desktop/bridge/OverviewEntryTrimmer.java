package dev.pilothouse.desktop.bridge;

import dev.pilothouse.desktop.journal.UpdateLimits;
import dev.pilothouse.model.ContentSize;
import dev.pilothouse.model.HostQuestion;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Organisation;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.protocol.OverviewFrames;
import dev.pilothouse.session.Activity;
import dev.pilothouse.session.OpenPending;
import dev.pilothouse.session.SessionSummary;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Keeps an overview entry within {@value #MAX_BYTES} bytes, so that 1,000 sessions fit into one frame. If an entry is
 * larger, its questions lose rows of their changes. If that does not suffice, its texts are shortened. Its questions then
 * lose their detail first, then their options and fields if these do not fit completely. A question of the host that is
 * not whole has no options. Each question keeps its id. Pure; any thread.
 */
final class OverviewEntryTrimmer {
    /** Maximum bytes of an entry's JSON. */
    static final int MAX_BYTES = 8_000;

    /** Precedes the detail of a question that is shortened. */
    static final String NOTICE = "**" + HostTextCode.QUESTION_SHORTENED.english() + "**\n\n";

    private static final int MAX_DIVISOR = 1 << 16;
    private static final int MAX_PATH = 4_096;
    private static final int MAX_GROUP = 60;
    private static final int MAX_ID = 500;
    private static final int MAX_TEXT = 500;
    private static final int MAX_NAME = 200;
    private static final int MAX_DETAIL = 2_000;
    private static final int MAX_ANSWERS = 2_000;

    /** The rows that are tried for each changed file of a question, before anything else is shortened. */
    private static final int[] CHANGE_ROWS = {12, 0};

    /** All limits are divided by this. */
    private final int divisor;

    private OverviewEntryTrimmer(int divisor) {
        this.divisor = divisor;
    }

    /** Returns the entry itself if it is small enough. */
    static SessionSummary of(SessionSummary whole) {
        SessionSummary entry = whole;
        for (int rows : CHANGE_ROWS) {
            if (bytes(entry) <= MAX_BYTES) {
                return entry;
            }
            entry = whole.withOpen(
                    whole.open().stream().map(open -> withRows(open, rows)).toList());
        }
        for (int divisor = 1; bytes(entry) > MAX_BYTES && divisor <= MAX_DIVISOR; divisor *= 2) {
            entry = new OverviewEntryTrimmer(divisor).shorten(whole);
        }
        return entry;
    }

    private static OpenPending withRows(OpenPending open, int rows) {
        return new OpenPending(
                open.item(),
                open.pending(),
                open.since(),
                open.changes().stream().map(change -> change.head(rows)).toList());
    }

    private static int bytes(SessionSummary entry) {
        return OverviewFrames.entry(entry).getBytes(StandardCharsets.UTF_8).length;
    }

    private String head(String text, int limit) {
        return TextCutter.head(text, limit / divisor);
    }

    private SessionSummary shorten(SessionSummary whole) {
        return new SessionSummary(
                whole.sessionId(),
                head(whole.name(), MAX_NAME),
                whole.agentId(),
                head(whole.agentName(), MAX_NAME),
                whole.agentSessionId().length() <= MAX_ID / divisor ? whole.agentSessionId() : "",
                head(whole.cwd(), MAX_PATH),
                head(whole.modeName(), MAX_NAME),
                head(whole.modelName(), MAX_NAME),
                activity(whole.activity()),
                whole.label(),
                whole.evidence(),
                whole.headSeq(),
                whole.open().stream()
                        .limit(UpdateLimits.MAX_OPEN_QUESTIONS)
                        .map(open -> new OpenPending(open.item(), pending(open.pending()), open.since()))
                        .toList(),
                whole.lastTurn(),
                head(whole.lastLine(), MAX_TEXT),
                head(whole.lastLines(), MAX_TEXT),
                List.of(),
                whole.queued(),
                whole.queueIds(),
                whole.drafts(),
                new Organisation(
                        whole.organisation().pinned(),
                        whole.organisation().archived(),
                        head(whole.organisation().group(), MAX_GROUP)),
                whole.createdAt(),
                whole.lastActive());
    }

    private Activity activity(Activity activity) {
        return new Activity(
                activity.phase(),
                activity.turn(),
                activity.turnStartedAt(),
                activity.doing(),
                head(activity.detail(), MAX_TEXT),
                activity.item(),
                activity.since());
    }

    private Pending pending(Pending whole) {
        boolean answers = lengthOfAnswers(whole) <= MAX_ANSWERS / divisor;
        HostQuestion host = whole.host() == null ? null : host(whole.host());
        boolean isWhole = answers
                && whole.detail().length() <= MAX_DETAIL / divisor
                && whole.title().length() <= MAX_TEXT / divisor
                && whole.object().length() <= MAX_TEXT / divisor
                && Objects.equals(host, whole.host());
        // A person must see the whole of a question of the host, since the answer lets something run.
        boolean offered = answers && (isWhole || whole.host() == null);
        String notice = NOTICE.length() <= MAX_DETAIL / divisor ? NOTICE : "…";
        return new Pending(
                whole.pendingId(),
                whole.kind(),
                head(whole.title(), MAX_TEXT),
                isWhole ? whole.detail() : notice + head(whole.detail(), MAX_DETAIL),
                whole.toolCall(),
                offered ? whole.options() : List.of(),
                answers ? whole.fields() : List.of(),
                whole.toolKind(),
                head(whole.object(), MAX_TEXT),
                host);
    }

    private HostQuestion host(HostQuestion whole) {
        return new HostQuestion(
                head(whole.asker(), MAX_ID),
                head(whole.key(), MAX_ID),
                whole.scope(),
                ContentSize.of(whole.says()) <= MAX_DETAIL / divisor ? whole.says() : HostText.Code.NONE);
    }

    /** Approximate characters of the options and fields. */
    private static long lengthOfAnswers(Pending pending) {
        return ContentSize.of(new Pending(
                pending.pendingId(), pending.kind(), "", "", pending.toolCall(), pending.options(), pending.fields()));
    }
}
