package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.Usage;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CostJsonTest {

    private static JsonObject explained(String json) {
        JsonObject total = JsonParser.parseString(json).getAsJsonObject();
        CostJson.explain(total);
        return total;
    }

    @Test
    void aCostThatNobodyHasNamedIsUnknown() {
        JsonObject total = explained("{\"turns\":2,\"unpriced\":2,\"costs\":[{\"currency\":\"USD\"}]}");
        assertThat(total.get("cost").getAsString()).isEqualTo("unknown");
        assertThat(total.getAsJsonArray("costs")).isEmpty();
    }

    @Test
    void aCostOfSomeTurnsIsPartlyKnownAndZerosAreWritten() {
        JsonObject total =
                explained("{\"turns\":2,\"unpriced\":1,\"costs\":[{\"currency\":\"USD\",\"reported\":0.5}]}");
        assertThat(total.get("cost").getAsString()).isEqualTo("partly");
        assertThat(total.getAsJsonArray("costs"))
                .hasToString("[{\"currency\":\"USD\",\"reported\":0.5,\"estimated\":0}]");
    }

    @Test
    void aCostOfNothingIsKnown() {
        JsonObject total = explained("{\"turns\":1,\"costs\":[{\"currency\":\"USD\"}]}");
        assertThat(total.get("cost").getAsString()).isEqualTo("known");
        assertThat(total.getAsJsonArray("costs"))
                .hasToString("[{\"currency\":\"USD\",\"reported\":0,\"estimated\":0}]");
    }

    @Test
    void anUpdateOfUsageSaysWhetherItsCostIsKnown() {
        for (double cost : new double[] {-1, 0, 0.25}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Terminal terminal = new Terminal(
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    System.err,
                    InputStream.nullInputStream(),
                    false);
            new JsonUpdatePrinter(terminal, new SessionId("s1"))
                    .print(new JournaledUpdate(
                            1, Instant.EPOCH, null, new SessionUpdate.UsageChanged(new Usage(5, 10, cost, "USD"))));
            assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"costKnown\":" + (cost >= 0));
        }
    }
}
