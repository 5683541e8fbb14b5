package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.RunNote;
import dev.pilothouse.model.RunRole;
import dev.pilothouse.model.RunState;
import dev.pilothouse.model.RunStatus;
import dev.pilothouse.model.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunsCommandTest {
    private static final Instant NOW = Instant.EPOCH;
    private static final RunNote REFUSED =
            new RunNote(NOW, HostText.untranslated("There are files that are not committed."));

    private static Run run(RunStatus status, Map<String, String> facts) {
        return new Run(
                new RunId("r1"),
                RunKind.TRY,
                "Fix it",
                "/p",
                new JobRequest(new DeviceId("d1"), "laptop", Scope.STEER, null, NOW),
                status,
                List.of(RunMember.planned("m1", RunRole.ATTEMPT, new AgentId("demo"), "", NOW)),
                List.of(REFUSED),
                facts);
    }

    @Test
    void aRunThatWaitsSaysTheVerdictAndTheNewestNote() {
        RunStatus waiting = new RunStatus(RunState.WAITING_FOR_YOU, null, HostText.NONE, null);
        assertThat(RunsCommand.remarks(run(waiting, Map.of("verdict", "m1", "verdictReasons", "It is smaller."))))
                .containsExactly(
                        "The judge finds m1 the best.", "It is smaller.", "There are files that are not committed.");
        assertThat(RunsCommand.remarks(run(waiting, Map.of("verdict", "none", "verdictOlder", "1"))))
                .startsWith("The judge finds none the best. An attempt has gone on since.");
        assertThat(RunsCommand.remarks(run(waiting, Map.of("verdict", "m1", "verdictDisagrees", "1"))))
                .startsWith("The judge finds m1 the best. The check says otherwise.");
    }

    @Test
    void aRunThatIsOverSaysWhyAndNoEarlierNote() {
        RunStatus over = new RunStatus(RunState.OVER, null, HostText.untranslated("Merged."), NOW);
        assertThat(RunsCommand.remarks(run(over, Map.of()))).containsExactly("Merged.");
    }
}
