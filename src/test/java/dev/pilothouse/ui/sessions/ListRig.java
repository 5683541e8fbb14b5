package dev.pilothouse.ui.sessions;

import dev.pilothouse.model.ItemId;
import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.status.SessionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The list's presenter over sample hosts, with a clock that the test controls and a record of its calls. */
final class ListRig implements SessionsPresenter.Outside {
    private final SampleHosts sample;
    private final TestShell shell = new TestShell();
    private final ManualLane timers = new ManualLane("timers", 64, shell.clock());
    private final SessionsPresenter presenter;
    private final List<SessionKey> opened = new ArrayList<>();
    private final List<String> openedAt = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private final List<SessionKey> closed = new ArrayList<>();
    private final Map<SessionKey, String> drafts = new HashMap<>();

    ListRig(SampleHosts sample) {
        this.sample = sample;
        presenter = make();
    }

    /** Another presenter over the same hosts and stored preferences, as after a restart of the app. */
    SessionsPresenter make() {
        return new SessionsPresenter(sample.hosts(), shell.clock(), shell.keptValues(), timers, Runnable::run, this);
    }

    SessionsPresenter presenter() {
        return presenter;
    }

    void render() {
        presenter.render(sample.hosts().links());
    }

    /** Advances the time and runs the tasks that are due. */
    void elapse(Duration time) {
        timers.elapse(time);
        timers.runAll();
    }

    List<SessionKey> opened() {
        return opened;
    }

    List<String> openedAt() {
        return openedAt;
    }

    List<String> notices() {
        return notices;
    }

    List<SessionKey> closed() {
        return closed;
    }

    Map<SessionKey, String> drafts() {
        return drafts;
    }

    @Override
    public void notice(String text) {
        notices.add(text);
    }

    @Override
    public void open(SessionKey key) {
        opened.add(key);
    }

    @Override
    public void openAt(SessionKey key, ItemId item) {
        openedAt.add(key.asText() + " " + item);
    }

    @Override
    public void draft(SessionKey key, String text) {
        drafts.put(key, text);
    }

    @Override
    public void close(SessionKey key) {
        closed.add(key);
    }
}
