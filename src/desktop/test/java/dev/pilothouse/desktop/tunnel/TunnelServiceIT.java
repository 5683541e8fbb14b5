package dev.pilothouse.desktop.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.process.ProcessMark;
import dev.pilothouse.desktop.process.ProcessReaper;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.desktop.process.StopTimings;
import dev.pilothouse.model.TunnelInfo;
import dev.pilothouse.model.TunnelInfo.Phase;
import dev.pilothouse.model.TunnelProvider;
import dev.pilothouse.pulse.ManualClock;
import dev.pilothouse.pulse.ManualLane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real processes under a stopped clock, with stand-ins for the tools, since those need the internet. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-ins are shell scripts")
class TunnelServiceIT {
    private static final int PORT = 7717;
    private static final StopTimings QUICK =
            new StopTimings(Duration.ofMillis(200), Duration.ofMillis(500), Duration.ofSeconds(2));

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();
    private final ManualLane lane = new ManualLane("tunnel", 64, clock);
    private final List<TunnelInfo> told = new ArrayList<>();
    private final RecordingLedger ledger = new RecordingLedger();
    private StandInTools tools;
    private TunnelService service;
    private Map<String, String> environment;
    private boolean shellIsAsked;
    /** The offset by which the wall clock was set. */
    private Duration set = Duration.ZERO;

    private final Clock wall = new Clock() {
        @Override
        public Instant instant() {
            return clock.instant().plus(set);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    @BeforeEach
    void open() throws IOException {
        tools = new StandInTools(folder);
        environment = tools.environment();
        service = service(PORT, lane, ledger);
    }

    private TunnelService service(int port, ManualLane on, ProcessRegistry processRegistry) {
        return new TunnelService(
                on,
                Map.of(
                        TunnelProvider.DEVTUNNEL, new DevTunnel(folder),
                        TunnelProvider.CLOUDFLARED, new CloudflaredTunnel(folder),
                        TunnelProvider.COMMAND, new CommandTunnel(folder)),
                new TunnelProcesses(processRegistry, QUICK, folder, "test", () -> environment, () -> shellIsAsked),
                port,
                Runnable::run,
                () -> 0.5,
                wall,
                clock,
                told::add);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        service.close();
        assertThat(tools.living()).isEmpty();
        assertThat(ledger.open).isEmpty();
        assertThat(lane.failures()).isEmpty();
    }

    /** Runs the lane until the tunnel is in such a state. No time passes meanwhile. */
    private TunnelInfo await(Predicate<TunnelInfo> condition) {
        return await(service, lane, condition);
    }

    private static TunnelInfo await(TunnelService of, ManualLane on, Predicate<TunnelInfo> condition) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(30))
                .failFast(() -> !on.failures().isEmpty())
                .until(() -> {
                    on.runAll();
                    return condition.test(of.info());
                });
        return of.info();
    }

    private TunnelInfo await(Phase phase) {
        return await(info -> info.phase() == phase);
    }

    private void waitFor(Duration time) {
        lane.elapse(time);
    }

    private void command(String script) throws IOException {
        tools.put("mytunnel", script);
        Files.writeString(
                folder.resolve(CommandTunnel.FILE),
                "{\"command\": [\"mytunnel\", \"127.0.0.1:{port}\"], \"url\": \"at (https://[a-z.]+)\"}");
    }

    @Test
    void nothingRunsUntilSomebodyAsks() throws IOException {
        tools.put("cloudflared", StandInTools.CLOUDFLARED_UP + StandInTools.LIVE_ON);
        lane.runAll();

        assertThat(service.info()).isEqualTo(TunnelInfo.NONE);
        assertThat(tools.called()).isEmpty();
    }

    @Test
    void cloudflaredsAddressIsReadFromItsBox() throws IOException {
        tools.put("cloudflared", StandInTools.CLOUDFLARED_UP + StandInTools.LIVE_ON);
        service.start(TunnelProvider.CLOUDFLARED);

        assertThat(await(Phase.UP).url()).isEqualTo("wss://seasonal-deck-organisms-sf.trycloudflare.com");
        assertThat(tools.called())
                .containsExactly("cloudflared tunnel --config " + folder.resolve("cloudflared.yml")
                        + " --no-autoupdate --url http://127.0.0.1:7717");
        assertThat(told).extracting(TunnelInfo::phase).containsExactly(Phase.STARTING, Phase.UP);
    }

