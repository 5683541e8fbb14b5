package dev.pilothouse.ui.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pilothouse.model.CommentAnchor;
import dev.pilothouse.model.CommentAuthor;
import dev.pilothouse.model.CommentId;
import dev.pilothouse.model.CommentPlace;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.FindingSeverity;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.ReviewComment;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.PendingIntent;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.review.ReviewEntry.State;
import dev.pilothouse.ui.status.SessionKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReviewPresenterTest {
    private static final CommentAnchor ANCHOR =
            new CommentAnchor("src/One.java", false, 3, 4, List.of("int x;", "use(x);"), "b1");

    private final FakeHost host = new FakeHost("h1", "desk", true, Instant.EPOCH);
    private final SessionId session = host.create("s1", "Demo", "/home/me", "A session");
    private final SessionKey key = new SessionKey(host.hostId(), session);
    private final HostLink link = new HostLink(host.hostId(), true, host, host, host);
    private final List<String> notices = new ArrayList<>();
    private final Map<String, String> stored = new HashMap<>();
    private final Preferences kept = new Preferences() {
        @Override
        public Optional<String> get(String name) {
            return Optional.ofNullable(stored.get(name));
        }

        @Override
        public void put(String name, String value) {
            stored.put(name, value);
        }
    };
    private final ReviewPresenter presenter = new ReviewPresenter(kept, Runnable::run, notices::add);

    @BeforeEach
    void show() {
        host.scope(Scope.STEER);
        presenter.show(link, key);
    }

    private void comment(String id, int line, boolean sent, boolean resolved) {
        host.update(
                session,
                new SessionUpdate.CommentChanged(new ReviewComment(
                        new CommentId(id),
                        new CommentAnchor("src/One.java", false, line, line, List.of("x"), ""),
                        "Why?",
                        new CommentAuthor(new DeviceId("d1"), "Phone", null),
                        sent ? new RequestId("r1") : null,
                        sent ? new TurnId(1) : null,
                        resolved)));
        presenter.render();
    }

    private List<State> states() {
        return presenter.contentProperty().get().entries().stream()
                .map(ReviewEntry::state)
                .toList();
    }

    @Test
    void aHalfWrittenCommentIsThereAgainAndIsAddedOnce() {
        presenter.onWrite(ANCHOR);
        presenter.onType("Name it\nafter its use.");
        presenter.hide();
        assertThat(presenter.draftProperty().get()).isEmpty();
        presenter.show(link, key);
        CommentDraft again = presenter.draftProperty().get().orElseThrow();
        presenter.onSave();
        presenter.onSave();

        assertThat(again.anchor()).isEqualTo(ANCHOR);
        assertThat(again.text()).isEqualTo("Name it\nafter its use.");
        assertThat(host.intents()).singleElement().isInstanceOfSatisfying(Intent.AddComment.class, add -> {
            assertThat(add.anchor()).isEqualTo(ANCHOR);
            assertThat(add.text()).isEqualTo("Name it\nafter its use.");
        });
        assertThat(presenter.draftProperty().get()).isEmpty();
    }

    @Test
    void otherLinesKeepTheTextThatWasTyped() {
        presenter.onWrite(ANCHOR);
        presenter.onType("Why?");
        presenter.onWrite(new CommentAnchor("src/One.java", false, 4, 4, List.of("use(x);"), "b1"));
        presenter.onSave();

        assertThat(((Intent.AddComment) host.intents().get(0)).text()).isEqualTo("Why?");
    }

    @Test
    void whatWasTypedIsNotLostWhenAnotherCommentTakesTheField() {
        comment("c1", 3, false, false);
        ReviewEntry first = presenter.contentProperty().get().entries().get(0);
        presenter.onEdit(first);
        presenter.onWrite(ANCHOR);
        assertThat(host.intents()).isEmpty();

        presenter.onEdit(first);
        presenter.onType("Why not?");
        presenter.onWrite(ANCHOR);
        presenter.onType("New");
        presenter.onEdit(first);
        assertThat(host.intents())
                .extracting(intent ->
                        intent instanceof Intent.EditComment edit ? edit.text() : ((Intent.AddComment) intent).text())
                .containsExactly("Why not?", "New");
        assertThat(presenter.draftText()).isEqualTo("Why?");
    }

    @Test
    void aCommentWithoutAConnectionIsShownAtOnceAndARefusedOneKeepsItsText() {
        Intent.AddComment add = new Intent.AddComment(session, new CommentId("c1"), ANCHOR, "Why?");
        host.unconfirmed(session, new PendingIntent(new RequestId("q1"), add, Instant.EPOCH, null));
        presenter.render();
        ReviewEntry waiting = presenter.contentProperty().get().entries().get(0);
        host.unconfirmed(
                session,
                new PendingIntent(
                        new RequestId("q1"), add, Instant.EPOCH, HostText.untranslated("The review is full.")));
        presenter.render();
        ReviewEntry refused = presenter.contentProperty().get().entries().get(0);

        assertThat(waiting.state()).isEqualTo(State.DRAFT);
        assertThat(waiting.unconfirmed()).isTrue();
        assertThat(refused.refusal()).isEqualTo("The review is full.");
        assertThat(refused.comment().text()).isEqualTo("Why?");
        assertThat(presenter.contentProperty().get().drafts()).isEmpty();
    }

    @Test
    void theTextOfARefusedEditStaysUntilItIsRemoved() {
        comment("c1", 3, true, false);
        Intent.EditComment edit = new Intent.EditComment(session, new CommentId("c1"), "Why so late?");
        host.unconfirmed(
                session,
                new PendingIntent(
                        new RequestId("q1"), edit, Instant.EPOCH, HostText.untranslated("It was sent already.")));
        presenter.render();

        assertThat(presenter.contentProperty().get().entries())
                .extracting(entry -> entry.comment().text(), ReviewEntry::refusal, ReviewEntry::line)
                .containsExactlyInAnyOrder(tuple("Why?", "", 3), tuple("Why so late?", "It was sent already.", 3));
        assertThat(presenter.contentProperty().get().drafts()).isEmpty();
    }

    @Test
    void theStateOfASentCommentFollowsItsLines() {
        comment("c1", 3, true, false);
        comment("c2", 5, true, false);
        comment("c3", 7, true, true);
        comment("c4", 9, false, false);
        host.places(
                new CommentPlace(new CommentId("c1"), CommentPlace.State.UNCHANGED, "src/Two.java", 30, 30),
                new CommentPlace(new CommentId("c2"), CommentPlace.State.CHANGED, "src/One.java", 5, 5));
        presenter.onRefresh();

        assertThat(states()).containsExactly(State.CHANGED, State.RESOLVED, State.DRAFT, State.OPEN);
        assertThat(presenter.contentProperty().get().entries().get(3).line()).isEqualTo(30);
    }

    @Test
    void theDraftsThatAreShownAreSentWithTheIntroduction() {
        comment("c1", 3, true, false);
        comment("c2", 5, false, false);
        presenter.introductionProperty().set(" Please. ");
        presenter.onSend();
        host.refuse(0, ErrorCode.CLOSED, "There are no comments to send.");

        assertThat(host.intents())
                .containsExactly(new Intent.SendReview(session, "Please.", List.of(new CommentId("c2"))));
        assertThat(notices).containsExactly("There are no comments to send.");
    }

    @Test
    void theIntroductionStaysUntilTheReviewIsSent() {
        String usual = presenter.introductionProperty().get();
        comment("c2", 5, false, false);
        presenter.introductionProperty().set("Be brief.");
        presenter.hide();
        presenter.show(link, key);
        assertThat(presenter.introductionProperty().get()).isEqualTo("Be brief.");

        presenter.onSend();
        host.accept(0, session);
        assertThat(presenter.introductionProperty().get()).isEqualTo(usual);
        presenter.hide();
        presenter.show(link, key);
        assertThat(presenter.introductionProperty().get()).isEqualTo(usual);
    }

    @Test
    void aViewerReadsOnly() {
        host.scope(Scope.VIEW);
        presenter.render();

        assertThat(presenter.contentProperty().get().mayComment()).isFalse();
        assertThat(presenter.contentProperty().get().maySend()).isFalse();
    }

    @Test
    void theSessionIsOpenOnlyWhileItsReviewIsShown() {
        assertThat(host.openSessions()).containsExactly(session);
        presenter.hide();
        assertThat(host.openSessions()).isEmpty();
    }

    @Test
    void aStoredDraftThatIsSomethingElseIsIgnored() {
        for (String other :
                List.of("", "x", "a\nfalse\n1\n1\n\n\n9\nb", "a\nfalse\n0\n1\n\n\n0\n", "a\nb\nc\nd\ne\nf\ng\nh")) {
            assertThat(CommentDraft.of(other)).as(other).isEmpty();
        }
    }

    @Test
    void aFindingIsShownAsFromItsAgentAndOneAboutTheWholeChangeComesFirst() {
        comment("c1", 3, false, false);
        host.update(
                session,
                new SessionUpdate.CommentChanged(new ReviewComment(
                        new CommentId("c2"),
                        CommentAnchor.GENERAL,
                        "No test.",
                        new CommentAuthor(new DeviceId("d1"), "Gemini CLI", FindingSeverity.MAJOR))));
        presenter.render();

        assertThat(presenter.contentProperty().get().entries())
                .extracting(ReviewText::place, ReviewText::note)
                .containsExactly(
                        tuple("The whole change", "Gemini CLI, major"), tuple("src/One.java, Line 3", "Phone"));
    }
}
