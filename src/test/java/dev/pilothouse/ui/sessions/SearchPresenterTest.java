package dev.pilothouse.ui.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ItemId;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostGateway.Found;
import dev.pilothouse.session.SearchHit;
import dev.pilothouse.ui.SampleHosts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SearchPresenterTest {
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final ListRig rig = new ListRig(sample);
    private final SessionsPresenter presenter = rig.presenter();

    @BeforeEach
    void render() {
        rig.render();
    }

    private void type(String text) {
        presenter.filterProperty().set(text);
    }

    private SearchHit hit(String excerpt, Instant at) {
        return new SearchHit(
                sample.main(), new ItemId(3), at, SearchHit.Kind.MESSAGE, excerpt, List.of(new SearchHit.Mark(0, 4)));
    }

    private List<SessionRow> found() {
        return presenter.rows().stream()
                .map(SessionItem::row)
                .filter(row -> row instanceof SessionRow.Hit || row instanceof SessionRow.Remark)
                .toList();
    }

    private List<String> words() {
        return found().stream()
                .map(row -> row instanceof SessionRow.Hit hit ? hit.excerpt() : ((SessionRow.Remark) row).text())
                .toList();
    }

    @Test
    void whoPausesIsSearchedForOnAllHostsAndWhoTypesOnIsNot() {
        type("ra");
        rig.elapse(Duration.ofMillis(100));
        type("race");
        rig.elapse(Duration.ofMillis(200));
        assertThat(sample.local().searched()).isEmpty();

        rig.elapse(SearchPresenter.PAUSE);

        assertThat(sample.local().searched()).containsExactly("race");
        assertThat(sample.remote().searched()).containsExactly("race");
        assertThat(words()).containsExactly("Searching conversations");
    }

    @Test
    void hitsOfAllHostsStandTogetherTheNewestFirstAndOpenAtTheirPlace() {
        type("race");
        rig.elapse(SearchPresenter.PAUSE);
        sample.local()
                .found(
                        0,
                        new Found(
                                List.of(
                                        hit("race two", SampleHosts.NOW),
                                        hit("race one", SampleHosts.NOW.minusSeconds(60))),
                                10,
                                false));
        sample.remote().found(0, new Found(List.of(), 2, false));

        assertThat(words()).containsExactly("race two", "race one");
        SessionRow.Hit first = (SessionRow.Hit) found().get(0);
        assertThat(first.name()).isEqualTo("fix the login race");
        assertThat(first.about()).isEqualTo("this machine · GitHub Copilot");
        presenter.onHit(first);
        assertThat(rig.openedAt()).hasSize(1).first().asString().endsWith(" 3");
    }

    @Test
    void anAnswerToWhatIsNoLongerAskedIsPassedOver() {
        type("race");
        rig.elapse(SearchPresenter.PAUSE);
        type("");
        sample.local().found(0, new Found(List.of(hit("race", SampleHosts.NOW)), 10, false));

        assertThat(found()).isEmpty();
    }

    @Test
    void aHostThatIsNotReachableIsNamedAndDoesNotHoldUpTheOthers() {
        sample.remote().connection(new ConnectionState.Lost("gone", SampleHosts.NOW, SampleHosts.NOW));
        type("race");
        rig.elapse(SearchPresenter.PAUSE);
        sample.local().found(0, new Found(List.of(), 10, false));

        assertThat(sample.remote().searched()).isEmpty();
        assertThat(words())
                .containsExactly("build-server is offline. Its conversations are not searched.", "No messages found");
    }

    @Test
    void anAnswerThatIsNotAllSaysSo() {
        type("race");
        rig.elapse(SearchPresenter.PAUSE);
        sample.local().found(0, new Found(List.of(hit("race", SampleHosts.NOW)), 10, true));
        sample.remote().found(0, new Found(List.of(), 2, false));

        assertThat(words()).containsExactly("race", "There may be more. Refine your search.");
    }
}