    @Test
    void stoppingEndsTheToolAndWhatItHasStarted() throws IOException {
        tools.put("cloudflared", StandInTools.CLOUDFLARED_UP + StandInTools.LIVE_ON);
        service.start(TunnelProvider.CLOUDFLARED);
        await(Phase.UP);
        assertThat(tools.living()).hasSize(1);

        service.stop();
        lane.runAll();

        assertThat(service.info()).isEqualTo(new TunnelInfo(TunnelProvider.CLOUDFLARED, Phase.STOPPED, "", "", null));
        assertThat(tools.living()).isEmpty();
        assertThat(ledger.open).isEmpty();
        waitFor(Duration.ofHours(1));
        assertThat(tools.called()).hasSize(1);
    }

    @Test
    void aToolThatIsNotThereIsNamedWithTheWayToGetIt() {
        for (TunnelProvider way : List.of(TunnelProvider.CLOUDFLARED, TunnelProvider.DEVTUNNEL)) {
            service.start(way);
            TunnelInfo info = await(Phase.NOT_FOUND);
            assertThat(info.way()).isEqualTo(way);
            assertThat(info.text())
                    .contains("is not installed, or not on the PATH")
                    .contains("https://");
            assertThat(clock.alarms()).as("tries again by itself").isZero();
        }
    }

    @Test
    void whoHasAskedIsToldWhenHisWishIsSeenAndNotTheStateBefore() {
        service.start(TunnelProvider.CLOUDFLARED);
        await(Phase.NOT_FOUND);
        told.clear();
        List<TunnelInfo> seen = new ArrayList<>();

        service.start(TunnelProvider.CLOUDFLARED).thenRun(() -> seen.addAll(told));
        assertThat(seen).as("not on the lane yet").isEmpty();
        lane.runAll();

        assertThat(seen).extracting(TunnelInfo::phase).startsWith(Phase.STARTING);
    }

    @Test
    void aToolThatOnlyTheLoginShellNamesIsFoundWhenTheShellHasAnswered() throws IOException {
        tools.put("cloudflared", StandInTools.CLOUDFLARED_UP + StandInTools.LIVE_ON);
        environment = Map.of("PATH", "/usr/bin:/bin");
        shellIsAsked = true;
        service.start(TunnelProvider.CLOUDFLARED);
        await(info -> clock.alarms() == 1);
        waitFor(TunnelService.RECHECK_DELAY.multipliedBy(3));
        assertThat(told)
                .as("no attempt has failed yet, so nobody who waits for the first one is told so")
                .extracting(TunnelInfo::phase)
                .containsExactly(Phase.STARTING);

        environment = tools.environment();
        shellIsAsked = false;
        waitFor(TunnelService.RECHECK_DELAY);

        assertThat(await(Phase.UP).url()).isNotEmpty();
        assertThat(told).extracting(TunnelInfo::phase).containsExactly(Phase.STARTING, Phase.UP);
    }

    @Test
    void aToolThatTheLoginShellDoesNotNameEitherIsSaidToBeMissing() {
        shellIsAsked = true;
        service.start(TunnelProvider.CLOUDFLARED);
        await(info -> clock.alarms() == 1);
        shellIsAsked = false;
        waitFor(TunnelService.RECHECK_DELAY);
        assertThat(await(Phase.NOT_FOUND).text()).contains("is not installed");
        assertThat(clock.alarms()).isZero();
    }

