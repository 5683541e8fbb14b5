package dev.pilothouse.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionGateway;
import dev.pilothouse.session.WhenBusy;
import dev.pilothouse.testing.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Guarantees 1 and 7 of the protocol, with the connection cut at random times. */
class BridgeClientPropertyTest {

    private static final int SESSIONS = 3;

    @Test
    void whateverIsCutTheClientEndsEqualToTheHostsFoldAndEachIntentTookEffectOnce() {
        Seeds.check(300, BridgeClientPropertyTest::run);
    }

    private static void run(Random random) {
        ClientFixture fixture = new ClientFixture();
        ScriptedHost host = fixture.host;
        for (int i = 0; i < SESSIONS; i++) {
            host.session("s" + i);
        }
        Map<String, SessionGateway.Subscription> open = new HashMap<>();
        List<CompletionStage<IntentResult>> results = new ArrayList<>();
        fixture.client.start();
        for (int step = 0; step < 400; step++) {
            String session = "s" + random.nextInt(SESSIONS);
            int dice = random.nextInt(100);
            if (dice < 25) {
                host.session(session).step(random);
            } else if (dice < 45) {
                fixture.lane.runNext();
            } else if (dice < 60) {
                host.hear();
            } else if (dice < 78) {
                fixture.lane.runAll();
                host.say();
            } else if (dice < 84) {
                open.computeIfAbsent(session, id -> fixture.client.open(new SessionId(id)));
            } else if (dice < 87) {
                SessionGateway.Subscription closing = open.remove(session);
                if (closing != null) {
                    closing.close();
                }
            } else if (dice < 91) {
                results.add(fixture.client.submit(
                        new Intent.Prompt(new SessionId(session), "prompt " + step, WhenBusy.QUEUE)));
            } else if (dice < 94) {
                host.cut();
            } else if (dice < 95) {
                host.setReachable(random.nextBoolean());
            } else if (dice < 96) {
                // A power loss of an update that was not acknowledged as safe.
                host.session(session).append(new dev.pilothouse.model.SessionUpdate.Unknown("lost", "{}"));
                long head = host.session(session).head();
                host.cut();
                host.session(session).loseAfter(head - 1);
            } else {
                fixture.clock.advance(Duration.ofMillis(random.nextInt(20_000)));
            }
        }
        host.setReachable(true);
        for (int i = 0; i < SESSIONS; i++) {
            open.computeIfAbsent("s" + i, id -> fixture.client.open(new SessionId(id)));
        }
        for (int i = 0; i < 10; i++) {
            fixture.elapse(Duration.ofSeconds(30));
            fixture.store.delayedIntents().forEach(held -> fixture.client.confirm(held.requestId()));
        }
        fixture.settle();
        for (int i = 0; i < SESSIONS; i++) {
            assertThat(fixture.state("s" + i)).isEqualTo(host.session("s" + i).state());
            assertThat(fixture.session("s" + i).unconfirmed()).isEmpty();
        }
        Set<RequestId> accepted = new HashSet<>();
        for (CompletionStage<IntentResult> result : results) {
            assertThat(result.toCompletableFuture()).isDone();
            assertThat(result.toCompletableFuture().join()).isInstanceOf(IntentResult.Accepted.class);
            accepted.add(result.toCompletableFuture().join().requestId());
        }
        List<RequestId> effects = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            for (Item item : host.session("s" + i).state().transcript().items()) {
                if (item instanceof Item.UserItem user && user.cause() != null) {
                    effects.add(user.cause().requestId());
                }
            }
        }
        assertThat(effects).containsExactlyInAnyOrderElementsOf(accepted);
    }
}
