package dev.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.MachineStatus;
import dev.pilothouse.pulse.ManualClock;
import dev.pilothouse.ui.SampleHosts;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostWarningNoticesTest {
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final NoticesPresenter notices =
            new NoticesPresenter(new ManualClock(SampleHosts.NOW), wait -> {}, session -> {}, page -> {});
    private final HostWarningNotices warnings = new HostWarningNotices(notices);

    private List<String> texts(MachineStatus condition) {
        sample.local().condition(condition);
        warnings.render(sample.hosts().links());
        return notices.shown().stream().map(Notice::text).toList();
    }

    @Test
    void aDiskThatFillsIsSaidOnceAndTakenBack() {
        assertThat(texts(MachineStatus.GOOD)).isEmpty();
        assertThat(texts(new MachineStatus(true, 734_003_200)))
                .singleElement()
                .asString()
                .contains("734 MB")
                .contains(sample.local().host().hostName());
        assertThat(texts(new MachineStatus(true, 600_000_000))).hasSize(1);
        assertThat(texts(MachineStatus.GOOD)).isEmpty();
        assertThat(texts(new MachineStatus(true, 1))).hasSize(1);
    }

    @Test
    void whoHasDismissedItIsNotToldAgain() {
        texts(new MachineStatus(true, 5));
        notices.dismiss(notices.shown().get(0).key());
        assertThat(texts(new MachineStatus(true, 4))).isEmpty();
    }
}
