package dev.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.HostCondition;
import dev.pilothouse.pulse.ManualClock;
import dev.pilothouse.ui.SampleHosts;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostWarningsTest {
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final NoticesPresenter notices =
            new NoticesPresenter(new ManualClock(SampleHosts.NOW), wait -> {}, session -> {});
    private final HostWarnings warnings = new HostWarnings(notices);

    private List<String> texts(HostCondition condition) {
        sample.local().condition(condition);
        warnings.render(sample.hosts().links());
        return notices.shown().stream().map(Notice::text).toList();
    }

    @Test
    void aDiskThatFillsIsSaidOnceAndTakenBack() {
        assertThat(texts(HostCondition.GOOD)).isEmpty();
        assertThat(texts(new HostCondition(true, 734_003_200)))
                .singleElement()
                .asString()
                .contains("734 MB")
                .contains(sample.local().host().hostName());
        assertThat(texts(new HostCondition(true, 600_000_000))).hasSize(1);
        assertThat(texts(HostCondition.GOOD)).isEmpty();
        assertThat(texts(new HostCondition(true, 1))).hasSize(1);
    }

    @Test
    void whoHasDismissedItIsNotToldAgain() {
        texts(new HostCondition(true, 5));
        notices.dismiss(notices.shown().get(0).key());
        assertThat(texts(new HostCondition(true, 4))).isEmpty();
    }
}
