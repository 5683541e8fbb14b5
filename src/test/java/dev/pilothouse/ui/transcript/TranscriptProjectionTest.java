package dev.pilothouse.ui.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.CommentId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.ToolCall;
import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.ToolContent;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.model.ToolLocation;
import dev.pilothouse.model.ToolStatus;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.PendingIntent;
import dev.pilothouse.session.SessionView;
import dev.pilothouse.session.WhenBusy;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.diff.FileChange;
import dev.pilothouse.ui.markdown.Block;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptProjectionTest {
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final FakeHost host = sample.local();
    private final SessionId session = sample.main();
    private final TranscriptProjection projection = new TranscriptProjection();

    private ProjectedTranscript project(RowExpansion opened) {
        return projection.project(host.session(session).orElseThrow(), opened);
    }

    private <T extends TranscriptRow> List<T> rows(RowExpansion opened, Class<T> kind) {
        return project(opened).rows().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private static List<String> ids(ProjectedTranscript projected) {
        return projected.rows().stream().map(TranscriptRow::id).toList();
    }

    @Test
    void aChunkMakesOneNewRowAndLeavesTheOthersAsTheyAre() {
        long item = host.nextSeq(session);
        host.update(session, new SessionUpdate.AgentMessageChunk(new ItemId(item), "First paragraph.\n\nSecond"));
        List<TranscriptRow> before = project(RowExpansion.NOTHING).rows();

        host.update(session, new SessionUpdate.AgentMessageChunk(new ItemId(item), " paragraph"));
        List<TranscriptRow> after = project(RowExpansion.NOTHING).rows();

        assertThat(after).hasSameSizeAs(before);
        assertThat(after.subList(0, after.size() - 1)).isEqualTo(before.subList(0, before.size() - 1));
        assertThat(after.get(after.size() - 1).revision())
                .isGreaterThan(before.get(before.size() - 1).revision());
        for (int i = 0; i < after.size() - 1; i++) {
            if (after.get(i) instanceof TranscriptRow.Prose) {
                assertThat(after.get(i)).isSameAs(before.get(i));
            }
        }
    }

    @Test
    void codeIsPlainWhileAFrameWaitsAndColouredByTheLane() {
        long item = host.nextSeq(session);
        host.update(session, new SessionUpdate.AgentMessageChunk(new ItemId(item), "```java\nreturn 1;\n```\nDone."));
        SessionView view = host.session(session).orElseThrow();

        ProjectedTranscript first = projection.projectFirst(view, RowExpansion.NOTHING);
        boolean whole = projection.isLast(first);
        ProjectedTranscript then = projection.project(view, RowExpansion.NOTHING);

        TranscriptRow.Prose plain = lastCode(first);
        TranscriptRow.Prose coloured = lastCode(then);
        assertThat(whole).isFalse();
        assertThat(((Block.Code) plain.block().content()).colours()).isNull();
        assertThat(((Block.Code) coloured.block().content()).colours()).isNotEmpty();
        assertThat(coloured.revision()).isGreaterThan(plain.revision());
        assertThat(coloured.id()).isEqualTo(plain.id());
        assertThat(projection.project(view, RowExpansion.NOTHING)).isSameAs(then);
    }

    private static TranscriptRow.Prose lastCode(ProjectedTranscript projected) {
        return projected.rows().stream()
                .filter(TranscriptRow.Prose.class::isInstance)
                .map(TranscriptRow.Prose.class::cast)
                .filter(row -> row.block().content() instanceof Block.Code)
                .reduce((before, after) -> after)
                .orElseThrow();
    }

    @Test
    void everyRowHasAnIdOfItsOwn() {
        RowExpansion all = RowExpansion.NOTHING;
        for (TranscriptRow.Tool tool : rows(all, TranscriptRow.Tool.class)) {
            all = all.toggled(tool.id());
        }
        assertThat(ids(project(all))).doesNotHaveDuplicates();
    }

    @Test
    void finishedReadsOneAfterTheOtherAreOneRowThatOpens() {
        TranscriptRow.Tool group = rows(RowExpansion.NOTHING, TranscriptRow.Tool.class).stream()
                .filter(tool -> tool.label().equals("Read 4 files"))
                .findFirst()
                .orElseThrow();

        List<TranscriptRow.Tool> opened = rows(RowExpansion.NOTHING.toggled(group.id()), TranscriptRow.Tool.class);

        assertThat(opened.stream().filter(tool -> tool.depth() == 1))
                .extracting(TranscriptRow.Tool::target)
                .containsExactly(
                        "src/SessionPool.java", "src/LoginFilter.java", "src/Reaper.java", "src/LoginTest.java");
    }

    @Test
    void anOpenedEditShowsItsDifferenceAndCountsItsLines() {
        TranscriptRow.Tool edit = rows(RowExpansion.NOTHING, TranscriptRow.Tool.class).stream()
                .filter(tool -> tool.label().equals("Edit"))
                .findFirst()
                .orElseThrow();

        assertThat(edit.added()).isEqualTo(5);
        assertThat(edit.removed()).isEqualTo(4);
        assertThat(rows(RowExpansion.NOTHING, TranscriptRow.DiffPiece.class)).isEmpty();
        assertThat(rows(RowExpansion.NOTHING.toggled(edit.id()), TranscriptRow.DiffPiece.class))
                .singleElement()
                .satisfies(piece -> assertThat(piece.path()).isEqualTo("src/main/java/shop/SessionPool.java"));
    }

    @Test
    void theCodeOfAnOpenedEditIsHighlighted() {
        TranscriptRow.Tool edit = rows(RowExpansion.NOTHING, TranscriptRow.Tool.class).stream()
                .filter(tool -> tool.label().equals("Edit"))
                .findFirst()
                .orElseThrow();

        TranscriptRow.DiffPiece piece = rows(RowExpansion.NOTHING.toggled(edit.id()), TranscriptRow.DiffPiece.class)
                .get(0);

        assertThat(piece.rows()).anyMatch(row -> piece.colours().containsKey(row));
    }

    @Test
    void changesAreSummedByFile() {
        assertThat(project(RowExpansion.NOTHING).changes())
                .containsExactly(
                        new FileChange("src/main/java/shop/SessionPool.java", 5, 4),
                        new FileChange("src/test/LoginTest.java", 6, 0));
    }

    @Test
    void anAnswerSaysWhatWasAskedAndFromWhereItCame() {
        assertThat(rows(RowExpansion.NOTHING, TranscriptRow.Note.class)).anySatisfy(note -> {
            assertThat(note.text()).isEqualTo("Run git stash: Deny, answered from Ada\u2019s Pixel 8");
            assertThat(note.tone()).isEqualTo(TranscriptRow.Tone.BAD);
        });
    }

    @Test
    void anOpenQuestionHasNoRowSinceItsCardIsPinned() {
        assertThat(rows(RowExpansion.NOTHING, TranscriptRow.Note.class))
                .noneSatisfy(note -> assertThat(note.text()).contains("npm test"));
    }

    @Test
    void aPromptThatIsNotConfirmedWaitsAtTheEndAndARefusedOneSaysWhy() {
        host.unconfirmed(
                session,
                new PendingIntent(new RequestId("r1"), prompt("one"), SampleHosts.NOW, null),
                new PendingIntent(
                        new RequestId("r2"),
                        prompt("two"),
                        SampleHosts.NOW,
                        HostText.untranslated("The disk is full.")));

        List<TranscriptRow> rows = project(RowExpansion.NOTHING).rows();
        TranscriptRow.Prompt waiting = (TranscriptRow.Prompt) rows.get(rows.size() - 2);
        TranscriptRow.Prompt refused = (TranscriptRow.Prompt) rows.get(rows.size() - 1);

        assertThat(waiting.delivery()).isEqualTo(TranscriptRow.Delivery.PENDING);
        assertThat(refused.delivery()).isEqualTo(TranscriptRow.Delivery.FAILED);
        assertThat(refused.remark()).isEqualTo("The disk is full.");
    }

    @Test
    void aPromptThatIsHeldAsksForThePersonsWord() {
        host.unconfirmed(
                session,
                new PendingIntent(new RequestId("r1"), prompt("one"), SampleHosts.NOW, null, PendingIntent.Stage.HELD));

        List<TranscriptRow> rows = project(RowExpansion.NOTHING).rows();
        TranscriptRow.Prompt held = (TranscriptRow.Prompt) rows.get(rows.size() - 1);

        assertThat(held.delivery()).isEqualTo(TranscriptRow.Delivery.HELD);
        assertThat(held.remark()).contains("Send now?");
    }

    @Test
    void aReviewThatIsHeldAsksForThePersonsWordToo() {
        host.unconfirmed(
                session,
                new PendingIntent(
                        new RequestId("r1"),
                        new Intent.SendReview(session, "Please:", List.of(new CommentId("c1"), new CommentId("c2"))),
                        SampleHosts.NOW,
                        null,
                        PendingIntent.Stage.HELD));

        List<TranscriptRow> rows = project(RowExpansion.NOTHING).rows();
        TranscriptRow.Prompt held = (TranscriptRow.Prompt) rows.get(rows.size() - 1);

        assertThat(held.delivery()).isEqualTo(TranscriptRow.Delivery.HELD);
        assertThat(held.text()).isEqualTo("Please:\n\n2 review comments");
    }

    private Intent prompt(String text) {
        return new Intent.Prompt(session, text, WhenBusy.QUEUE);
    }

    @Test
    void theLineUnderATurnCountsToolsOfThatTurnOnly() {
        assertThat(rows(RowExpansion.NOTHING, TranscriptRow.TurnEnd.class))
                .singleElement()
                .satisfies(
                        end -> assertThat(end.text()).isEqualTo("6.4 s \u00b7 1 tool \u00b7 2 k tokens in, 160 out"));
    }

    @Test
    void longOutputIsFoldedUntilItIsUnfolded() {
        StringBuilder output = new StringBuilder();
        for (int i = 1; i <= 40; i++) {
            output.append("line ").append(i).append('\n');
        }
        TranscriptRow.Tool tool = aToolThatPrinted(output.toString());
        RowExpansion open = RowExpansion.NOTHING.toggled(tool.id());
        TranscriptRow.Output folded = last(rows(open, TranscriptRow.Output.class));

        assertThat(folded.foldedLines()).isEqualTo(28);
        assertThat(last(rows(open.withUnfolded(folded.id()), TranscriptRow.Output.class))
                        .foldedLines())
                .isZero();
    }

    @Test
    void aResourceOfAToolIsALinkAboveItsText() {
        TranscriptRow.Tool tool = aToolWith(new ToolContent.Text("[n.md](file:///home/ada/src/shop/n.md)\none\ntwo"));
        RowExpansion open = RowExpansion.NOTHING.toggled(tool.id());

        assertThat(last(rows(open, TranscriptRow.Prose.class)).block().toString())
                .contains("file:///home/ada/src/shop/n.md");
        assertThat(last(rows(open, TranscriptRow.Prose.class)).depth())
                .isEqualTo(last(rows(open, TranscriptRow.Output.class)).depth());
        assertThat(last(rows(open, TranscriptRow.Output.class)).runs().get(0).text())
                .isEqualTo("one\ntwo");
    }

    @Test
    void aResourceOutsideOfTheDirectoryIsItsPathWithoutALink() {
        for (String path : List.of("/etc/n.md", "/home/ada/src/shop/../n.md", "/home/ada/src/shop2/n.md")) {
            TranscriptRow.Tool tool = aToolWith(new ToolContent.Text("[n.md](file://" + path + ")\none"));
            RowExpansion open = RowExpansion.NOTHING.toggled(tool.id());

            assertThat(last(rows(open, TranscriptRow.Output.class))
                            .runs()
                            .get(0)
                            .text())
                    .isEqualTo(path + "\none");
        }
    }

    private TranscriptRow.Tool aToolThatPrinted(String output) {
        return aToolWith(new ToolContent.Terminal(output));
    }

    private TranscriptRow.Tool aToolWith(ToolContent content) {
        host.update(
                session,
                new SessionUpdate.ToolCallStarted(
                        new ItemId(host.nextSeq(session)),
                        new ToolCall(
                                "long",
                                "make",
                                ToolKind.EXECUTE,
                                ToolStatus.COMPLETED,
                                List.of(),
                                List.of(content),
                                null,
                                null,
                                1,
                                2)));
        return last(rows(RowExpansion.NOTHING, TranscriptRow.Tool.class));
    }

    @Test
    void callsOfASubagentAreCountedBelowTheirCallAndShownInItOnceItIsOpened() {
        ItemId second = sample.subagents(session);
        TranscriptRow.Tool row = tool(RowExpansion.NOTHING, second);
        assertThat(row.subagent())
                .isEqualTo("Subagent: 5 calls, running · Checkout closes its session only when the payment succeeds.");
        assertThat(row.openable()).isTrue();
        assertThat(rows(RowExpansion.NOTHING, TranscriptRow.Tool.class))
                .noneSatisfy(other -> assertThat(other.target()).contains("CartController"));

        RowExpansion open =
                RowExpansion.NOTHING.toggled("tool-" + second).toggled("tool-" + new ItemId(second.createdSeq() + 2));
        assertThat(rows(open, TranscriptRow.Tool.class).stream()
                        .dropWhile(each -> !each.id().equals("tool-" + second))
                        .map(TranscriptRow.Tool::depth))
                .containsExactly(0, 1, 1, 2, 2, 1);
    }

    @Test
    void theSumOfASubagentChangesWithItsCallsAndWithAQuestionAboutOne() {
        ItemId second = sample.subagents(session);
        TranscriptRow.Tool before = tool(RowExpansion.NOTHING, second);
        ItemId call = new ItemId(second.createdSeq() + 4);
        host.update(session, new SessionUpdate.ToolCallChanged(call, ToolCallPatch.ofStatus(ToolStatus.FAILED, 9)));
        TranscriptRow.Tool after = tool(RowExpansion.NOTHING, second);
        assertThat(after.subagent()).startsWith("Subagent: 5 calls, running · 1\u00a0failed");
        assertThat(after.revision()).isGreaterThan(before.revision());
        assertThat(rows(RowExpansion.NOTHING, TranscriptRow.Tool.class))
                .as("the same rows as those of a projection from nothing")
                .isEqualTo(new TranscriptProjection()
                        .project(host.session(session).orElseThrow(), RowExpansion.NOTHING).rows().stream()
                                .filter(TranscriptRow.Tool.class::isInstance)
                                .toList());
    }

    @Test
    void callsAreNestedAtMostThreeDeepAndOneWithoutItsParentStays() {
        ItemId parent = nested(new ItemId(1));
        ItemId top = parent;
        RowExpansion open = RowExpansion.NOTHING;
        for (int i = 0; i < 6; i++) {
            open = open.toggled("tool-" + parent);
            parent = nested(parent);
        }
        assertThat(rows(open, TranscriptRow.Tool.class).stream()
                        .dropWhile(each -> !each.id().equals("tool-" + top))
                        .map(TranscriptRow.Tool::depth))
                .containsExactly(0, 1, 2, 3, 3, 3, 3);
    }

    private ItemId nested(ItemId parent) {
        ItemId item = new ItemId(host.nextSeq(session));
        host.update(
                session,
                new SessionUpdate.ToolCallStarted(
                        item,
                        new ToolCall(
                                "n" + item,
                                "Task",
                                ToolKind.THINK,
                                ToolStatus.IN_PROGRESS,
                                List.of(),
                                List.of(),
                                null,
                                null,
                                1,
                                0,
                                parent)));
        return item;
    }

    private TranscriptRow.Tool tool(RowExpansion opened, ItemId item) {
        return rows(opened, TranscriptRow.Tool.class).stream()
                .filter(row -> row.id().equals("tool-" + item))
                .findFirst()
                .orElseThrow();
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }

    private ItemId write(ToolStatus status) {
        ItemId item = new ItemId(host.nextSeq(session));
        host.update(
                session,
                new SessionUpdate.ToolCallStarted(
                        item,
                        new ToolCall(
                                "t" + item,
                                "Write notes.md",
                                ToolKind.EDIT,
                                status,
                                List.of(),
                                List.of(new ToolContent.Diff("notes.md", null, "one\n")),
                                null,
                                null,
                                1,
                                status.isFinal() ? 2 : 0)));
        return item;
    }

    @Test
    void whatIsOnlyAskedForOrWasNotDoneHasChangedNoFile() {
        write(ToolStatus.PENDING);
        write(ToolStatus.FAILED);
        assertThat(project(RowExpansion.NOTHING).changes())
                .extracting(FileChange::path)
                .doesNotContain("notes.md");

        write(ToolStatus.COMPLETED);

        assertThat(project(RowExpansion.NOTHING).changes()).contains(new FileChange("notes.md", 1, 0));
    }

    @Test
    void aCallThatWaitsForThePersonDoesNotLookAsIfItRan() {
        ItemId item = write(ToolStatus.PENDING);
        TranscriptRow.Tool before = last();
        host.update(
                session,
                new SessionUpdate.PendingAsked(
                        new ItemId(host.nextSeq(session)),
                        new Pending(
                                new PendingId("p1"),
                                PendingKind.PERMISSION,
                                "Write?",
                                "",
                                item,
                                List.of(),
                                List.of())));

        assertThat(before.status()).isEqualTo(TranscriptRow.Status.RUNNING);
        assertThat(last().status()).isEqualTo(TranscriptRow.Status.ASKING);
        assertThat(last().revision()).as("the row is drawn again").isNotEqualTo(before.revision());
    }

    @Test
    void aTitleThatIsOnlyThePathGetsAVerbAndIsRelativeToTheDirectory() {
        SessionId paths = host.create("paths", "OpenCode", "/home/ada/shop", "paths");
        ItemId item = new ItemId(host.nextSeq(paths));
        host.update(
                paths,
                new SessionUpdate.ToolCallStarted(
                        item,
                        new ToolCall(
                                "price",
                                "/home/ada/shop/src/Price.java",
                                ToolKind.EDIT,
                                ToolStatus.COMPLETED,
                                List.of(new ToolLocation("/home/ada/shop/src/Price.java", 0)),
                                List.of(new ToolContent.Diff(
                                        "/home/ada/shop/src/Price.java", null, "class Price {}\n")),
                                null,
                                null,
                                0,
                                0)));
        SessionView view = host.session(paths).orElseThrow();
        TranscriptProjection projection = new TranscriptProjection();
        List<TranscriptRow> rows = projection
                .project(view, RowExpansion.NOTHING.toggled("tool-" + item))
                .rows();

        assertThat(rows)
                .filteredOn(TranscriptRow.Tool.class::isInstance)
                .singleElement()
                .satisfies(row -> {
                    assertThat(((TranscriptRow.Tool) row).label()).isEqualTo("Edit");
                    assertThat(((TranscriptRow.Tool) row).target()).isEqualTo("src/Price.java");
                });
        assertThat(rows)
                .filteredOn(TranscriptRow.DiffPiece.class::isInstance)
                .singleElement()
                .satisfies(row ->
                        assertThat(((TranscriptRow.DiffPiece) row).path()).isEqualTo("src/Price.java"));
    }

    private TranscriptRow.Tool last() {
        List<TranscriptRow.Tool> tools = rows(RowExpansion.NOTHING, TranscriptRow.Tool.class);
        return tools.get(tools.size() - 1);
    }

    @Test
    void anOpenCallThatHasNotChangedIsNotMadeAgain() {
        write(ToolStatus.COMPLETED);
        RowExpansion open = RowExpansion.NOTHING.toggled(last().id());
        List<TranscriptRow.DiffPiece> before = rows(open, TranscriptRow.DiffPiece.class);

        host.update(session, new SessionUpdate.AgentMessageChunk(new ItemId(host.nextSeq(session)), "more"));

        List<TranscriptRow.DiffPiece> after = rows(open, TranscriptRow.DiffPiece.class);
        assertThat(before).isNotEmpty();
        assertThat(after.get(0)).isSameAs(before.get(0));
    }

    @Test
    void aNewDayAndALongPauseAreSaidBetweenTheRows() {
        SessionId days = host.at(SampleHosts.NOW.minus(Duration.ofDays(2))).create("days", "Demo agent", "/w", "days");
        host.update(days, new SessionUpdate.AgentMessageChunk(new ItemId(host.nextSeq(days)), "first"));
        host.after(Duration.ofMinutes(2));
        host.update(days, new SessionUpdate.AgentMessageChunk(new ItemId(host.nextSeq(days)), "soon after"));
        host.after(Duration.ofDays(1));
        host.update(days, new SessionUpdate.AgentMessageChunk(new ItemId(host.nextSeq(days)), "the next day"));

        List<TranscriptRow> rows = projection
                .project(host.session(days).orElseThrow(), RowExpansion.NOTHING)
                .rows();

        assertThat(rows.stream().map(row -> row.getClass().getSimpleName()))
                .containsExactly("Prose", "Prose", "Break", "Prose");
    }

    @Test
    void aLongConversationIsDrawnAtOnceByItsEndAndThenWhole() {
        SessionId many = host.create("many", "Demo agent", "/w", "many");
        for (int i = 0; i < 500; i++) {
            host.update(many, new SessionUpdate.AgentMessageChunk(new ItemId(host.nextSeq(many)), "message " + i));
        }

        List<TranscriptRow> first = projection
                .projectFirst(host.session(many).orElseThrow(), RowExpansion.NOTHING)
                .rows();
        List<TranscriptRow> whole = projection
                .project(host.session(many).orElseThrow(), RowExpansion.NOTHING)
                .rows();

        assertThat(first).hasSize(24);
        assertThat(whole).hasSize(500);
        assertThat(whole.subList(476, 500)).isEqualTo(first);
    }

    @Test
    void whatIsTooLongForAFrameIsLeftToTheLane() {
        SessionId huge = host.create("huge", "Demo agent", "/w", "huge");
        host.update(huge, new SessionUpdate.AgentMessageChunk(new ItemId(host.nextSeq(huge)), "word ".repeat(10_000)));

        assertThat(projection.projectFirst(host.session(huge).orElseThrow(), RowExpansion.NOTHING))
                .isNull();
    }

    @Test
    void stretchesThatHaveNotChangedAreTheSameObjects() {
        SessionId many = host.create("many", "Demo agent", "/w", "many");
        for (int i = 0; i < 500; i++) {
            host.update(many, new SessionUpdate.AgentMessageChunk(new ItemId(host.nextSeq(many)), "message " + i));
        }
        List<List<TranscriptRow>> before = projection
                .project(host.session(many).orElseThrow(), RowExpansion.NOTHING)
                .stretches();

        host.update(many, new SessionUpdate.AgentMessageChunk(new ItemId(host.nextSeq(many)), "one more"));
        List<List<TranscriptRow>> after = projection
                .project(host.session(many).orElseThrow(), RowExpansion.NOTHING)
                .stretches();

        for (int i = 0; i < before.size() - 1; i++) {
            assertThat(after.get(i)).isSameAs(before.get(i));
        }
    }

    @Test
    void theWholeOfAPieceIsWhatTheAgentSaid() {
        SessionId talk = host.create("talk", "Demo agent", "/w", "talk");
        long message = host.nextSeq(talk);
        String code = "line\n".repeat(400);
        host.update(talk, new SessionUpdate.AgentMessageChunk(new ItemId(message), "**Bold**\n\n```\n" + code + "```"));
        ProjectedTranscript projected = projection.project(host.session(talk).orElseThrow(), RowExpansion.NOTHING);

        assertThat(FullText.of(projected, "text-" + message + "-0"))
                .hasValueSatisfying(text -> assertThat(text).startsWith("**Bold**"));
        assertThat(FullText.of(projected, "text-" + message + "-1")).hasValue(code.strip());
    }

    @Test
    void filesOfAMessageAreARowBelowItsWords() {
        ItemId item = new ItemId(host.nextSeq(session));
        Attachment picture = new Attachment.Blob(new BlobId("b1"), "plot.png", "image/png", 900, null);
        Attachment sound = new Attachment.Blob(new BlobId("b2"), "voice.mp3", "audio/mpeg", 900, null);
        host.update(session, new SessionUpdate.AgentMessageChunk(item, "Here:", List.of(picture)));
        host.update(session, new SessionUpdate.AgentMessageChunk(item, "", List.of(sound)));

        List<TranscriptRow> rows = project(RowExpansion.NOTHING).rows();
        TranscriptRow.Files files = (TranscriptRow.Files) rows.get(rows.size() - 1);
        assertThat(files.attachments()).containsExactly(picture, sound);
        assertThat(RowText.of(files)).isEqualTo("plot.png\nvoice.mp3");
        assertThat(RowText.of(rows.get(rows.size() - 2))).isEqualTo("Here:");
    }

    @Test
    void aMessageOfFilesAloneAddsNothingToTheCopiedAnswer() {
        Attachment picture = new Attachment.Blob(new BlobId("b1"), "plot.png", "image/png", 900, null);
        host.update(session, new SessionUpdate.UserMessage(new ItemId(host.nextSeq(session)), "Draw it."));
        host.update(session, new SessionUpdate.AgentMessageChunk(new ItemId(host.nextSeq(session)), "Here:"));
        host.update(
                session, new SessionUpdate.AgentMessageChunk(new ItemId(host.nextSeq(session)), "", List.of(picture)));
        ItemId end = new ItemId(host.nextSeq(session));
        host.update(
                session, new SessionUpdate.TurnEnded(end, new TurnId(1), StopReason.END_TURN, "", 1, TokenCount.NONE));

        assertThat(FullText.of(project(RowExpansion.NOTHING), "end-" + end)).contains("Here:");
    }

    @Test
    void aCompactionIsOneRowThatOpensToItsSummaryInTheLanguageOfTheDevice() {
        ItemId item = new ItemId(host.nextSeq(session));
        host.update(session, new SessionUpdate.Note(item, NoteLevel.INFO, "compacting", "The host's words."));
        assertThat(last(RowExpansion.NOTHING))
                .isInstanceOfSatisfying(
                        TranscriptRow.Note.class,
                        note -> assertThat(note.text()).isEqualTo("Compacting conversation"));

        host.update(session, new SessionUpdate.Note(item, NoteLevel.INFO, "compacted", "The host's words.", "*Kept*"));
        TranscriptRow.Thought row = (TranscriptRow.Thought) last(RowExpansion.NOTHING);
        assertThat(row.id()).isEqualTo("note-" + item);
        assertThat(row.summary()).isEqualTo("Conversation compacted");

        RowExpansion opened = RowExpansion.NOTHING.toggled(row.id());
        assertThat(RowText.of(last(opened))).isEqualTo("Kept");
        assertThat(FullText.of(project(opened), last(opened).id())).contains("*Kept*");

        host.update(session, new SessionUpdate.Note(item, NoteLevel.INFO, "compacted", "The host's words.", "Other"));
        assertThat(RowText.of(last(opened))).isEqualTo("Other");
    }

    private TranscriptRow last(RowExpansion opened) {
        List<TranscriptRow> rows = project(opened).rows();
        return rows.get(rows.size() - 1);
    }
}
