package dev.pilothouse.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.Transcript;
import dev.pilothouse.session.WhenBusy;
import dev.pilothouse.testing.RandomUpdates;
import dev.pilothouse.testing.Seeds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The app writes its cache and ends at random times; the displayed state must always be correct. */
class KeepingDevicePropertyTest {

    private static final int SESSIONS = 3;

    @TempDir
    Path folder;

    @Test
    void wheneverTheAppEndsItGoesOnAndEndsEqualToTheHostsFold() {
        int[] run = {0};
        Seeds.check(40, random -> new Run(folder.resolve("run" + run[0]++), random).check());
    }

    private static final class Run {
        private final Random random;
        private final KeepingDevice device;
        private final Map<String, RandomUpdates> scripts = new HashMap<>();
        private final Set<String> open = new HashSet<>();
        private final List<String> safe = new ArrayList<>();
        private final List<String> all = new ArrayList<>();

        Run(Path folder, Random random) {
            this.random = random;
            this.device = new KeepingDevice(folder);
            device.host.setWindow(5 + random.nextInt(60));
            for (int i = 0; i < SESSIONS; i++) {
                RandomUpdates script = new RandomUpdates(new Random(random.nextLong()));
                // Skip the two updates with which the journal begins.
                script.script(2);
                device.host.session("s" + i);
                scripts.put("s" + i, script);
            }
        }

        void check() {
            for (int step = 0; step < 250; step++) {
                step(step);
            }
            device.host.setReachable(true);
            for (int i = 0; i < SESSIONS; i++) {
                device.open("s" + i);
            }
            device.elapse(Duration.ofSeconds(90));
            device.link()
                    .reader()
                    .delayedIntents()
                    .forEach(held -> device.link().sessions().confirm(held.requestId()));
            device.settle();
            List<String> effects = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                assertThat(restricted("s" + i))
                        .isEqualTo(device.session("s" + i).orElseThrow().state());
                assertThat(device.session("s" + i).orElseThrow().unconfirmed()).isEmpty();
                device.host.session("s" + i).after(0).stream()
                        .filter(journaled -> journaled.update() instanceof SessionUpdate.UserMessage)
                        .map(journaled -> ((SessionUpdate.UserMessage) journaled.update()).text())
                        .filter(all::contains)
                        .forEach(effects::add);
            }
            assertThat(effects).doesNotHaveDuplicates().containsAll(safe);
        }

        /** The host's fold, limited to the client's window. */
        private SessionState restricted(String session) {
            SessionState whole = device.host.session(session).state();
            long start =
                    device.session(session).orElseThrow().state().transcript().windowStart();
            return whole.withTranscript(Transcript.of(
                    whole.transcript().items().stream()
                            .filter(item -> item.id().createdSeq() >= start)
                            .toList(),
                    start));
        }

        private void step(int step) {
            String session = "s" + random.nextInt(SESSIONS);
            int dice = random.nextInt(100);
            if (dice < 35) {
                append(session, 1 + random.nextInt(10));
            } else if (dice < 50) {
                device.state.runNext();
            } else if (dice < 58) {
                device.disk.runNext();
            } else if (dice < 66) {
                device.host.hear();
            } else if (dice < 78) {
                device.settle();
            } else if (dice < 84) {
                if (open.add(session) && !device.hosts.links().isEmpty()) {
                    device.open(session);
                }
            } else if (dice < 88) {
                device.clock.advance(Duration.ofMillis(random.nextInt(4_000)));
            } else if (dice < 92) {
                prompt(session, "prompt " + step);
            } else if (dice < 94) {
                device.host.setReachable(random.nextInt(3) > 0);
            } else if (dice < 95) {
                device.host.cut();
            } else if (dice < 96) {
                powerLoss(session);
            } else {
                restart();
            }
        }

        private void append(String session, int count) {
            for (int i = 0; i < count; i++) {
                ScriptedJournal journal = device.host.session(session);
                JournaledUpdate next = scripts.get(session).next();
                while (next.seq() <= journal.head()) {
                    // A prompt or a loss has used this seq.
                    next = scripts.get(session).next();
                }
                while (journal.head() < next.seq() - 1) {
                    journal.append(new SessionUpdate.Unknown("filler", "{}"));
                }
                journal.append(next.update());
            }
        }

        private void prompt(String session, String text) {
            device.link().sessions().submit(new Intent.Prompt(new SessionId(session), text, WhenBusy.QUEUE));
            all.add(text);
            if (random.nextBoolean()) {
                device.settle();
                safe.add(text);
            }
        }

        /** A power loss of an update that was not acknowledged as safe. */
        private void powerLoss(String session) {
            ScriptedJournal journal = device.host.session(session);
            device.settle();
            journal.append(new SessionUpdate.Unknown("lost", "{}"));
            device.settle();
            device.host.cut();
            journal.loseAfter(journal.head() - 1);
        }

        private void restart() {
            if (random.nextInt(3) == 0) {
                device.close();
            } else {
                device.kill();
            }
            open.clear();
            device.run();
        }
    }
}
