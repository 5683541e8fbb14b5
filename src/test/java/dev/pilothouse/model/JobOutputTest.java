package dev.pilothouse.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobOutputTest {
    @Test
    void linesThatFollowAreAdded() {
        JobOutput known = JobOutput.of(2, List.of("a", "b"));

        assertThat(known.plus(JobOutput.of(3, List.of("c")))).isEqualTo(JobOutput.of(3, List.of("a", "b", "c")));
        assertThat(known.plus(JobOutput.of(2, List.of()))).isEqualTo(known);
    }

    @Test
    void afterAGapOnlyTheLaterLinesRemain() {
        JobOutput known = JobOutput.of(2, List.of("a", "b"));

        assertThat(known.plus(JobOutput.of(9, List.of("i")))).isEqualTo(JobOutput.of(9, List.of("i")));
    }

    @Test
    void noMoreThanTheLimitIsKept() {
        JobOutput known = JobOutput.of(200, Collections.nCopies(200, "old"));

        JobOutput more = known.plus(JobOutput.of(201, List.of("new")));

        assertThat(more.texts()).hasSize(200).last().isEqualTo("new");
    }

    @Test
    void aSentenceThatIsTooLongForALineIsShortenedAndLosesItsCode() {
        HostText whole = HostText.of(HostTextCode.JOB_CONFLICT, "README.md");
        HostText tooLong = HostText.of(HostTextCode.JOB_CONFLICT, "x".repeat(600));

        assertThat(JobOutput.line(whole)).isEqualTo(whole);
        assertThat(JobOutput.line(tooLong).text()).hasSizeLessThanOrEqualTo(JobOutput.MAX_LINE);
        assertThat(JobOutput.line(tooLong).code()).isEqualTo(HostText.Code.NONE);
    }
}
