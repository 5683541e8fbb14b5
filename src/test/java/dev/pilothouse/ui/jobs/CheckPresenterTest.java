package dev.pilothouse.ui.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.ui.FakeHost;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckPresenterTest {
    private final FakeHost host = new FakeHost("h1", "desk", true, Instant.EPOCH);
    private final List<String> opened = new ArrayList<>();

    private CheckPresenter presenter() {
        return new CheckPresenter(host.link(), new SessionId("s1"), Runnable::run, () -> opened.add("jobs"));
    }

    @Test
    void aCheckRunsItsLinesAndItsJobOpens() {
        CheckPresenter presenter = presenter();
        presenter.commandsProperty().set("npm ci\n\nnpm test\n");
        presenter.onRun();

        assertThat(host.jobCommands()).containsExactly("check npm ci; npm test");
        assertThat(opened).containsExactly("jobs");
    }

    @Test
    void aDeviceThatMayOnlyLookRunsNoCheck() {
        host.scope(Scope.VIEW);
        CheckPresenter presenter = presenter();
        presenter.onRun();

        assertThat(host.jobCommands()).isEmpty();
        assertThat(presenter.problemProperty().get()).contains("steer");
        assertThat(presenter.mayRunProperty().get()).isFalse();
    }
}
