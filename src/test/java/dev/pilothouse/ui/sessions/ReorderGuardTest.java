package dev.pilothouse.ui.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.Organisation;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.status.SessionKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The list takes no other order while the person is about to use a row. */
class ReorderGuardTest {
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final ListRig rig = new ListRig(sample);
    private final SessionsPresenter presenter = rig.presenter();
    private final ReorderGuard guard = presenter.guard();
    private final SessionId docs = new SessionId("s12");
    private final SessionKey key = new SessionKey(sample.local().hostId(), docs);
    private List<SessionKey> before;

    @BeforeEach
    void render() {
        rig.render();
        before = presenter.selection().listed();
    }

    private void pinFromElsewhere() {
        sample.local().update(docs, new SessionUpdate.Organised(new Organisation(true, false, "")));
        rig.render();
    }

    private List<SessionKey> listed() {
        return presenter.selection().listed();
    }

    @Test
    void withoutThePersonTheListTakesItsOrderAtOnce() {
        pinFromElsewhere();

        assertThat(listed()).startsWith(key);
    }

    @Test
    void rowsStayUnderThePointerUntilItWasQuietForTwoSeconds() {
        guard.onPointer();
        pinFromElsewhere();
        assertThat(listed()).isEqualTo(before);
        assertThat(presenter.entry(key).pinned()).isTrue();

        rig.elapse(Duration.ofMillis(1_900));
        guard.onPointer();
        rig.elapse(Duration.ofMillis(1_900));
        assertThat(listed()).isEqualTo(before);

        rig.elapse(Duration.ofMillis(200));
        assertThat(listed()).startsWith(key);
    }

    @Test
    void aPointerThatLeavesLetsTheListTakeItsOrder() {
        guard.onPointer();
        pinFromElsewhere();
        guard.onPointerLeft();

        assertThat(listed()).startsWith(key);
    }

    @Test
    void stepsByKeyGoThroughTheOrderInWhichTheyBegan() {
        presenter.onStep();
        pinFromElsewhere();
        guard.onPointerLeft();
        assertThat(listed()).isEqualTo(before);

        rig.elapse(ReorderGuard.QUIET);
        assertThat(listed()).startsWith(key);
    }

    @Test
    void aSessionThatIsBeingRenamedStaysInItsPlace() {
        guard.setEditing(true);
        pinFromElsewhere();
        rig.elapse(Duration.ofMinutes(1));
        assertThat(listed()).isEqualTo(before);

        guard.setEditing(false);
        assertThat(listed()).startsWith(key);
    }

    @Test
    void whatThePersonDoesMovesTheRowAtOnce() {
        guard.onPointer();
        presenter.actions().onPin(key, true);
        sample.local().organise(0);
        rig.render();
        assertThat(listed()).startsWith(key);

        guard.onPointer();
        presenter.onChoose(presenter.choicesProperty().get().with(SessionListOptions.Order.NAME));
        assertThat(listed()).isNotEqualTo(before);
    }
}
