package dev.pilothouse.desktop.tunnel;

import dev.pilothouse.desktop.process.CliProcess;
import dev.pilothouse.desktop.process.Line;
import dev.pilothouse.desktop.process.ProcessExit;
import dev.pilothouse.desktop.process.ProcessListener;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.desktop.process.ProcessStart;
import dev.pilothouse.desktop.process.StopTimings;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.TunnelInfo;
import dev.pilothouse.model.TunnelInfo.Phase;
import dev.pilothouse.model.TunnelProvider;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pulse.Backoff;
import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.pulse.Lane;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tunnel of a host, from the first request for it. Runs the tool's commands one after the other, waits for the
 * address, and retries when the tunnel drops. There is at most one process at any time; the next one starts only after
 * the tree of the previous one has ended.
 *
 * <p>Owns its lane and the process. {@link #start}, {@link #stop}, {@link #info()} and {@link #close()} may be called
 * on any thread. Only {@code close()} blocks: it ends the process and returns when that is gone.
 */
public final class TunnelService implements AutoCloseable {
    /** Time limit for a tool to print the address; {@code devtunnel} alone may need ten seconds to report its login. */
    static final Duration URL_TIMEOUT = Duration.ofSeconds(60);

    /**
     * Time that a tool may be without a connection to its service before it is restarted, which may change the address.
     */
    static final Duration EDGE_TIMEOUT = Duration.ofMinutes(5);

    static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(45);

    /** Retry interval for a missing tool while the login shell is being asked, which takes ten seconds at most. */
    static final Duration RECHECK_DELAY = Duration.ofMillis(500);

    /** Delays before a dropped tunnel is retried, with jitter. */
    static final Duration FIRST_DELAY = Duration.ofSeconds(2);

    static final Duration LONGEST_DELAY = Duration.ofMinutes(5);

    /** A tunnel that was up for this long counts as a success. */
    static final Duration STEADY = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(TunnelService.class);

    private final Lane lane;
    private final Map<TunnelProvider, Tunnel> tunnels;
    private final TunnelProcesses processes;
    private final int port;
    private final Executor workers;
    private final Backoff backoff;
    private final Clock clock;
    private final Clock monotonicClock;
    private final Consumer<TunnelInfo> listener;
    private final AtomicBoolean closed = new AtomicBoolean();
    /** Guards waiting for a state change. */
    private final Object news = new Object();

    private volatile TunnelInfo info = TunnelInfo.NONE;
    /** The process that was started last, for a close that must not wait for the lane. */
    private volatile @Nullable CliProcess last;

    // --- confined to the lane

    private @Nullable Child child;
    private boolean ending;
    /** Runs when the process that is being ended is gone. */
    private Runnable afterwards = () -> {};

    private Cancellable timer = Cancellable.NOTHING;
    private @Nullable Instant upSince;
    /** In a row, without a success. */
    private int failures;

    TunnelService(
            Lane lane,
            Map<TunnelProvider, Tunnel> tunnels,
            TunnelProcesses processes,
            int port,
            Executor workers,
            DoubleSupplier random,
            Clock clock,
            Clock monotonicClock,
            Consumer<TunnelInfo> listener) {
        this.lane = Objects.requireNonNull(lane, "lane");
        this.tunnels = Map.copyOf(tunnels);
        this.processes = Objects.requireNonNull(processes, "processes");
        this.port = port;
        this.workers = Objects.requireNonNull(workers, "workers");
        this.backoff = new Backoff(FIRST_DELAY, LONGEST_DELAY, random);
        this.clock = Objects.requireNonNull(clock, "clock");
        this.monotonicClock = Objects.requireNonNull(monotonicClock, "awake");
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    /**
     * Creates a service without a tunnel.
     *
     * @param lane for this service only; closed with it
     * @param folder for the tools' small files, and their working directory; must exist
     * @param ledger records every process
     * @param hostMark see {@link dev.pilothouse.desktop.process.ProcessMark#host}
     * @param environment supplies the host's current environment, of which the tools get a part
     * @param asking whether the environment's PATH may soon be extended
     * @param port of the bridge
     * @param workers wait for processes that end
     * @param monotonicClock measures how long a tunnel was up, independent of clock changes
     * @param listener called on the lane for each change; must not block
     */
    public static TunnelService open(
            Lane lane,
            Path folder,
            ProcessRegistry ledger,
            String hostMark,
            Supplier<Map<String, String>> environment,
            BooleanSupplier asking,
            int port,
            Executor workers,
            Clock clock,
            Clock monotonicClock,
            Consumer<TunnelInfo> listener) {
        return new TunnelService(
                lane,
                Map.of(
                        TunnelProvider.DEVTUNNEL, new DevTunnel(folder),
                        TunnelProvider.CLOUDFLARED, new CloudflaredTunnel(folder),
                        TunnelProvider.COMMAND, new CommandTunnel(folder)),
                new TunnelProcesses(ledger, StopTimings.standard(), folder, hostMark, environment, asking),
                port,
                workers,
                () -> ThreadLocalRandom.current().nextDouble(),
                clock,
                monotonicClock,
                listener);
    }

    /** Returns the current state. */
    public TunnelInfo info() {
        return info;
    }

    /**
     * Starts a tunnel. If the same way is already requested, a tunnel that is up or starting is left alone, and a
     * dropped one is retried at once. A tunnel of another way ends first.
     *
     * @return completes when {@link #info()} reflects this start
     */
    public CompletionStage<Void> start(TunnelProvider way) {
        return onLane(() -> {
            if (info.way() == way && (info.phase() == Phase.UP || info.phase() == Phase.STARTING)) {
                return;
            }
            failures = 0;
            // Published at once, since the process of another way may need some seconds to end.
            publish(new TunnelInfo(way, Phase.STARTING, "", HostText.NONE, null));
            endAndRun(() -> attempt(way));
        });
    }

    /**
     * Ends the tunnel, if there is one.
     *
     * @return completes when {@link #info()} reflects this
     */
    public CompletionStage<Void> stop() {
        return onLane(() -> {
            if (info.way() == null) {
                return;
            }
            publish(new TunnelInfo(info.way(), Phase.STOPPED, "", HostText.NONE, null));
            endAndRun(() -> {});
        });
    }

    private CompletionStage<Void> onLane(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        boolean taken = lane.tryExecute(() -> {
            try {
                task.run();
            } finally {
                done.complete(null);
            }
        });
        if (!taken) {
            LOG.warn("The lane {} refused a task", lane.name());
            done.complete(null);
        }
        return done;
    }

    // --- one attempt

    private void attempt(TunnelProvider way) {
        if (closed.get()) {
            return;
        }
        publish(new TunnelInfo(way, Phase.STARTING, "", HostText.NONE, null));
        follow(way, Objects.requireNonNull(tunnels.get(way)).begin(port));
    }

    private void follow(TunnelProvider way, TunnelStep move) {
        if (move instanceof TunnelStep.Ask ask) {
            run(
                    new Child(way, ask.command(), line -> Optional.empty(), line -> true, ask.then()),
                    ask.hint(),
                    ANSWER_TIMEOUT);
        } else if (move instanceof TunnelStep.Serve serve) {
            String program = serve.command().get(0);
            run(
                    new Child(
                            way,
                            serve.command(),
                            serve.url(),
                            serve.edge().get(),
                            heard -> new TunnelStep.Retry(heard.sentence(program))),
                    serve.hint(),
                    URL_TIMEOUT);
        } else if (move instanceof TunnelStep.Retry retry) {
            retryLater(way, retry.text());
        } else {
            TunnelStep.GiveUp over = (TunnelStep.GiveUp) move;
            LOG.info("No tunnel: {}", over.text());
            publish(new TunnelInfo(way, over.phase(), "", over.text(), null));
        }
    }

    private void run(Child next, HostText hint, Duration within) {
        if (closed.get()) {
            return;
        }
        // Checked before the start, because the answer may arrive in between.
        boolean mayFindMore = processes.mayFindMore();
        ProcessStart start = processes.start(next.command, next);
        if (start instanceof ProcessStart.Failed failed) {
            boolean absent = failed.reason() == ProcessStart.Reason.COMMAND_NOT_FOUND;
            if (absent && mayFindMore) {
                // The login shell may still name the program's folder, so this does not count as a failure.
                timer = lane.schedule(RECHECK_DELAY, () -> attempt(next.way));
                return;
            }
            follow(
                    next.way,
                    absent
                            ? new TunnelStep.GiveUp(
                                    Phase.NOT_FOUND, failed.text().then(hint))
                            : new TunnelStep.Retry(failed.text()));
            return;
        }
        next.process = ((ProcessStart.Started) start).process();
        last = next.process;
        child = next;
        timer = lane.schedule(within, () -> {
            if (child == next) {
                HostText text = HostText.of(HostTextCode.TUNNEL_SILENT, next.command.get(0), within.toSeconds());
                endAndRun(() -> retryLater(next.way, text));
            }
        });
    }

    private void onUp(Child teller, BridgeUrl url) {
        if (child != teller) {
            return;
        }
        timer.cancel();
        teller.found = url;
        upSince = monotonicClock.instant();
        LOG.info("The tunnel is up");
        publish(new TunnelInfo(teller.way, Phase.UP, url.toString(), HostText.NONE, null));
    }

    /** The program keeps running, but its connection state has changed. */
    private void edge(Child teller, boolean connected) {
        if (child != teller || teller.found == null) {
            return;
        }
        if (connected) {
            LOG.info("The tunnel's program is connected again");
            onUp(teller, teller.found);
            return;
        }
        String program = teller.command.get(0);
        LOG.info("The tunnel's program has lost its connection");
        publish(new TunnelInfo(teller.way, Phase.STARTING, "", HostText.of(HostTextCode.TUNNEL_LOST, program), null));
        timer = lane.schedule(EDGE_TIMEOUT, () -> {
            if (child == teller) {
                HostText text = HostText.of(HostTextCode.TUNNEL_NO_CONNECTION, program, EDGE_TIMEOUT.toMinutes());
                endAndRun(() -> retryLater(teller.way, text));
            }
        });
    }

    private void exited(Child ended, int code) {
        if (child != ended) {
            return;
        }
        CommandResult heard = new CommandResult(code, ended.said.copy());
        endAndRun(() -> follow(ended.way, ended.then.apply(heard)));
    }

    private void retryLater(TunnelProvider way, HostText text) {
        Duration held = upSince == null ? Duration.ZERO : Duration.between(upSince, monotonicClock.instant());
        upSince = null;
        failures = held.compareTo(STEADY) >= 0 ? 1 : failures + 1;
        Duration delay = backoff.after(failures);
        LOG.info("No tunnel, next attempt in {} ms: {}", delay.toMillis(), text);
        publish(new TunnelInfo(way, Phase.DROPPED, "", text, clock.instant().plus(delay)));
        timer = lane.schedule(delay, () -> attempt(way));
    }

    /** Ends the process, and continues when it is gone. Of several calls only the last continuation runs. */
    private void endAndRun(Runnable next) {
        timer.cancel();
        afterwards = next;
        if (ending) {
            return;
        }
        CliProcess process = child == null ? null : child.process;
        if (process == null) {
            resume();
            return;
        }
        child = null;
        ending = true;
        if (info.phase() == Phase.UP) {
            // Published first, so that no client is given a dead address.
            publish(new TunnelInfo(info.way(), Phase.STARTING, "", HostText.NONE, null));
        }
        workers.execute(() -> {
            process.close();
            execute(() -> {
                ending = false;
                resume();
            });
        });
    }

    private void resume() {
        Runnable next = afterwards;
        afterwards = () -> {};
        next.run();
    }

    private void publish(TunnelInfo now) {
        if (!now.equals(info)) {
            synchronized (news) {
                info = now;
                news.notifyAll();
            }
            listener.accept(now);
        }
    }

    /**
     * Waits until a requested tunnel is up, or has failed for the first time. Must not be called on the lane.
     *
     * @return the state then, or at the timeout
     */
    public TunnelInfo awaitSettled(TunnelProvider way, Duration within) throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        synchronized (news) {
            long left = within.toNanos();
            while (left > 0 && !closed.get() && (info.way() != way || info.phase() == Phase.STARTING)) {
                TimeUnit.NANOSECONDS.timedWait(news, left);
                left = deadline - System.nanoTime();
            }
        }
        return info;
    }

    /** Queues a task, on threads that may wait for the lane. */
    private void execute(Runnable task) {
        try {
            lane.put(task);
        } catch (RejectedExecutionException over) {
            LOG.debug("An event of a tunnel's process arrived after the end");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (lane.tryExecute(() -> publish(new TunnelInfo(info.way(), Phase.STOPPED, "", HostText.NONE, null)))) {
            LOG.debug("The tunnel ends with its host");
        }
        lane.close();
        CliProcess left = last;
        if (left != null) {
            left.close();
        }
    }

    /** One command and the handling of its output. */
    private final class Child implements ProcessListener {
        private final TunnelProvider way;
        private final List<String> command;
        private final Function<String, Optional<BridgeUrl>> url;
        private final TunnelStep.Edge edge;
        private final Function<CommandResult, TunnelStep> then;
        private final RecentLines said = new RecentLines();

        // --- confined to the reader thread

        private boolean told;
        private boolean connected = true;

        // --- confined to the lane

        private @Nullable CliProcess process;
        private @Nullable BridgeUrl found;

        Child(
                TunnelProvider way,
                List<String> command,
                Function<String, Optional<BridgeUrl>> url,
                TunnelStep.Edge edge,
                Function<CommandResult, TunnelStep> then) {
            this.way = way;
            this.command = command;
            this.url = url;
            this.edge = edge;
            this.then = then;
        }

        @Override
        public void onLine(Line line) {
            String text = said.add(line);
            // The first address counts: later lines may contain text from users of the tunnel.
            if (!told) {
                Optional<BridgeUrl> address = url.apply(text);
                if (address.isPresent()) {
                    told = true;
                    execute(() -> onUp(this, address.get()));
                }
            }
            boolean now = edge.onLine(text);
            if (now != connected) {
                connected = now;
                execute(() -> edge(this, now));
            }
        }

        @Override
        public void onExit(ProcessExit exit) {
            execute(() -> exited(this, exit.code()));
        }
    }
}
