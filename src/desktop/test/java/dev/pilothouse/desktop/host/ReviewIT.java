package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.git.GitRepository;
import dev.pilothouse.model.CommentAnchor;
import dev.pilothouse.model.CommentId;
import dev.pilothouse.model.CommentPlace;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.Review;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Review comments on a real host, with its agent, its disk and git. More kills: {@code -Dreview.kills=100}. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the test repository is made with a shell's git")
@Timeout(300)
class ReviewIT {
    private static final int ROUNDS = Integer.getInteger("review.kills", 3);

    @TempDir
    Path folder;

    @TempDir
    Path work;

    private static Intent.AddComment comment(SessionId session, String id, String path, int line, String quoted) {
        return new Intent.AddComment(
                session,
                new CommentId(id),
                new CommentAnchor(path, false, line, line, List.of(quoted), ""),
                "Why is " + id + " here?");
    }

    private static List<CommentPlace> places(TestClient client, SessionId session) {
        RequestId id = TestClient.newRequestId();
        client.send(new ClientMessage.PlaceComments(id, session));
        return ((HostMessage.CommentPlaces) client.await("the places", message -> id.equals(message.requestId())))
                .places();
    }

    private static long prompts(SessionState state, String text) {
        return state.transcript().items().stream()
                        .filter(item -> item instanceof Item.UserItem user
                                && user.text().contains(text))
                        .count()
                + state.queue().stream()
                        .filter(prompt -> prompt.text().contains(text))
                        .count();
    }

    @Test
    void theLinesOfCommentsAreFollowedInTheFiles() throws Exception {
        GitRepository repository = GitRepository.create(work, "project");
        repository.file("a.txt", "first line\nsecond line\nthird line\n");
        repository.file("b.txt", "only line\nof the file that is renamed\n");
        repository.file("c.txt", "gone\n");
        repository.commit("first");
        try (TestHost host = TestHost.on(folder);
                TestClient window = host.local();
                TestClient viewer = host.device("Viewer", Scope.VIEW)) {
            SessionId session = window.session("demo", repository.root().toString());
            window.done(comment(session, "moved", "a.txt", 2, "second line"));
            window.done(comment(session, "changed", "a.txt", 3, "third line"));
            window.done(comment(session, "renamed", "b.txt", 1, "only line"));
            window.done(comment(session, "gone", "c.txt", 1, "gone"));
            window.done(comment(session, "private", ".git/config", 1, "[core]"));
            repository.file("a.txt", "a new line\nfirst line\nsecond line\nthe third line\n");
            repository.git("mv", "b.txt", "d.txt");
            Files.delete(repository.root().resolve("c.txt"));

            assertThat(places(viewer, session))
                    .containsExactlyInAnyOrder(
                            new CommentPlace(new CommentId("moved"), CommentPlace.State.UNCHANGED, "a.txt", 3, 3),
                            new CommentPlace(new CommentId("changed"), CommentPlace.State.CHANGED, "a.txt", 3, 3),
                            new CommentPlace(new CommentId("renamed"), CommentPlace.State.UNCHANGED, "d.txt", 1, 1),
                            new CommentPlace(new CommentId("gone"), CommentPlace.State.GONE, "c.txt", 1, 1),
                            new CommentPlace(new CommentId("private"), CommentPlace.State.GONE, ".git/config", 1, 1));
        }
    }

    @Test
    void aReviewOfTwoDevicesIsSentOnceAlsoIfBothSendIt() throws Exception {
        try (TestHost host = TestHost.on(folder);
                TestClient window = host.local();
                TestClient phone = host.device("Phone", Scope.STEER);
                TestClient reviewer = host.device("Reviewer", Scope.ANSWER)) {
            SessionId session = window.session("demo", work.toString());
            window.awaitState(
                    session, "the agent is there", state -> state.activity().phase() == SessionPhase.IDLE);
            reviewer.done(comment(session, "c1", "a.txt", 1, "x"));
            phone.done(comment(session, "c2", "a.txt", 2, "y"));
            RequestId forbidden = reviewer.submit(new Intent.SendReview(session, "", List.of()));
            RequestId first = window.submit(new Intent.SendReview(session, "/say", List.of()));
            window.ack(first);
            RequestId second = phone.submit(new Intent.SendReview(session, "/say", List.of()));
            window.send(new ClientMessage.Submit(first, new Intent.SendReview(session, "/say", List.of())));
            SessionState sent = window.awaitState(
                    session,
                    "the end of the turn",
                    state -> state.lastTurn() != null && state.activity().turn() == null);

            assertThat(reviewer.refused(forbidden).code()).isEqualTo(ErrorCode.FORBIDDEN);
            assertThat(phone.refused(second).code()).isEqualTo(ErrorCode.CLOSED);
            assertThat(prompts(sent, "Why is c1 here?")).isEqualTo(1);
            assertThat(sent.review().comments())
                    .extracting(comment -> comment.author().name())
                    .containsExactly("Reviewer", "Phone");
            assertThat(sent.review().comments())
                    .allMatch(comment -> sent.lastTurn().turn().equals(comment.turn()));
        }
    }

    @Test
    void aKillAtAnyMomentOfTheSendingMakesOnePromptWhenItIsRepeated() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        SessionId session = null;
        for (int round = 0; round < ROUNDS; round++) {
            String id = "c" + round;
            RequestId send = TestClient.newRequestId();
            Intent.SendReview intent;
            try (HostProcess host = HostProcess.start(folder);
                    TestClient client = host.connect()) {
                session = session == null ? client.session("demo", work.toString()) : session;
                client.subscribe(session);
                client.done(comment(session, id, "a.txt", 1, "x"));
                intent = new Intent.SendReview(session, "/say", List.of(new CommentId(id)));
                client.send(new ClientMessage.Submit(send, intent));
                host.killAfter(random.nextInt(60));
            }
            try (HostProcess host = HostProcess.start(folder);
                    TestClient client = host.connect()) {
                client.subscribe(session);
                client.send(new ClientMessage.Submit(send, intent));
                client.ack(send);
                // A prompt that waits is sent when its agent is there.
                client.done(new Intent.ResumeSession(session));
                SessionState state = client.awaitState(
                        session,
                        "the turn of round " + id + " with seed " + seed,
                        now -> now.review()
                                        .find(new CommentId(id))
                                        .filter(comment -> Review.status(comment, now.queue()) == Review.Status.SENT)
                                        .isPresent()
                                && now.activity().turn() == null);

                assertThat(prompts(state, "Why is " + id + " here?"))
                        .as("round %s with seed %s", round, seed)
                        .isEqualTo(1);
            }
        }
    }
}
