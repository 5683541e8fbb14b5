package dev.pilothouse.desktop.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills agents, the host, clients and their tunnel with SIGKILL at random points of a running load.
 * {@code chaos.rounds} is the number of kills, {@code chaos.seed} the random seed.
 */
@EnabledOnOs(
        value = OS.LINUX,
        disabledReason = "finds processes by the marks in their environments, which only Linux shows")
class KillsIT {
    private static final int ROUNDS = Integer.getInteger("chaos.rounds", 6);
    private static final long SEED = Long.getLong("chaos.seed", 20261124);
    private static final int ROUNDS_OF_A_SESSION = 10;

    private enum Victim {
        AGENT,
        HOST,
        CLIENT,
        TUNNEL
    }

    @TempDir
    Path folder;

    @Test
    void whateverIsKilledNothingIsLostNothingIsDoneTwiceAndNothingIsLeft() throws Exception {
        Random random = new Random(SEED);
        int[] kills = new int[Victim.values().length];
        try (KillRig rig = KillRig.start(folder, random, true)) {
            for (int round = 0; round < ROUNDS; round++) {
                if (round % ROUNDS_OF_A_SESSION == 0) {
                    rig.freshSessions();
                }
                Victim victim = Victim.values()[round % Victim.values().length];
                rig.load(round);
                rig.awaitEvents(1 + random.nextInt(200));
                switch (victim) {
                    case AGENT -> rig.killAgent();
                    case HOST -> rig.killHost();
                    case CLIENT -> rig.killClient(round);
                    case TUNNEL -> rig.killTunnel();
                }
                kills[victim.ordinal()]++;
                rig.awaitEvents(1 + random.nextInt(30));
                try {
                    rig.assertAllIsWell();
                } catch (AssertionError e) {
                    throw new AssertionError("round " + round + " of seed " + SEED + ", killed: " + victim, e);
                }
                report(rig, round + 1, kills);
            }
            assertThat(rig.ledger().acknowledged()).isNotEmpty();
        }
    }

    private static void report(KillRig rig, int rounds, int[] kills) throws IOException {
        JsonObject report = new JsonObject();
        report.addProperty("seed", SEED);
        report.addProperty("rounds", rounds);
        for (Victim victim : Victim.values()) {
            report.addProperty(victim.name(), kills[victim.ordinal()]);
        }
        report.addProperty("sent", rig.ledger().sent().size());
        report.addProperty("acknowledged", rig.ledger().acknowledged().size());
        report.addProperty("events", rig.ledger().events());
        report.addProperty("refusals", rig.ledger().refusals().toString());
        Path target = Files.createDirectories(Path.of("target", "chaos"));
        Files.writeString(target.resolve("kills.json"), report + "\n");
    }
}
