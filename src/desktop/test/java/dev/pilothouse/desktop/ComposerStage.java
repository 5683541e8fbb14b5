package dev.pilothouse.desktop;

import dev.pilothouse.model.AgentCommand;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.AgentModel;
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
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.fx.FxExecutor;
import dev.pilothouse.ui.fx.FxPulse;
import dev.pilothouse.ui.shell.ShellGraph;
import dev.pilothouse.ui.status.SessionKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A window's presenters over a scripted session that fills the composer. Created and closed on the FX thread. */
final class ComposerStage implements AutoCloseable {
    final SampleHosts sample = SampleHosts.aWorkingDay();
    final FakeHost host = sample.local();
    final TestShell test = new TestShell();
    final SessionId session;
    final ShellGraph shell;
    private final Lanes lanes;
    private long turn;

    ComposerStage(String name) {
        lanes = new Lanes(name, (thread, failure) -> test.failures().add(failure));
        test.picturesOn(lanes.open("pictures", 16)).picker(chosen -> chosen.accept(List.of(picture())));
        session = host.create("composer", "Copilot", "/home/ada/src/shop", "sketch the checkout");
        host.update(
                session,
                new SessionUpdate.AgentStarted(
                        "Copilot", "1.0", "a1", ContextRestore.NEW, new PromptSupport(true, true)));
        host.update(
                session,
                new SessionUpdate.ModeChanged(
                        "ask",
                        List.of(
                                new AgentMode("ask", "Ask", "Asks before it acts"),
                                new AgentMode("plan", "Plan", "Only plans"))));
        host.update(session, new SessionUpdate.ModelChanged("opus", List.of(new AgentModel("opus", "Opus", ""))));
        host.update(
                session,
                new SessionUpdate.CommandsChanged(List.of(
                        new AgentCommand("review", "Reviews the changes of this branch", "branch"),
                        new AgentCommand("refactor", "Makes the code simpler without changing what it does", ""),
                        new AgentCommand("plan", "Writes a plan first", ""))));
        host.files(List.of(
                new FileMatch("src/main/java/shop/checkout/CheckoutService.java", false),
                new FileMatch("src/main/java/shop/checkout/CheckoutView.java", false),
                new FileMatch("src/test/java/shop/checkout/CheckoutServiceTest.java", false),
                new FileMatch("src/main/java/shop/checkout", true),
                new FileMatch("docs/checkout.md", false)));
        shell = new ShellGraph(
                test.ports(sample.hosts(), FxPulse::new, lanes.open("projection", 64), new FxExecutor()));
        shell.composer()
                .snippets()
                .put(null, "review-mine", "Review what I changed since main. Name each risk, most serious first.");
        shell.composer()
                .snippets()
                .put(null, "release-notes", "Write the release notes from the commits since the last tag, for users.");
        shell.navigation().open(new SessionKey(host.hostId(), session));
    }

    /** A picture file of this project. */
    static Path picture() {
        return Path.of("src/main/resources/dev/pilothouse/icon/pilothouse-256.png")
                .toAbsolutePath();
    }

    /** Sends a prompt with a picture and a file; its turn is running. */
    void sentWithAPicture() {
        try {
            host.blob(new BlobId("t1"), Files.readAllBytes(Path.of("assets/screenshots/desktop-dark.png")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        host.update(
                session,
                new SessionUpdate.UserMessage(
                        new ItemId(host.nextSeq(session)),
                        "Make the checkout look like this, starting from @src/main/java/shop/checkout/CheckoutView.java.",
                        List.of(
                                new Attachment.Blob(
                                        new BlobId("b1"), "checkout.png", "image/png", 812_000, new BlobId("t1")),
                                new Attachment.ProjectFile("src/main/java/shop/checkout/CheckoutView.java"),
                                new Attachment.Blob(new BlobId("b2"), "wishes.md", "text/markdown", 2_100, null))),
                FakeHost.from("ada-desk"));
        turn = host.update(session, new SessionUpdate.TurnStarted());
        host.update(
                session,
                new SessionUpdate.AgentMessageChunk(
                        new ItemId(host.nextSeq(session)),
                        "I will begin with the summary on the right, since the rest depends on its width."));
    }

    QueuedPrompt queued(long id, String text, Attachment... attachments) {
        return new QueuedPrompt(id, 1, text, FakeHost.from("phone"), List.of(attachments));
    }

    void queue(QueuedPrompt... queue) {
        host.update(session, new SessionUpdate.QueueChanged(List.of(queue)));
    }

    void endTurn() {
        host.update(
                session,
                new SessionUpdate.TurnEnded(
                        new ItemId(host.nextSeq(session)),
                        new TurnId(turn),
                        StopReason.END_TURN,
                        "",
                        1_200,
                        TokenCount.NONE));
    }

    @Override
    public void close() {
        shell.close();
        lanes.close();
    }
}
