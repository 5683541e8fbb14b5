package dev.pilothouse.ui.composer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.AgentCommand;
import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.FileMatch;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.PromptSupport;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.model.Usage;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.WhenBusy;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.attachment.AttachmentSource;
import dev.pilothouse.ui.attachment.PreparedAttachment;
import dev.pilothouse.ui.status.SessionKey;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ComposerPresenterTest {
    private static final PromptSupport PICTURES = new PromptSupport(true, true);

    private final FakeHost host = new FakeHost("h1", "desk", true, SampleHosts.NOW);
    private final TestShell shell = new TestShell();
    private final List<String> notices = new ArrayList<>();
    private final ArrayDeque<Runnable> background = new ArrayDeque<>();
    private final SessionId session = host.create("s1", "Copilot", "/home/ada/shop", "shop");
    private int toTheEnd;
    private PreparedAttachment prepared =
            new PreparedAttachment.Ready("a.png", "image/png", new byte[] {1, 2, 3}, new byte[] {9});
    private @Nullable Error defect;
    private ComposerPresenter composer = composer();

    private ComposerPresenter composer() {
        return new ComposerPresenter(new ComposerPresenter.Ports(
                shell.keptValues(),
                source -> {
                    if (defect != null) {
                        throw defect;
                    }
                    return prepared;
                },
                background::add,
                Runnable::run,
                notices::add,
                () -> toTheEnd++));
    }

    @BeforeEach
    void start() {
        started(PICTURES);
        open();
    }

    private void started(PromptSupport support) {
        host.update(session, new SessionUpdate.AgentStarted("Copilot", "1", "a1", ContextRestore.NEW, support));
    }

    private void open() {
        composer.show(host.link(), new SessionKey(host.hostId(), session));
        render();
    }

    private void render() {
        composer.render(host.session(session).orElseThrow().state());
    }

    private void type(String text) {
        composer.draftProperty().set(text);
        composer.onCaret(text.length());
    }

    private void runBackground() {
        while (!background.isEmpty()) {
            background.poll().run();
        }
    }

    private List<String> suggested() {
        return composer.completion().stateProperty().get().suggestions().stream()
                .map(CompletionPresenter.Suggestion::title)
                .toList();
    }

    private CompletionPresenter.Suggestion suggestion(int index) {
        return composer.completion().stateProperty().get().suggestions().get(index);
    }

    private AttachmentsPresenter.Entry entry() {
        return composer.attachments().entriesProperty().get().get(0);
    }

    // --- The watchdog

    @Test
    void aSilentAgentCanBeRestartedFromWhereItsSilenceIsSaid() {
        assertThat(composer.stateProperty().get().mayRestart()).isFalse();
        composer.setWatchText(Optional.of("No output for 4 min; the agent is still running"));
        render();
        assertThat(composer.stateProperty().get().why()).isEqualTo("No output for 4 min; the agent is still running");
        assertThat(composer.stateProperty().get().mayRestart()).isTrue();
        composer.onRestart();
        assertThat(host.intents()).containsExactly(new Intent.CloseSession(session), new Intent.ResumeSession(session));

        composer.setWatchText(Optional.empty());
        render();
        assertThat(composer.stateProperty().get().mayRestart()).isFalse();
    }

    // --- The context and the budget

    private String why() {
        render();
        return composer.stateProperty().get().why();
    }

    @Test
    void aContextThatIsNearlyFullIsSaid() {
        host.update(session, new SessionUpdate.UsageChanged(new Usage(179_000, 200_000, -1, "")));
        assertThat(why()).isEmpty();
        host.update(session, new SessionUpdate.UsageChanged(new Usage(181_000, 200_000, -1, "")));
        assertThat(why()).isEqualTo("The context is 90 % full. The agent may soon forget the beginning.");
        host.update(session, new SessionUpdate.UsageChanged(new Usage(181_000, 0, -1, "")));
        assertThat(why()).isEmpty();
    }

    @Test
    void aBudgetComesBeforeTheContext() {
        host.update(session, new SessionUpdate.UsageChanged(new Usage(181_000, 200_000, -1, "")));
        composer.setBudgetText(Optional.of("82 % of the budget is used."));
        assertThat(why()).isEqualTo("82 % of the budget is used.");
        assertThat(composer.stateProperty().get().mayRestart()).isFalse();
    }

    // --- Completion

    @Test
    void whyATurnFailedIsSaidOnceAndNotAgainAboveTheMessage() {
        String why = "The model answered with an error: " + "quota exceeded, ".repeat(20);
        long turn = host.update(session, new SessionUpdate.TurnStarted());
        host.update(
                session,
                new SessionUpdate.TurnEnded(
                        new ItemId(host.nextSeq(session)),
                        new TurnId(turn),
                        StopReason.FAILED,
                        why,
                        10,
                        TokenCount.NONE));
        render();
        assertThat(composer.stateProperty().get().why()).isEqualTo("The last turn failed.");

        host.update(session, new SessionUpdate.AgentExited(1, false, "killed"));
        render();
        assertThat(composer.stateProperty().get().why())
                .as("an end of the agent stands nowhere else")
                .isEqualTo("killed");
    }

    @Test
    void onlyAPromptThatDoesNotWaitTakesTheReaderToTheEnd() {
        host.update(session, new SessionUpdate.TurnStarted());
        render();
        type("Next.");
        composer.onSend(WhenBusy.QUEUE);
        assertThat(toTheEnd).isZero();

        type("Now.");
        composer.onSend(WhenBusy.STEER);
        assertThat(toTheEnd).isEqualTo(1);
    }

    // --- A session at rest

    private void queue(QueuedPrompt... prompts) {
        host.update(session, new SessionUpdate.QueueChanged(List.of(prompts)));
        render();
    }

    @Test
    void aSessionWhoseAgentIsNotRunningTakesAMessageAndSaysWhatHappensToIt() {
        host.update(session, new SessionUpdate.AgentExited(null, true, ""));
        render();
        assertThat(composer.stateProperty().get().enabled()).isTrue();
        assertThat(composer.stateProperty().get().why())
                .isEqualTo("Copilot is not running. Your next message starts it.");
        type("Go on.");
        assertThat(composer.stateProperty().get().goesText()).isEmpty();
        assertThat(composer.sendingProperty().get().possible()).isTrue();
        composer.onSend(WhenBusy.QUEUE);
        assertThat(host.intents()).containsExactly(new Intent.Prompt(session, "Go on.", WhenBusy.QUEUE, List.of()));

        QueuedPrompt waiting = new QueuedPrompt(9, 1, "Go on.", FakeHost.from("ada-desk"), List.of());
        queue(waiting);
        host.update(session, new SessionUpdate.AgentStarting());
        render();
        assertThat(composer.stateProperty().get().why()).isEqualTo("Starting Copilot\u2026");

        host.update(session, new SessionUpdate.AgentExited(1, false, "It cannot start."));
        render();
        assertThat(composer.stateProperty().get().why()).isEqualTo("It cannot start. Your message waits in the queue.");
        assertThat(composer.stateProperty().get().mayResume()).isTrue();
    }

    @Test
    void aSentPromptComesBackIntoTheDraftWithItsFiles() {
        Attachment.Blob picture = new Attachment.Blob(new BlobId("b1"), "a.png", "image/png", 3, null);
        composer.onEditAgain("Look at @src/A.java", List.of(picture, new Attachment.ProjectFile("src/A.java")));
        composer.onEditAgain("", List.of(picture));

        assertThat(composer.draftProperty().get()).isEqualTo("Look at @src/A.java");
        composer.onSend(WhenBusy.QUEUE);
        assertThat(host.intents())
                .containsExactly(new Intent.Prompt(
                        session,
                        "Look at @src/A.java",
                        WhenBusy.QUEUE,
                        List.of(picture, new Attachment.ProjectFile("src/A.java"))));
    }

    @Test
    void aSlashOffersTheAgentsCommandsAndThenOnesOwnPrompts() {
        host.update(
                session,
                new SessionUpdate.CommandsChanged(
                        List.of(new AgentCommand("review", "Reviews", ""), new AgentCommand("plan", "Plans", ""))));
        composer.snippets().put(null, "release notes", "Write the release notes.");
        render();

        type("/re");
        assertThat(suggested()).containsExactly("/review", "release-notes");
        assertThat(composer.onSuggestion(suggestion(1))).isEqualTo(24);
        assertThat(composer.draftProperty().get()).isEqualTo("Write the release notes.");
        type("say /re");
        assertThat(suggested()).isEmpty();
    }

    @Test
    void anAtSignLooksForFilesOnTheHostAndTheChosenOneGoesWithThePrompt() {
        host.files(List.of(
                new FileMatch("src/Session.java", false),
                new FileMatch("src/session", true),
                new FileMatch("README.md", false)));
        type("Explain @sess");

        assertThat(suggested()).containsExactly("Session.java", "session");
        int caret = composer.onSuggestion(suggestion(0));
        assertThat(composer.draftProperty().get()).isEqualTo("Explain @src/Session.java ");
        assertThat(caret).isEqualTo("Explain @src/Session.java ".length());
        composer.onSend(WhenBusy.QUEUE);
        assertThat(host.intents())
                .containsExactly(new Intent.Prompt(
                        session,
                        "Explain @src/Session.java",
                        WhenBusy.QUEUE,
                        List.of(new Attachment.ProjectFile("src/Session.java"))));
    }

    @Test
    void aFileWhoseNameWasTakenOutAgainDoesNotGo() {
        host.files(List.of(new FileMatch("a.txt", false), new FileMatch("a.txt.bak", false)));
        type("@a");
        composer.onSuggestion(suggestion(0));
        composer.onCaret(composer.draftProperty().get().length());
        type("see @a.txt.bak and x@a.txt");
        composer.onSend(WhenBusy.QUEUE);

        assertThat(((Intent.Prompt) host.intents().get(0)).attachments()).isEmpty();
    }

    @Test
    void whileOneSearchIsUnderWayOnlyTheLatestWordIsAskedForNext() {
        host.holdSearches();
        type("@s");
        type("@se");
        type("@ses");
        assertThat(host.fileSearches()).containsExactly("s");
        assertThat(composer.completion().stateProperty().get().note()).isEqualTo("Searching files");
        host.releaseSearch(0, new FileMatch("s.txt", false));
        assertThat(host.fileSearches()).containsExactly("s", "ses");
        host.releaseSearch(1, new FileMatch("session.txt", false));

        assertThat(suggested()).containsExactly("session.txt");
    }

    @Test
    void anAnswerForAnotherSessionIsNotShown() {
        host.holdSearches();
        SessionId other = host.create("s2", "Copilot", "/home/ada/other", "other");
        type("@s");
        composer.show(host.link(), new SessionKey(host.hostId(), other));
        host.releaseSearch(0, new FileMatch("secret.txt", false));

        assertThat(composer.completion().stateProperty().get().isShown()).isFalse();
    }

    @Test
    void suggestionsThatWereClosedStayClosedForTheirWord() {
        host.files(List.of(new FileMatch("a.txt", false)));
        type("@a");
        composer.completion().onClose();
        type("@a.");
        assertThat(suggested()).isEmpty();
        type("@a. @a");

        assertThat(suggested()).containsExactly("a.txt");
    }

    @Test
    void theSelectionGoesRound() {
        host.files(List.of(new FileMatch("a1", false), new FileMatch("a2", false)));
        type("@a");
        composer.completion().onMove(-1);
        assertThat(composer.completion().stateProperty().get().selected()).isEqualTo(1);
        composer.completion().onMove(1);

        assertThat(composer.completion().stateProperty().get().selected()).isZero();
    }

    // --- What was sent

    @Test
    void upAndDownGoThroughWhatWasSentAndBackToWhatWasBeingWritten() {
        for (String text : List.of("one", "two", "two", "three")) {
            host.update(session, new SessionUpdate.UserMessage(new ItemId(host.nextSeq(session)), text));
        }
        render();
        assertThat(composer.onHistory(true)).isTrue();
        assertThat(composer.draftProperty().get()).isEqualTo("three");
        composer.onHistory(true);
        composer.onHistory(true);
        assertThat(composer.draftProperty().get()).isEqualTo("one");
        assertThat(composer.onHistory(true))
                .as("the key does nothing at the oldest")
                .isTrue();
        assertThat(composer.draftProperty().get()).isEqualTo("one");
        composer.onHistory(false);
        composer.onHistory(false);
        composer.onHistory(false);
        assertThat(composer.draftProperty().get()).isEmpty();
        assertThat(composer.onHistory(false)).as("the key is for the text").isFalse();
    }

    @Test
    void aTextOfOnesOwnIsNeverReplacedByThePast() {
        host.update(session, new SessionUpdate.UserMessage(new ItemId(host.nextSeq(session)), "one"));
        render();
        composer.draftProperty().set("mine");
        assertThat(composer.onHistory(true)).isFalse();
        composer.draftProperty().set("");
        composer.onHistory(true);
        composer.draftProperty().set("one more");

        assertThat(composer.onHistory(true)).isFalse();
        assertThat(composer.draftProperty().get()).isEqualTo("one more");
    }

    // --- Attachments

    @Test
    void aPictureIsBroughtToTheHostAtOnceAndGoesWithThePrompt() {
        composer.onFiles(List.of(Path.of("/tmp/a.png")));
        assertThat(composer.sendingProperty().get().obstacle()).isEqualTo("Attachments are still uploading.");
        runBackground();

        assertThat(entry().status()).isEqualTo(AttachmentsPresenter.Status.READY);
        assertThat(host.blobs()).containsOnlyKeys(new BlobId("b1"), new BlobId("b2"));
        composer.onSend(WhenBusy.QUEUE);
        assertThat(host.intents())
                .containsExactly(new Intent.Prompt(
                        session,
                        "",
                        WhenBusy.QUEUE,
                        List.of(new Attachment.Blob(new BlobId("b2"), "a.png", "image/png", 3, new BlobId("b1")))));
        assertThat(composer.attachments().entriesProperty().get()).isEmpty();
        assertThat(composer.sendingProperty().get().possible()).isFalse();
    }

    @Test
    void aLargeFileTravelsInPieces() {
        prepared = new PreparedAttachment.Ready("big.bin", "application/octet-stream", new byte[600 * 1024], null);
        composer.onFiles(List.of(Path.of("/tmp/big.bin")));
        runBackground();

        assertThat(host.blobs().get(new BlobId("b1"))).hasSize(600 * 1024);
    }

    @Test
    void whatIsAttachedOutlivesTheApp() {
        composer.onFiles(List.of(Path.of("/tmp/a.png")));
        runBackground();
        composer = composer();
        open();

        assertThat(entry().attachment())
                .isEqualTo(new Attachment.Blob(new BlobId("b2"), "a.png", "image/png", 3, new BlobId("b1")));
        composer.attachments().onRemove(entry().id());
        composer = composer();
        open();
        assertThat(composer.attachments().entriesProperty().get()).isEmpty();
    }

    @Test
    void aPictureForAnAgentThatTakesNoneIsSaidBeforeSending() {
        composer.onFiles(List.of(Path.of("/tmp/a.png")));
        runBackground();
        started(PromptSupport.NONE);
        render();

        assertThat(composer.sendingProperty().get())
                .isEqualTo(new ComposerPresenter.Sending(false, "Copilot does not accept pictures."));
        composer.onSend(WhenBusy.QUEUE);
        assertThat(host.intents()).isEmpty();
        assertThat(notices).containsExactly("Copilot does not accept pictures.");
        composer.onPicture(new AttachmentSource.OfPixels("p", 1, 1, new int[1]));
        assertThat(composer.attachments().entriesProperty().get()).hasSize(1);
    }

    @Test
    void aFileThatCannotGoSaysWhyAndHoldsThePromptUntilItIsTakenAway() {
        prepared = new PreparedAttachment.Refused("film.mkv", "film.mkv is larger than 5 MB.");
        composer.onFiles(List.of(Path.of("/tmp/film.mkv")));
        runBackground();
        composer.draftProperty().set("Look");
        assertThat(entry().problem()).isEqualTo("film.mkv is larger than 5 MB.");
        assertThat(composer.sendingProperty().get().possible()).isFalse();
        composer.attachments().onRemove(entry().id());

        assertThat(composer.sendingProperty().get().possible()).isTrue();
    }

    @Test
    void anUploadThatTheHostDidNotGetCanBeTriedAgain() {
        host.refuseUploads("The connection was lost before the host answered.");
        composer.onFiles(List.of(Path.of("/tmp/a.png")));
        runBackground();
        assertThat(entry().problem()).isEqualTo("The connection was lost before the host answered.");
        host.refuseUploads(null);
        composer.attachments().onAgain(entry().id());
        runBackground();

        assertThat(entry().status()).isEqualTo(AttachmentsPresenter.Status.READY);
    }

    @Test
    void aPictureThatCannotBeReadForLackOfMemoryBlocksNothing() {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        List<Throwable> reported = new ArrayList<>();
        defect = new OutOfMemoryError("Java heap space");
        try {
            Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> reported.add(failure));
            type("Look");
            composer.onPicture(new AttachmentSource.OfPixels("a.png", 1, 1, new int[1]));
            runBackground();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }

        assertThat(reported).containsExactly(defect);
        assertThat(entry().status()).isEqualTo(AttachmentsPresenter.Status.FAILED);
        assertThat(entry().problem()).isEqualTo("Cannot read a.png.");
        composer.attachments().onRemove(entry().id());
        assertThat(composer.sendingProperty().get().possible()).isTrue();
    }

    @Test
    void whatIsPreparedWhenAnotherSessionIsOnScreenIsNotAttachedThere() {
        SessionId other = host.create("s2", "Copilot", "/home/ada/other", "other");
        composer.onFiles(List.of(Path.of("/tmp/a.png")));
        composer.show(host.link(), new SessionKey(host.hostId(), other));
        runBackground();

        assertThat(composer.attachments().entriesProperty().get()).isEmpty();
        assertThat(host.blobs()).isEmpty();
    }

    @Test
    void moreThanEightAreNotTaken() {
        composer.onFiles(Collections.nCopies(10, Path.of("/tmp/a.png")));

        assertThat(composer.attachments().entriesProperty().get()).hasSize(8);
        assertThat(notices).containsExactly("A message can have 8 attachments at most.");
    }

    @Test
    void aFileOfTheProjectThatIsDroppedIsNamedInsteadOfCopied() {
        composer.draftProperty().set("Explain");
        composer.onFiles(List.of(Path.of("/home/ada/shop/src/Main.java")));

        assertThat(background).isEmpty();
        assertThat(composer.draftProperty().get()).isEqualTo("Explain @src/Main.java ");
        composer.onSend(WhenBusy.QUEUE);
        assertThat(((Intent.Prompt) host.intents().get(0)).attachments())
                .containsExactly(new Attachment.ProjectFile("src/Main.java"));
    }

    @Test
    void aFileIsNotNamedByTheDirectoryOfTheSessionBefore() {
        SessionId other = host.create("s2", "Copilot", "/home/ada/blog", "blog");
        composer.show(host.link(), new SessionKey(host.hostId(), other));

        composer.onFiles(List.of(Path.of("/home/ada/shop/src/Main.java")));

        assertThat(composer.draftProperty().get()).isEmpty();
        assertThat(composer.attachments().entriesProperty().get()).hasSize(1);
    }

    // --- The queue

    @Test
    void whatStandsInTheQueueIsSentMovedAndRemovedByItsIdOnTheHost() {
        QueuedPrompt waiting = new QueuedPrompt(7, 3, "later", FakeHost.from("phone"));
        composer.onSendQueued(waiting);
        composer.onMoveQueued(waiting, 2);
        composer.onRemoveQueued(waiting);
        composer.onEditQueued(waiting, "later");

        assertThat(host.intents())
                .containsExactly(
                        new Intent.SendQueued(session, 7),
                        new Intent.MoveQueued(session, 7, 2),
                        new Intent.RemoveQueued(session, 7));
    }

    @Test
    void anEditOfAPromptThatHasGoneMeanwhileIsKeptInTheBox() {
        composer.draftProperty().set("mine");
        composer.onEditLost("the edit");

        assertThat(composer.draftProperty().get()).isEqualTo("mine\n\nthe edit");
        assertThat(notices).hasSize(1);
    }

    @Test
    void whatEnterDoesIsKeptAndDiffersByDeviceUntilItIsChosen() {
        assertThat(composer.sendKey().enterSends(false)).isTrue();
        assertThat(composer.sendKey().enterSends(true)).isFalse();
        composer.sendKey().setEnterSends(false);

        assertThat(composer().sendKey().enterSends(false)).isFalse();
    }
}
