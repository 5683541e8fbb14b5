package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.CommentAnchor;
import dev.pilothouse.model.CommentAuthor;
import dev.pilothouse.model.CommentId;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.FindingSeverity;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.ReviewComment;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.Review;
import dev.pilothouse.session.Review.Status;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.WhenBusy;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostReviewTest {
    private static final DeviceId PHONE = new DeviceId("d2");

    @TempDir
    Path folder;

    private SessionRig rig;

    @BeforeEach
    void createRig() {
        rig = SessionRig.on(folder);
        rig.rights((device, needed) -> !device.equals(PHONE) || needed != Scope.STEER);
        rig.create(null);
        rig.agent().emitReady(ContextRestore.NEW);
        rig.run();
    }

    private SessionState state() {
        return rig.state();
    }

    private Intent.AddComment add(String id, String text) {
        return new Intent.AddComment(
                rig.sessionId(),
                new CommentId(id),
                new CommentAnchor("src/One.java", false, 3, 3, List.of("int x;"), "b1"),
                text);
    }

    private IntentResult.Accepted send(String... ids) {
        return rig.accepted(new Intent.SendReview(
                rig.sessionId(),
                "Please:",
                List.of(ids).stream().map(CommentId::new).toList()));
    }

    private Status status(String id) {
        return Review.status(state().review().find(new CommentId(id)).orElseThrow(), state().queue());
    }

    private void turnEnds() {
        rig.agent().emit(new AgentEvent.TurnDone(StopReason.END_TURN, ""));
        rig.run();
    }

    @Test
    void commentsAreDraftsWithTheirAuthorAndSurviveARestart() {
        rig.accepted(add("c1", "Why?"));
        rig.as(PHONE);
        rig.accepted(add("c2", "And this?"));
        List<ReviewComment> before = state().review().comments();
        rig.reload();

        assertThat(before).extracting(comment -> comment.author().device()).containsExactly(new DeviceId("d1"), PHONE);
        assertThat(state().review().comments()).isEqualTo(before);
        assertThat(status("c1")).isEqualTo(Status.DRAFT);
        assertThat(rig.session().feed().head().summary().drafts()).isEqualTo(2);
    }

    @Test
    void oneIntentSendsAllDraftsAsOnePromptAndTheyBelongToItsTurn() {
        rig.accepted(add("c1", "Why?"));
        rig.accepted(add("c2", "Rename it."));
        IntentResult.Accepted sent = send();

        assertThat(rig.agent().commands)
                .last()
                .asString()
                .startsWith("prompt Please:\n\n### src/One.java:3")
                .contains("Why?")
                .endsWith("Rename it.");
        assertThat(state().review().comments())
                .allMatch(comment -> sent.requestId().equals(comment.prompt())
                        && state().activity().turn().equals(comment.turn()));
        assertThat(status("c1")).isEqualTo(Status.SENT);
    }

    @Test
    void aReviewWaitsInTheQueueWhileTheAgentWorksAndIsSentOnce() {
        rig.accepted(new Intent.Prompt(rig.sessionId(), "hello", WhenBusy.QUEUE));
        rig.accepted(add("c1", "Why?"));
        IntentResult.Accepted sent = send("c1");
        Status waiting = status("c1");
        IntentResult.Refused again = rig.refused(new Intent.SendReview(rig.sessionId(), "", List.of()));
        turnEnds();

        assertThat(sent.outcome()).isEqualTo(IntentResult.Outcome.QUEUED);
        assertThat(waiting).isEqualTo(Status.QUEUED);
        assertThat(again.code()).isEqualTo(ErrorCode.CLOSED);
        assertThat(status("c1")).isEqualTo(Status.SENT);
        assertThat(rig.agent().commands)
                .filteredOn(command -> command.contains("Why?"))
                .hasSize(1);
    }

    @Test
    void aCommentOfAPromptThatWasRemovedFromTheQueueIsADraftAgain() {
        rig.accepted(new Intent.Prompt(rig.sessionId(), "hello", WhenBusy.QUEUE));
        rig.accepted(add("c1", "Why?"));
        send();
        rig.accepted(
                new Intent.RemoveQueued(rig.sessionId(), state().queue().get(0).queueId()));

        assertThat(status("c1")).isEqualTo(Status.DRAFT);
        turnEnds();
        send();
        assertThat(status("c1")).isEqualTo(Status.SENT);
    }

    @Test
    void onlyTheNamedDraftsAreSent() {
        rig.accepted(add("c1", "Why?"));
        rig.accepted(add("c2", "Rename it."));
        send("c2", "unknown");

        assertThat(status("c1")).isEqualTo(Status.DRAFT);
        assertThat(status("c2")).isEqualTo(Status.SENT);
    }

    @Test
    void aDeviceThatMayNotSteerChangesItsOwnCommentsOnly() {
        rig.accepted(add("c1", "Why?"));
        rig.as(PHONE);
        rig.accepted(add("c2", "And this?"));
        rig.accepted(new Intent.EditComment(rig.sessionId(), new CommentId("c2"), "And that?"));
        CommentId other = new CommentId("c1");

        assertThat(List.of(
                        rig.refused(new Intent.EditComment(rig.sessionId(), other, "x")),
                        rig.refused(new Intent.DeleteComment(rig.sessionId(), other)),
                        rig.refused(new Intent.ResolveComment(rig.sessionId(), other, true))))
                .extracting(IntentResult.Refused::code)
                .containsOnly(ErrorCode.FORBIDDEN);
        assertThat(state().review().comments()).extracting(ReviewComment::text).containsExactly("Why?", "And that?");
    }

    @Test
    void aSentCommentKeepsItsTextAndCanBeResolvedAndReopened() {
        rig.accepted(add("c1", "Why?"));
        send();
        IntentResult.Refused edit = rig.refused(new Intent.EditComment(rig.sessionId(), new CommentId("c1"), "Ah."));
        rig.accepted(new Intent.ResolveComment(rig.sessionId(), new CommentId("c1"), true));
        Status resolved = status("c1");
        rig.accepted(new Intent.ResolveComment(rig.sessionId(), new CommentId("c1"), false));

        assertThat(edit.code()).isEqualTo(ErrorCode.CLOSED);
        assertThat(resolved).isEqualTo(Status.RESOLVED);
        assertThat(status("c1")).isEqualTo(Status.SENT);
        rig.accepted(new Intent.DeleteComment(rig.sessionId(), new CommentId("c1")));
        rig.accepted(new Intent.DeleteComment(rig.sessionId(), new CommentId("c1")));
        assertThat(state().review().comments()).isEmpty();
    }

    @Test
    void aCommentThatArrivesTwiceIsThereOnceAndAnotherOneWithItsIdIsRefused() {
        rig.accepted(add("c1", "Why?"));
        rig.accepted(add("c1", "Why?"));
        IntentResult.Refused other = rig.refused(add("c1", "Another"));

        assertThat(state().review().comments()).hasSize(1);
        assertThat(other.code()).isEqualTo(ErrorCode.CONFLICT);
    }

    @Test
    void aCommentIsRefusedIfItsPlaceOrTextIsOutOfBounds() {
        CommentAnchor good = add("c1", "x").anchor();
        List<Intent> bad = List.of(
                add("c1", "  "),
                add("c1", "x".repeat(ReviewComment.MAX_TEXT + 1)),
                at(new CommentAnchor("../a", false, 1, 1, List.of(), "")),
                at(new CommentAnchor("/etc/passwd", false, 1, 1, List.of(), "")),
                at(new CommentAnchor("a\u202Eb", false, 1, 1, List.of(), "")),
                at(new CommentAnchor("a", false, 0, 1, List.of(), "")),
                at(new CommentAnchor("a", false, 2, 1, List.of(), "")),
                at(new CommentAnchor("a", false, 1, 50, List.of(""), "x".repeat(200))),
                at(new CommentAnchor("a", false, 1, 1, Collections.nCopies(41, ""), "")),
                at(new CommentAnchor("a", false, 1, 1, List.of("a\nb"), "")),
                at(new CommentAnchor("a", false, 1, 1, List.of("a\u001b[2J"), "")));

        assertThat(bad)
                .allSatisfy(intent -> assertThat(rig.refused(intent).code()).isEqualTo(ErrorCode.BAD_REQUEST));
        assertThat(state().review().comments()).isEmpty();
        assertThat(good.isBounded()).isTrue();
    }

    private Intent at(CommentAnchor anchor) {
        return new Intent.AddComment(rig.sessionId(), new CommentId("c1"), anchor, "Why?");
    }

    @Test
    void aFullReviewMakesRoomByItsOldestResolvedComment() {
        for (int i = 0; i < Review.MAX_COMMENTS; i++) {
            rig.accepted(add("c" + i, "Why?"));
        }
        IntentResult.Refused full = rig.refused(add("new", "Why?"));
        rig.accepted(new Intent.ResolveComment(rig.sessionId(), new CommentId("c7"), true));
        rig.accepted(add("new", "Why?"));

        assertThat(full.code()).isEqualTo(ErrorCode.BUSY);
        assertThat(state().review().comments()).hasSize(Review.MAX_COMMENTS);
        assertThat(state().review().find(new CommentId("c7"))).isEmpty();
    }

    @Test
    void commentsThatTogetherAreTooLongForASnapshotOrAPromptAreRefused() {
        String text = "x".repeat(ReviewComment.MAX_TEXT);
        int fit = Review.MAX_CHARACTERS / (text.length() + "int x;".length());
        for (int i = 0; i < fit; i++) {
            rig.accepted(add("c" + i, text));
        }

        assertThat(rig.refused(add("new", text)).code()).isEqualTo(ErrorCode.BUSY);
        assertThat(rig.refused(new Intent.SendReview(rig.sessionId(), "", List.of()))
                        .code())
                .isEqualTo(ErrorCode.BAD_REQUEST);
        send("c0", "c1");
        assertThat(status("c1")).isEqualTo(Status.SENT);
    }

    @Test
    void aReviewReachesTheAgentAfterTheDiskHasIt() {
        rig.accepted(add("c1", "Why?"));
        rig.holdDisk();
        rig.submit(new Intent.SendReview(rig.sessionId(), "", List.of()));
        rig.run();
        List<String> before = List.copyOf(rig.agent().commands);
        rig.releaseDisk();
        rig.run();

        assertThat(before).noneMatch(command -> command.contains("Why?"));
        assertThat(rig.agent().commands)
                .filteredOn(command -> command.contains("Why?"))
                .hasSize(1);
    }

    @Test
    void aPromptThatItsDeviceMayNotSendAnyMoreGivesTheCommentsBack() {
        rig.accepted(add("c1", "Why?"));
        DeviceId laptop = new DeviceId("d3");
        boolean[] allowed = {true};
        rig.rights((device, needed) -> !device.equals(laptop) || allowed[0]);
        rig.reload();
        rig.accepted(new Intent.ResumeSession(rig.sessionId()));
        rig.agent().emitReady(ContextRestore.NEW);
        rig.run();
        rig.as(laptop);
        rig.holdDisk();
        rig.submit(new Intent.SendReview(rig.sessionId(), "", List.of()));
        rig.run();
        allowed[0] = false;
        rig.releaseDisk();
        rig.run();

        assertThat(rig.agent().commands).noneMatch(command -> command.contains("Why?"));
        assertThat(status("c1")).isEqualTo(Status.DRAFT);
    }

    private static List<ReviewComment> findings(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> new ReviewComment(
                        new CommentId("f" + n),
                        CommentAnchor.GENERAL,
                        "Finding " + n,
                        new CommentAuthor(new DeviceId("d1"), "Gemini CLI", FindingSeverity.MINOR)))
                .toList();
    }

    @Test
    void findingsAreAddedOnceAlsoAfterOneWasDroppedAndTheHostRestarted() {
        Cause cause = new Cause(new RequestId("run-1"), new DeviceId("d1"), "Desk");

        assertThat(rig.addFindings(findings(3), cause)).isZero();
        rig.accepted(new Intent.DeleteComment(rig.sessionId(), new CommentId("f1")));
        rig.reload();
        assertThat(rig.addFindings(findings(3), cause)).isZero();

        assertThat(state().review().comments())
                .extracting(comment -> comment.id().value())
                .containsExactly("f0", "f2");
        assertThat(status("f0")).isEqualTo(Status.DRAFT);
    }

    @Test
    void findingsWithoutRoomAreCounted() {
        assertThat(rig.addFindings(
                        findings(Review.MAX_COMMENTS + 7),
                        new Cause(new RequestId("run-1"), new DeviceId("d1"), "Desk")))
                .isEqualTo(7);
        assertThat(state().review().comments()).hasSize(Review.MAX_COMMENTS);
    }
}