    @Test
    void settingTheClockMakesNoSteadyTunnel() throws IOException {
        Path drop = folder.resolve("drop");
        tools.put(
                "cloudflared",
                StandInTools.CLOUDFLARED_UP + "while [ ! -e '" + drop + "' ]; do sleep 0.02; done; exit 1\n");
        for (Duration delay : List.of(Duration.ofMillis(1_500), Duration.ofSeconds(3))) {
            service.start(TunnelProvider.CLOUDFLARED);
            await(Phase.UP);
            set = set.plusDays(1);
            Files.createFile(drop);
            TunnelInfo dropped = await(Phase.DROPPED);
            assertThat(Duration.between(wall.instant(), dropped.retryAt())).isEqualTo(delay);
            Files.delete(drop);
            waitFor(delay);
        }
    }

    @Test
    void aToolThatFailsIsTriedAgainLaterEachTimeAndSaysWhy() throws IOException {
        tools.put("cloudflared", StandInTools.CLOUDFLARED_FAILS);
        service.start(TunnelProvider.CLOUDFLARED);

        List<Duration> waits = new ArrayList<>();
        for (int attempt = 0; attempt < 10; attempt++) {
            int calls = attempt + 1;
            TunnelInfo info = await(now -> now.phase() == Phase.DROPPED && calledTimes(calls));
            assertThat(info.text()).contains("code 1").contains("failed to request quick Tunnel");
            assertThat(info.url()).isEmpty();
            Duration wait = Duration.between(clock.instant(), info.retryAt());
            waits.add(wait);
            waitFor(wait.minusMillis(1));
            assertThat(tools.called()).as("before its time").hasSize(calls);
            waitFor(Duration.ofMillis(1));
        }

        // Three quarters of 2, 4, 8 … 300 seconds, since this test's random source returns 0.5.
        assertThat(waits)
                .extracting(Duration::toMillis)
                .containsExactly(
                        1_500L, 3_000L, 6_000L, 12_000L, 24_000L, 48_000L, 96_000L, 192_000L, 225_000L, 225_000L);
    }

