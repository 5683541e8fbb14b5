package dev.pilothouse.desktop.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.journal.Generations;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.HostQuestion;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.NotificationKind;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.WatchLabel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The notifications of a session whose agent needs a login. */
class NotificationWatcherTest {
    private static final SessionId SESSION = new SessionId("s1");

    private final SessionFeed feed = new SessionFeed(SESSION, null);
    private final List<NotificationKind> told = new ArrayList<>();
    private final NotificationWatcher watcher =
            new NotificationWatcher(List.of(), (notice, open) -> told.add(notice.kind()));
    private SessionState state = SessionState.empty(SESSION);

    @BeforeEach
    void aSessionWithoutALogin() {
        happens(new SessionUpdate.SessionCreated(
                new AgentId("demo"), "Demo", "/tmp", "name", SessionUpdate.StartWish.NONE));
        happens(new SessionUpdate.LoginNeeded("demo login", "Log in first."));
        assertThat(told).containsExactly(NotificationKind.FAILED);
    }

    private void happens(SessionUpdate update) {
        state = SessionReducer.apply(state, new JournaledUpdate(state.seq() + 1, Instant.EPOCH, null, update));
        feed.show(new SessionFeed.Loaded(state, Generations.NONE, WatchLabel.NONE, Instant.EPOCH, HostText.NONE));
        watcher.changed(feed);
    }

    private void asks(String asker) {
        Pending question = new Pending(
                new PendingId("p1"),
                PendingKind.PERMISSION,
                "What now?",
                "",
                null,
                List.of(),
                List.of(),
                null,
                "",
                new HostQuestion(asker, "k", Scope.STEER, HostText.Code.NONE));
        happens(new SessionUpdate.PendingAsked(new ItemId(9), question));
    }

    @Test
    void theQuestionHowToLogInSaysNothingMore() {
        asks(HostQuestion.loginOf(SESSION));

        assertThat(told).containsExactly(NotificationKind.FAILED);
    }

    @Test
    void anotherQuestionOfTheHostIsToldToo() {
        asks("job/budget");

        assertThat(told).containsExactly(NotificationKind.FAILED, NotificationKind.NEEDS_YOU);
    }
}
