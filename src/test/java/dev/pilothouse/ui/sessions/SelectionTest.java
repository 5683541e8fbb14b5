package dev.pilothouse.ui.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.Intent;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.status.SessionKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several sessions are selected in the list, and acted upon at once. */
class SelectionTest {
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final ListRig rig = new ListRig(sample);
    private final SessionsPresenter presenter = rig.presenter();
    private final SessionSelection selection = presenter.selection();
    private final SelectionActions actions = presenter.selectionActions();
    private final SessionKey login = local(sample.main().value());
    private final SessionKey docs = local("s12");

    @BeforeEach
    void render() {
        rig.render();
    }

    private SessionKey local(String id) {
        return new SessionKey(sample.local().hostId(), new SessionId(id));
    }

    private String result() {
        return presenter.undoProperty().get().text();
    }

    @Test
    void aRangeReachesFromTheFirstSessionToTheLatest() {
        List<SessionKey> listed = selection.listed();
        selection.extend(listed.get(2), listed.get(4));
        assertThat(selection.keysProperty().get()).containsExactlyInAnyOrderElementsOf(listed.subList(2, 5));

        selection.extend(listed.get(4), listed.get(1));
        assertThat(selection.keysProperty().get()).containsExactlyInAnyOrderElementsOf(listed.subList(1, 3));
    }

    @Test
    void theSelectionSurvivesUpdatesAndAnotherOrder() {
        selection.toggle(login);
        selection.toggle(docs);
        sample.local().update(docs.sessionId(), new SessionUpdate.Renamed("a new name", true));
        rig.render();
        presenter.onChoose(presenter.choicesProperty().get().with(SessionListOptions.Order.NAME));

        assertThat(selection.keysProperty().get()).containsExactlyInAnyOrder(login, docs);
    }

    @Test
    void aSessionThatIsFilteredOrFoldedAwayLeavesTheSelection() {
        selection.all();
        presenter.onFold("group-WORKING");
        assertThat(selection.contains(docs)).isFalse();
        assertThat(selection.contains(login)).isTrue();

        presenter.filterProperty().set("login race");
        assertThat(selection.keysProperty().get()).containsExactly(login);

        presenter.filterProperty().set("");
        assertThat(selection.keysProperty().get()).containsExactly(login);
    }

    @Test
    void allAreArchivedAndTheLineCountsWhatWasDoneAndUndoesIt() {
        selection.toggle(login);
        selection.toggle(docs);
        actions.onArchive();
        assertThat(selection.isEmpty()).isTrue();
        assertThat(sample.local().intents())
                .containsExactly(
                        Intent.Organise.archive(login.sessionId(), true),
                        Intent.Organise.archive(docs.sessionId(), true));

        sample.local().accept(0, login.sessionId());
        assertThat(result()).isEqualTo("1 archived, 1 unconfirmed");
        sample.local().refuse(1, ErrorCode.BUSY, "The disk is full.");
        assertThat(result()).isEqualTo("1 archived, 1 refused: The disk is full.");

        presenter.actions().onUndo();
        assertThat(sample.local().intents().subList(2, 3))
                .containsExactly(Intent.Organise.archive(login.sessionId(), false));
    }

    @Test
    void aHostThatIsAwayLeavesTheResultUnconfirmed() {
        sample.local().connection(new ConnectionState.Lost("gone", SampleHosts.NOW, SampleHosts.NOW));
        selection.toggle(docs);
        actions.run(SelectionAction.ARCHIVE);

        assertThat(result()).isEqualTo("1 unconfirmed");
        assertThat(presenter.undoProperty().get().back()).isNull();
    }

    @Test
    void anActionCountsTheSessionsToWhichItApplies() {
        selection.all();

        assertThat(actions.count(SelectionAction.DELETE))
                .isEqualTo(selection.listed().size());
        assertThat(actions.count(SelectionAction.UNARCHIVE)).isZero();
        assertThat(actions.count(SelectionAction.STOP))
                .isPositive()
                .isLessThan(selection.listed().size());
        int before = sample.local().intents().size() + sample.remote().intents().size();
        int stopped = actions.count(SelectionAction.STOP);
        actions.run(SelectionAction.STOP);
        assertThat(sample.local().intents().size() + sample.remote().intents().size() - before)
                .isEqualTo(stopped);
        assertThat(sample.local().intents())
                .allSatisfy(intent -> assertThat(intent).isInstanceOf(Intent.Cancel.class));
    }

    @Test
    void aPromptIsOfferedForAllSelectedSessions() {
        selection.toggle(docs);
        selection.toggle(login);

        assertThat(actions.recipients()).containsExactlyInAnyOrder(login, docs);
    }

    @Test
    void aDeletionOfSeveralIsUndoneAsOne() {
        selection.toggle(login);
        selection.toggle(docs);
        actions.run(SelectionAction.DELETE);
        assertThat(result()).isEqualTo("2 deleted");
        assertThat(selection.listed()).doesNotContain(login, docs);
        assertThat(rig.closed()).containsExactlyInAnyOrder(login, docs);

        presenter.actions().onUndo();
        rig.elapse(Duration.ofSeconds(UndoSupport.SECONDS));
        assertThat(selection.listed()).contains(login, docs);
        assertThat(sample.local().intents()).isEmpty();
    }

    @Test
    void aDeletionThatIsRefusedComesBackAndIsCounted() {
        selection.toggle(login);
        selection.toggle(docs);
        actions.run(SelectionAction.DELETE);
        rig.elapse(Duration.ofSeconds(UndoSupport.SECONDS));
        assertThat(sample.local().intents())
                .containsExactly(
                        new Intent.DeleteSession(login.sessionId()), new Intent.DeleteSession(docs.sessionId()));
        sample.local().accept(0, login.sessionId());
        sample.local().refuse(1, ErrorCode.BUSY, "It is busy.");

        assertThat(result()).isEqualTo("1 deleted, 1 refused: It is busy.");
        assertThat(selection.listed()).contains(docs).doesNotContain(login);
    }

    @Test
    void oneOfSeveralDeletionsThatEndsElsewhereDoesNotCancelTheOthers() {
        selection.toggle(login);
        selection.toggle(docs);
        actions.run(SelectionAction.DELETE);
        sample.local().remove(docs.sessionId());
        rig.render();
        rig.elapse(Duration.ofSeconds(UndoSupport.SECONDS));

        assertThat(sample.local().intents()).containsExactly(new Intent.DeleteSession(login.sessionId()));
    }
}
