package dev.pilothouse.desktop.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.power.SleepInhibitor.When;
import dev.pilothouse.desktop.testing.JvmChild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keeping the machine awake, with a stand-in that works like the real programs: a process that ends when its standard
 * input does.
 */
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in is a shell script")
class SleepInhibitorIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicBoolean battery = new AtomicBoolean();
    private SleepInhibitor awake;

    /** Starts another program and waits for it, as systemd-inhibit does. */
    private List<String> standIn() {
        return List.of("sh", "-c", "echo x >> \"$0/starts\"; cat; exit 0", folder.toString());
    }

    private SleepInhibitor open(When when, List<String> command) {
        awake = new SleepInhibitor(() -> when, command, battery::get, nanos::get);
        return awake;
    }

    @AfterEach
    void nothingIsLeft() {
        awake.close();
        awake.close();
        awaitChildren(0);
    }

    private static void awaitChildren(int number) {
        await().atMost(TIMEOUT)
                .until(() -> ProcessHandle.current()
                                .descendants()
                                .filter(ProcessHandle::isAlive)
                                .count()
                        == number);
    }

    private int starts() throws IOException {
        Path file = folder.resolve("starts");
        return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    }

    @Test
    void oneProgramRunsWhileTurnsDo() throws IOException {
        open(When.ALWAYS, standIn());
        awake.update(0);
        assertThat(awake.isHolding()).isFalse();
        awake.update(1);
        awake.update(3);
        assertThat(awake.isHolding()).isTrue();
        awaitChildren(2);
        assertThat(starts()).isEqualTo(1);
        awake.update(0);
        assertThat(awake.isHolding()).isFalse();
        awaitChildren(0);
    }

    @Test
    void aBatteryIsNotEmptiedUnlessThatIsWished() {
        battery.set(true);
        open(When.PLUGGED_IN, standIn()).update(1);
        assertThat(awake.isHolding()).isFalse();

        battery.set(false);
        awake.update(1);
        assertThat(awake.isHolding()).as("power is asked for once a minute").isFalse();
        nanos.addAndGet(SleepInhibitor.POWER_EVERY.toNanos());
        awake.update(1);
        assertThat(awake.isHolding()).isTrue();

        battery.set(true);
        nanos.addAndGet(SleepInhibitor.POWER_EVERY.toNanos());
        awake.update(1);
        assertThat(awake.isHolding()).isFalse();
        awake.close();

        open(When.ALWAYS, standIn()).update(1);
        assertThat(awake.isHolding()).isTrue();
        awake.close();
        open(When.NEVER, standIn()).update(1);
        assertThat(awake.isHolding()).isFalse();
    }

    @Test
    void aProgramThatIsNotAllowedIsTriedAgainMuchLater() throws IOException {
        open(When.ALWAYS, List.of("sh", "-c", "echo x >> \"$0/starts\"; exit 1", folder.toString()));
        awake.update(1);
        await().atMost(TIMEOUT).until(() -> !awake.isHolding());
        awake.update(1);
        awake.update(1);
        assertThat(starts()).isEqualTo(1);
        nanos.addAndGet(SleepInhibitor.REST.toNanos());
        awake.update(1);
        await().atMost(TIMEOUT).until(() -> starts() == 2);
    }

    @Test
    void whereThereIsNoSuchProgramNothingHappens() {
        open(When.ALWAYS, List.of("no-such-program-here")).update(1);
        assertThat(awake.isHolding()).isFalse();
    }

    @Test
    void itDoesNotOutliveAHostThatIsKilled() throws Exception {
        open(When.NEVER, standIn());
        JvmChild host = JvmChild.start("holder", folder, List.of(), List.of(Holder.class.getName()));
        long pid = host.next(Duration.ofSeconds(40)).get("pid").getAsLong();
        ProcessHandle held = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all = held.descendants().toList();
        host.kill();
        host.close();
        await().atMost(TIMEOUT).until(() -> !held.isAlive() && all.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** A process that keeps the machine awake until it is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws InterruptedException {
            SleepInhibitor monotonicClock = new SleepInhibitor(
                    () -> When.ALWAYS, List.of("sh", "-c", "cat; exit 0"), () -> false, System::nanoTime);
            monotonicClock.update(1);
            JsonObject said = new JsonObject();
            said.addProperty(
                    "pid",
                    ProcessHandle.current().children().findFirst().orElseThrow().pid());
            System.out.println(said);
            System.out.flush();
            new CountDownLatch(1).await();
        }
    }

    @Test
    void aMachineIsOnBatteryWhenItsOwnIsBeingEmptied() throws IOException {
        open(When.NEVER, standIn());
        supply("AC", "type", "Mains", "online", "0");
        assertThat(PowerSupply.linux(folder)).isFalse();
        supply("hid-mouse", "type", "Battery", "scope", "Device", "status", "Discharging");
        assertThat(PowerSupply.linux(folder)).isFalse();
        supply("BAT0", "type", "Battery", "status", "Charging");
        assertThat(PowerSupply.linux(folder)).isFalse();
        supply("BAT1", "type", "Battery", "status", "Discharging");
        assertThat(PowerSupply.linux(folder)).isTrue();
        assertThat(PowerSupply.linux(folder.resolve("none"))).isFalse();
    }

    private void supply(String name, String... facts) throws IOException {
        Path supply = Files.createDirectory(folder.resolve(name));
        for (int i = 0; i < facts.length; i += 2) {
            Files.writeString(supply.resolve(facts[i]), facts[i + 1] + "\n");
        }
    }

    @Test
    void whetherItHoldsIsToldWhileALookWaitsForTheSystem() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        awake = new SleepInhibitor(
                () -> When.PLUGGED_IN,
                standIn(),
                () -> {
                    asked.countDown();
                    return awaitQuietly(answer);
                },
                nanos::get);
        Thread look = new Thread(() -> awake.update(1), "look");
        look.setDaemon(true);
        look.start();
        asked.await();

        assertThat(awake.isHolding()).isFalse();

        assertThat(look.isAlive()).isTrue();
        answer.countDown();
        look.join();
        assertThat(awake.isHolding()).isTrue();
    }

    /** @return false: not on battery */
    private static boolean awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
