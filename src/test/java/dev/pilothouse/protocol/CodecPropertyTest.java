package dev.pilothouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.UpdateMerge;
import dev.pilothouse.session.WatchEvidence;
import dev.pilothouse.session.WatchLabel;
import dev.pilothouse.testing.RandomUpdates;
import dev.pilothouse.testing.Seeds;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CodecPropertyTest {
    @Test
    void everyUpdateSurvivesItsJson() {
        Seeds.check(50, random -> {
            for (JournaledUpdate update : new RandomUpdates(random).script(200)) {
                String text = StrictJson.write(UpdateCodec.encode(update));
                assertThat(text).doesNotContain("\n");
                assertThat(UpdateCodec.decode(StrictJson.parseObject(text))).isEqualTo(update);
            }
        });
    }

    @Test
    void everyBatchSurvivesItsJsonAlsoWhereSeqsAreMissing() {
        Seeds.check(100, random -> {
            List<JournaledUpdate> batch = new ArrayList<>(new RandomUpdates(random).script(1 + random.nextInt(60)));
            long after = random.nextInt(3) == 0 ? 0 : random.nextInt(batch.size());
            batch.removeIf(update -> update.seq() <= after || random.nextInt(3) == 0);
            long end = batch.isEmpty() ? after : batch.get(batch.size() - 1).seq();
            long to = end + random.nextInt(3);
            HostMessage message = new HostMessage.Updates(
                    1,
                    random.nextBoolean() ? HostMessage.Updates.SAME_GEN : random.nextLong(),
                    after,
                    to,
                    to + random.nextInt(3),
                    UpdateMerge.merge(batch));

            assertThat(BridgeCodec.decodeHost(BridgeCodec.encode(message))).isEqualTo(message);
        });
    }

    @Test
    void theGeneratorKnowsEveryKindOfUpdate() {
        TreeSet<String> kinds = new TreeSet<>();
        for (JournaledUpdate update : new RandomUpdates(new Random(1)).script(3_000)) {
            kinds.add(UpdateKinds.of(update.update()));
        }

        assertThat(kinds).hasSize(SessionUpdate.class.getPermittedSubclasses().length);
    }

    @Test
    void everyStateSurvivesItsJsonWholeAndAsAWindow() {
        Seeds.check(50, random -> {
            SessionState state = SessionState.empty(new SessionId("s1"));
            for (JournaledUpdate update : new RandomUpdates(random).script(150)) {
                state = SessionReducer.apply(state, update);
            }
            assertThat(throughSnapshot(state)).isEqualTo(state);
            SessionState window = state.window(1 + random.nextInt(20));
            assertThat(throughSnapshot(window)).isEqualTo(window);
        });
    }

    @Test
    void everyOverviewEntrySurvivesItsJson() {
        Seeds.check(50, random -> {
            SessionState state = SessionState.empty(new SessionId("s1"));
            for (JournaledUpdate update : new RandomUpdates(random).script(2 + random.nextInt(100))) {
                state = SessionReducer.apply(state, update);
            }
            HostMessage message = new HostMessage.OverviewChanged(
                    List.of(SessionSummary.of(
                            state,
                            WatchLabel.values()[random.nextInt(WatchLabel.values().length)],
                            random.nextBoolean()
                                    ? null
                                    : new WatchEvidence(
                                            Instant.ofEpochMilli(random.nextInt(1_000_000)),
                                            random.nextInt(9),
                                            Duration.ofMillis(random.nextInt(9_999)),
                                            Duration.ofMillis(random.nextInt(9_999))),
                            Instant.ofEpochMilli(5))),
                    List.of(new SessionId("gone")));

            assertThat(BridgeCodec.decodeHost(BridgeCodec.encode(message))).isEqualTo(message);
        });
    }

    @Test
    void noDamagedMessageEscapesAsAnythingButACodecException() {
        Seeds.check(400, random -> {
            HostMessage message = HostMessage.Updates.upToHead(
                    1, random.nextLong(), 0, 30, new RandomUpdates(random).script(1 + random.nextInt(30)));
            byte[] bytes = BridgeCodec.encode(message);
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                BridgeCodec.decodeHost(bytes);
                BridgeCodec.decodeClient(bytes);
            } catch (CodecException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        });
    }

    @Test
    void noMemberOfAWrongTypeEscapesAsAnythingButACodecException() {
        Seeds.check(300, random -> {
            JournaledUpdate update = new RandomUpdates(random).script(60).get(random.nextInt(60));
            JsonObject object = UpdateCodec.encode(update);
            List<String> names = List.copyOf(object.keySet());
            String name = names.get(random.nextInt(names.size()));
            object.add(
                    name,
                    StrictJson.parse(List.of("null", "7", "-1", "\"x\"", "[]", "{}", "[1]", "1e99", "true")
                            .get(random.nextInt(9))));
            byte[] frame =
                    ("{\"type\":\"updates\",\"sub\":1,\"gen\":\"0000000000000001\",\"after\":0,\"to\":1,\"updates\":["
                                    + StrictJson.write(object) + "]}")
                            .getBytes(StandardCharsets.UTF_8);
            try {
                BridgeCodec.decodeHost(frame);
            } catch (CodecException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        });
    }

    private static SessionState throughSnapshot(SessionState state) throws CodecException {
        byte[] bytes = BridgeCodec.encode(new HostMessage.Snapshot(3, -1, state));
        HostMessage.Snapshot snapshot = (HostMessage.Snapshot) BridgeCodec.decodeHost(bytes);
        assertThat(snapshot.gen()).isEqualTo(-1);
        return snapshot.state();
    }
}
