package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pilothouse.desktop.mcp.McpResult;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Organisation;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.Activity;
import dev.pilothouse.session.LastEvent;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.WatchLabel;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class McpSessionServiceTest {
    private static final Instant NOW = Instant.parse("2026-11-24T14:05:11Z");

    private static SessionSummary session(int number, String directory) {
        return new SessionSummary(
                new SessionId("s" + number),
                "new",
                new AgentId("demo"),
                "Demo",
                "",
                directory,
                "",
                "",
                new Activity(SessionPhase.IDLE, null, null, LastEvent.NOTHING, "", null, NOW),
                WatchLabel.NONE,
                null,
                2,
                List.of(),
                null,
                "",
                "",
                List.of(),
                0,
                List.of(),
                0,
                Organisation.NONE,
                NOW,
                NOW);
    }

    private static JsonObject listed(int sessions, String directory) {
        McpResult result = McpSessionService.listed(IntStream.range(0, sessions)
                .mapToObj(number -> session(number, directory))
                .toList());
        return JsonParser.parseString(result.text()).getAsJsonObject();
    }

    @Test
    void aLongListEndsBeforeItsJsonWouldBeCutAndSaysHowManyAreLeft() {
        JsonObject list = listed(200, "/" + "d".repeat(1_000));
        int shown = list.getAsJsonArray("sessions").size();
        assertThat(shown).isBetween(40, 199);
        assertThat(list.get("more").getAsInt()).isEqualTo(200 - shown);

        JsonObject all = listed(200, "/d");
        assertThat(all.getAsJsonArray("sessions").size()).isEqualTo(200);
        assertThat(all.has("more")).isFalse();
        assertThat(listed(201, "/d").get("more").getAsInt()).isEqualTo(1);
    }
}
