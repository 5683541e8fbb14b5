package dev.pilothouse.desktop.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.RunStatus;
import dev.pilothouse.model.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunMirrorTest {
    private static Run run(int number, int characters) {
        return new Run(
                new RunId("n" + number),
                RunKind.TRY,
                "A run",
                "/home/me/shop",
                new JobRequest(new DeviceId("d1"), "Pocket", Scope.STEER, null, Instant.EPOCH),
                RunStatus.RUNNING,
                List.of(),
                List.of(),
                Map.of("text", "x".repeat(characters)));
    }

    @Test
    void aListOfRunsHasTheNewestThatOneMessageHasRoomFor() {
        List<Run> runs = IntStream.range(0, 30).mapToObj(i -> run(i, 100_000)).toList();

        assertThat(RunMirror.fitting(runs)).isEqualTo(runs.subList(0, 9));
        assertThat(RunMirror.fitting(runs.subList(0, 5))).hasSize(5);
    }
}