    private boolean calledTimes(int times) {
        try {
            return tools.called().size() == times;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aToolThatTellsNoAddressIsEndedAndTriedAgain() throws IOException {
        tools.put(
                "cloudflared",
                "echo 'INF Requesting new quick Tunnel on trycloudflare.com...' >&2\n" + StandInTools.LIVE_ON);
        service.start(TunnelProvider.CLOUDFLARED);
        await(now -> calledTimes(1));
        waitFor(TunnelService.URL_TIMEOUT.minusSeconds(1));
        assertThat(service.info().phase()).isEqualTo(Phase.STARTING);

        waitFor(Duration.ofSeconds(1));

        assertThat(service.info().phase()).isEqualTo(Phase.DROPPED);
        assertThat(service.info().text()).isEqualTo("cloudflared did not say what it should within 60 s.");
        assertThat(tools.living()).as("before the next attempt").isEmpty();
    }

    @Test
    void aTunnelThatDropsHasNoAddressUntilItIsUpAgain() throws IOException {
        Path drop = folder.resolve("drop");
        tools.put(
                "cloudflared",
                StandInTools.CLOUDFLARED_UP + "while [ ! -e '" + drop + "' ]; do sleep 0.02; done\n"
                        + "echo 'ERR no more connections active and exiting' >&2; exit 1\n");
        service.start(TunnelProvider.CLOUDFLARED);
        await(Phase.UP);
        waitFor(Duration.ofMinutes(2));
        Files.createFile(drop);

        TunnelInfo dropped = await(Phase.DROPPED);
        assertThat(dropped.url()).isEmpty();
        assertThat(dropped.text()).contains("no more connections active and exiting");
        assertThat(tools.living()).isEmpty();

        Files.delete(drop);
        waitFor(TunnelService.FIRST_DELAY);
        assertThat(await(Phase.UP).url()).isNotEmpty();
        assertThat(tools.called()).hasSize(2);
    }

    @Test
    void aTunnelThatHeldStartsOverWithAShortWait() throws IOException {
        Path drop = folder.resolve("drop");
        tools.put(
                "cloudflared",
                StandInTools.CLOUDFLARED_UP + "while [ ! -e '" + drop + "' ]; do sleep 0.02; done\nexit 1\n");
        service.start(TunnelProvider.CLOUDFLARED);
        List<Duration> waits = new ArrayList<>();
        for (Duration held : List.of(Duration.ZERO, Duration.ofSeconds(59), TunnelService.STEADY)) {
            await(Phase.UP);
            waitFor(held);
            Files.createFile(drop);
            Duration wait =
                    Duration.between(wall.instant(), await(Phase.DROPPED).retryAt());
            waits.add(wait);
            Files.delete(drop);
            waitFor(wait);
        }
        assertThat(waits).containsExactly(Duration.ofMillis(1_500), Duration.ofSeconds(3), Duration.ofMillis(1_500));
    }

    @Test
    void aToolThatLivesOnWithoutItsConnectionHasNoAddressUntilItHasOneAgain() throws IOException {
        Path step = folder.resolve("step");
        tools.put(
                "cloudflared",
                StandInTools.CLOUDFLARED_UP
                        + "says() { while [ ! -e '" + step + "'$1 ]; do sleep 0.02; done; echo \"$2\" >&2; }\n"
                        + "says 1 '2026-10-05T02:15:03Z INF Registered tunnel"
                        + " connection connIndex=0"
                        + " connection=938d79ec-5c22-4181-83f4-969aa95f5e4b event=0"
                        + " ip=198.41.200.63 location=lax01 protocol=quic'\n"
                        + "says 1 '2026-10-05T02:15:04Z ERR Request failed error=x"
                        + " connIndex=0 dest=https://a/ INF Retrying connection in"
                        + " up to 1s connIndex=0'\n"
                        + "says 2 '2026-10-05T02:15:05Z INF Retrying connection in"
                        + " up to 1s connIndex=0 event=0 ip=198.41.200.233'\n"
                        + "says 3 '2026-10-05T02:15:09Z INF Registered tunnel"
                        + " connection connIndex=0 connection=a event=0"
                        + " ip=198.41.200.63 location=lax01 protocol=quic'\n"
                        + "says 4 '2026-10-05T02:25:09Z WRN Connection terminated"
                        + " error=\\\"failed to dial to edge with quic: timeout: no"
                        + " recent network activity\\\" connIndex=0'\n"
                        + StandInTools.LIVE_ON);
        service.start(TunnelProvider.CLOUDFLARED);
        String url = await(Phase.UP).url();
        Files.createFile(folder.resolve("step1"));
        Files.createFile(folder.resolve("step2"));

        TunnelInfo lost = await(Phase.STARTING);
        assertThat(lost.url()).isEmpty();
        assertThat(lost.text()).contains("cloudflared has lost its connection");

        Files.createFile(folder.resolve("step3"));
        assertThat(await(Phase.UP).url()).isEqualTo(url);
        assertThat(tools.called()).as("the same process").hasSize(1);
        assertThat(told)
                .extracting(TunnelInfo::phase)
                .containsExactly(Phase.STARTING, Phase.UP, Phase.STARTING, Phase.UP);

        Files.createFile(folder.resolve("step4"));
        await(Phase.STARTING);
        waitFor(TunnelService.EDGE_TIMEOUT);
        assertThat(await(Phase.DROPPED).text()).contains("no connection to its service for 5 min");
        assertThat(tools.living()).isEmpty();
        for (int i = 1; i <= 4; i++) {
            Files.delete(folder.resolve("step" + i));
        }
        waitFor(TunnelService.LONGEST_DELAY);
        await(Phase.UP);
        assertThat(tools.called()).hasSize(2);
    }

    @Test
    void aFloodOfAToolIsReadAndKeptFromGrowing() throws IOException {
        command("""
            echo "open at https://flood.example"
            head -c 30000000 /dev/zero | tr '\\\\0' 'x'
            i=0; while [ $i -lt 20000 ]; do echo "GET /at https://evil.example $i"; i=$((i+1)); done
            exit 7
            """);
        service.start(TunnelProvider.COMMAND);

        TunnelInfo dropped = await(Phase.DROPPED);

        assertThat(dropped.text())
                .isEqualTo("mytunnel ended with code 7. Its last words: GET /at https://evil.example 19999");
        assertThat(told)
                .extracting(TunnelInfo::url)
                .as("the first address and no other")
                .containsOnly("", "wss://flood.example");
    }

    @Test
    void devtunnelSaysWhoHasToLogIn() throws IOException {
        tools.putDevTunnel(StandInTools.DEVTUNNEL_NO_USER, "");
        service.start(TunnelProvider.DEVTUNNEL);

        assertThat(await(Phase.NOT_LOGGED_IN).text()).contains("devtunnel user login");
        assertThat(tools.called()).containsExactly("devtunnel user show --json --nologo");
        assertThat(clock.alarms()).isZero();

        tools.putDevTunnel(StandInTools.DEVTUNNEL_USER, StandInTools.DEVTUNNEL_UP + StandInTools.LIVE_ON);
        service.start(TunnelProvider.DEVTUNNEL);
        assertThat(await(Phase.UP).url()).isEqualTo("wss://6f7nqqmb-7717.euw.devtunnels.ms");
    }

    @Test
    void aDevTunnelKeepsItsIdOverARestartOfTheHost() throws IOException {
        tools.putDevTunnel(StandInTools.DEVTUNNEL_USER, StandInTools.DEVTUNNEL_UP + StandInTools.LIVE_ON);
        service.start(TunnelProvider.DEVTUNNEL);
        await(Phase.UP);
        service.close();
        List<String> first = tools.called();

        ManualLane again = new ManualLane("tunnel", 64, clock);
        try (TunnelService restarted = service(PORT, again, ledger)) {
            restarted.start(TunnelProvider.DEVTUNNEL);
            await(restarted, again, info -> info.phase() == Phase.UP);
        }

        List<String> second =
                tools.called().subList(first.size(), tools.called().size());
        assertThat(first)
                .anyMatch(call -> call.matches("devtunnel create pilothouse-[0-9a-f]{12} --allow-anonymous .*"));
        assertThat(second).noneMatch(call -> call.startsWith("devtunnel create"));
        assertThat(second.get(second.size() - 1))
                .isEqualTo(first.get(first.size() - 1))
                .startsWith("devtunnel host pilothouse-");
    }

    @Test
    void aDevTunnelOfAnotherPortIsDeletedAndNotExtended() throws IOException {
        tools.putDevTunnel(StandInTools.DEVTUNNEL_USER, StandInTools.DEVTUNNEL_UP + StandInTools.LIVE_ON);
        service.start(TunnelProvider.DEVTUNNEL);
        await(Phase.UP);
        service.close();
        String old = Files.readString(folder.resolve("devtunnel.json")).replaceAll(".*(pilothouse-[0-9a-f]+).*", "$1");

        ManualLane again = new ManualLane("tunnel", 64, clock);
        try (TunnelService moved = service(7800, again, ledger)) {
            moved.start(TunnelProvider.DEVTUNNEL);
            TunnelInfo up = await(moved, again, info -> info.phase() == Phase.UP);
            assertThat(up.url()).isEqualTo("wss://6f7nqqmb-7800.euw.devtunnels.ms");
        }

        assertThat(tools.called()).contains("devtunnel delete " + old + " --force --json --nologo");
        assertThat(folder.resolve("bin/tunnels").resolve(old)).doesNotExist();
    }

    @Test
    void aDevTunnelThatTheServiceHasForgottenIsMadeAgain() throws IOException {
        tools.putDevTunnel(StandInTools.DEVTUNNEL_USER, StandInTools.DEVTUNNEL_UP + StandInTools.LIVE_ON);
        service.start(TunnelProvider.DEVTUNNEL);
        await(Phase.UP);
        service.stop();
        lane.runAll();
        try (var known = Files.list(folder.resolve("bin/tunnels"))) {
            for (Path tunnel : known.toList()) {
                Files.delete(tunnel);
            }
        }

        service.start(TunnelProvider.DEVTUNNEL);

        assertThat(await(Phase.UP).url()).isEqualTo("wss://6f7nqqmb-7717.euw.devtunnels.ms");
    }

    @Test
    void aDamagedIdIsReplaced() throws IOException {
        Files.writeString(folder.resolve("devtunnel.json"), "{\"id\": \"--help\", \"port\": 7717}");
        tools.putDevTunnel(StandInTools.DEVTUNNEL_USER, StandInTools.DEVTUNNEL_UP + StandInTools.LIVE_ON);
        service.start(TunnelProvider.DEVTUNNEL);

        await(Phase.UP);

        assertThat(tools.called()).noneMatch(call -> call.contains("--help"));
    }

    @Test
    void aCommandOfTheOwnersIsRunWithThePort() throws IOException {
        command("echo \"open at https://my.tunnel.example now\"\n" + StandInTools.LIVE_ON);
        service.start(TunnelProvider.COMMAND);

        assertThat(await(Phase.UP).url()).isEqualTo("wss://my.tunnel.example");
        assertThat(tools.called()).containsExactly("mytunnel 127.0.0.1:7717");
    }

    @Test
    void whatIsWrongWithTheCommandsFileIsSaid() throws IOException {
        Path file = folder.resolve(CommandTunnel.FILE);
        service.start(TunnelProvider.COMMAND);
        assertThat(await(Phase.MISCONFIGURED).text()).startsWith("There is no " + file);

        Map<String, String> wrong = Map.of(
                "{\"command\": [\"x\"], \"url\": \"y\"}", "{port}",
                "{\"command\": [], \"url\": \"y\"}", "“command” must be a list",
                "{\"command\": [\"x\", \"{port}\"], \"url\": \"(\"}", "no regular expression",
                "{\"command\": [\"x\", \"{port}\"]}", "url",
                "not JSON", "cannot be understood");
        for (Map.Entry<String, String> entry : wrong.entrySet()) {
            Files.writeString(file, entry.getKey());
            service.start(TunnelProvider.COMMAND);
            lane.runAll();
            assertThat(service.info().phase()).as(entry.getKey()).isEqualTo(Phase.MISCONFIGURED);
            assertThat(service.info().text()).contains(file.toString()).contains(entry.getValue());
        }
    }

    @Test
    void anotherWayStartsOnlyWhenTheFirstIsGone() throws IOException {
        tools.put("cloudflared", StandInTools.CLOUDFLARED_UP + StandInTools.LIVE_ON);
        command("echo \"open at https://my.tunnel.example now\"\n" + StandInTools.LIVE_ON);
        service.start(TunnelProvider.CLOUDFLARED);
        await(Phase.UP);

        service.start(TunnelProvider.COMMAND);

        assertThat(await(info -> info.phase() == Phase.UP && info.way() == TunnelProvider.COMMAND)
                        .url())
                .isEqualTo("wss://my.tunnel.example");
        assertThat(tools.living()).hasSize(1);
        assertThat(told)
                .extracting(TunnelInfo::phase)
                .containsExactly(Phase.STARTING, Phase.UP, Phase.STARTING, Phase.UP);
    }

    @Test
    void whatAKilledHostHasLeftIsEndedAtTheNextStart() throws IOException {
        Path records = folder.resolve("processes");
        tools.put("cloudflared", StandInTools.CLOUDFLARED_UP + StandInTools.LIVE_ON);
        ManualLane killed = new ManualLane("tunnel", 64, clock);
        // The service of a killed host is never closed, so its process lives on.
        try (TunnelService forgotten = service(PORT, killed, ProcessReaper.open(records, "test", "test", QUICK))) {
            forgotten.start(TunnelProvider.CLOUDFLARED);
            await(forgotten, killed, info -> info.phase() == Phase.UP);
            assertThat(tools.living()).hasSize(1);

            ProcessReaper.open(records, "test", "test", QUICK).close();

            assertThat(tools.living()).isEmpty();
        }
    }

    private static final class RecordingLedger implements ProcessRegistry {
        private final List<ProcessMark> open = new ArrayList<>();

        @Override
        public synchronized void started(ProcessHandle process, ProcessMark mark) {
            open.add(mark);
        }

        @Override
        public synchronized void onReleased(ProcessMark mark) {
            open.remove(mark);
        }
    }
}
