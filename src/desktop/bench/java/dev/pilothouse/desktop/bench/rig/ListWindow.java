package dev.pilothouse.desktop.bench.rig;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.testing.JvmChild;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.ui.FakeHosts;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.fx.Fonts;
import dev.pilothouse.ui.fx.FxExecutor;
import dev.pilothouse.ui.fx.FxPulse;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.sessions.SessionListOptions;
import dev.pilothouse.ui.sessions.SessionsPresenter;
import dev.pilothouse.ui.sessions.SessionsView;
import dev.pilothouse.ui.shell.ShellGraph;
import dev.pilothouse.ui.shell.ShellPorts;
import dev.pilothouse.ui.shell.ShellView;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.TextField;
import javafx.scene.control.skin.VirtualFlow;
import javafx.stage.Stage;

/**
 * A program that shows the app's window over {@link ManySessions}, uses its list in each frame, and prints the figures
 * of each use: the time between frames, and the processor time of the FX thread for each frame, which other work on the
 * machine affects less.
 */
public final class ListWindow {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final double LATE_MILLIS = 33;
    private static final double BUSY_MILLIS = 16;
    private static final String TYPED = "parser 12";
    private static final int LINE = 40;
    private static final int PAGE = 700;
    /** An overview is drawn in two frames. */
    private static final int FRAMES_OF_A_CHANGE = 3;

    private final ManySessions hosts;
    private final int frames;
    private final String wanted;
    private Scene scene;
    private SessionsPresenter presenter;
    private final List<Double> gaps = new ArrayList<>();
    private final List<Double> busy = new ArrayList<>();
    private long last;
    private long lastCpu;

    private ListWindow(int sessions, int frames, String wanted) {
        hosts = new ManySessions(sessions);
        this.frames = frames;
        this.wanted = wanted;
    }

    /**
     * Starts it in its own process.
     *
     * @param frames of each use
     * @param wanted the beginning of the names of the wanted uses, empty for all
     */
    public static JvmChild start(Path folder, int sessions, int frames, String wanted) throws IOException {
        return JvmChild.start(
                "list",
                folder,
                ClientJvm.flags(),
                List.of(ListWindow.class.getName(), Integer.toString(sessions), Integer.toString(frames), wanted));
    }

    /** @param arguments the number of sessions, the number of frames of each use, and how their names begin */
    public static void main(String[] arguments) throws Exception {
        CompletableFuture<Void> started = new CompletableFuture<>();
        Platform.startup(() -> started.complete(null));
        started.get(60, TimeUnit.SECONDS);
        try (Lanes lanes = new Lanes("bench", (thread, failure) -> failure.printStackTrace())) {
            new ListWindow(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), arguments[2])
                    .run(lanes.open("projection", 64));
        }
        System.exit(0);
    }

    private void run(Lane projections) throws Exception {
        long began = System.nanoTime();
        onFx(() -> open(projections));
        frame(() -> {});
        JsonObject opened = new JsonObject();
        opened.addProperty("opened", (System.nanoTime() - began) / 1e6);
        System.out.println(opened);
        SessionsView view = (SessionsView) scene.lookup(".sessions");
        VirtualFlow<?> flow = (VirtualFlow<?>) scene.lookup(".session-list .virtual-flow");
        // Once to compile and load, then for the figures.
        for (int round = 0; round < 2; round++) {
            String suffix = round == 0 ? ", first time" : "";
            int first = round * frames;
            onFx(view::toggleSearch);
            TextField search = (TextField) scene.lookup("#session-search");
            use("a search is typed and taken back, a letter a frame" + suffix, i -> frame(() -> type(search, i)));
            onFx(() -> flow.scrollTo(presenter.rows().size() - 1));
            use("the same from the end of the list" + suffix, i -> frame(() -> type(search, i)));
            onFx(view::toggleSearch);
            onFx(() -> flow.scrollTo(0));
            use("scrolled by a line a frame" + suffix, i -> frame(() -> flow.scrollPixels(LINE)));
            use("scrolled by a page a frame" + suffix, i -> frame(() -> flow.scrollPixels(i % 60 < 30 ? PAGE : -PAGE)));
            onFx(() -> flow.scrollTo(0));
            use("an overview with a new last line, every third frame" + suffix, i -> {
                if (i % FRAMES_OF_A_CHANGE == 0) {
                    hosts.speaks((first + i) / FRAMES_OF_A_CHANGE);
                }
                frame(() -> {});
            });
            use("an overview with a turn that begins, every third frame" + suffix, i -> {
                if (i % FRAMES_OF_A_CHANGE == 0) {
                    hosts.begins((first + i) / FRAMES_OF_A_CHANGE);
                }
                frame(() -> {});
            });
            use(
                    "a group is folded and unfolded, each in a frame" + suffix,
                    i -> frame(() -> presenter.onFold("group-IDLE")));
            List<SessionListOptions.Order> orders = List.of(SessionListOptions.Order.values());
            use(
                    "ordered in another way, each in a frame" + suffix,
                    i -> frame(() -> presenter.onChoose(
                            presenter.choicesProperty().get().with(orders.get((i + 1) % orders.size())))));
            onFx(() -> presenter.onChoose(SessionListOptions.PLAIN.with(SessionListOptions.Layout.GRID)));
            use("cards, scrolled by a line a frame" + suffix, i -> frame(() -> flow.scrollPixels(LINE)));
            use(
                    "cards, scrolled by a page a frame" + suffix,
                    i -> frame(() -> flow.scrollPixels(i % 60 < 30 ? PAGE : -PAGE)));
            onFx(() -> presenter.onChoose(SessionListOptions.PLAIN));
        }
        System.out.println("{\"done\":true}");
        System.out.flush();
    }

    private static void type(TextField search, int frame) {
        int place = frame % (2 * TYPED.length());
        int length = place < TYPED.length() ? place + 1 : 2 * TYPED.length() - 1 - place;
        search.setText(TYPED.substring(0, length));
    }

    private void open(Lane projections) {
        Fonts.load();
        ShellPorts ports = new TestShell().ports(new FakeHosts(), FxPulse::new, projections, new FxExecutor());
        ShellGraph shell = new ShellGraph(new ShellPorts(
                hosts,
                ports.threads(),
                ports.time(),
                ports.kept(),
                ports.platform(),
                ports.outside(),
                ports.program()));
        presenter = shell.sessions();
        scene = new Scene(new ShellView(shell), 1_440, 900);
        Theme.DARK.applyTo(scene);
        scene.addPostLayoutPulseListener(this::pulsed);
        Stage stage = new Stage();
        stage.setScene(scene);
        stage.show();
    }

    private void use(String name, IntConsumer step) throws Exception {
        if (!name.startsWith(wanted)) {
            return;
        }
        frame(() -> {});
        onFx(() -> {
            gaps.clear();
            busy.clear();
        });
        for (int i = 0; i < frames; i++) {
            step.accept(i);
        }
        onFx(() -> print(name));
    }

    private void print(String name) {
        Collections.sort(gaps);
        Collections.sort(busy);
        JsonObject figures = new JsonObject();
        figures.addProperty("use", name);
        figures.addProperty("frames", gaps.size());
        figures.addProperty("late", over(gaps, LATE_MILLIS));
        figures.addProperty("busy", over(busy, BUSY_MILLIS));
        figures.addProperty("gapP99", share(gaps, 0.99));
        figures.addProperty("gapWorst", share(gaps, 1));
        figures.addProperty("threadP50", share(busy, 0.5));
        figures.addProperty("threadP99", share(busy, 0.99));
        figures.addProperty("threadWorst", share(busy, 1));
        System.out.println(figures);
        System.out.flush();
    }

    private static long over(List<Double> all, double limit) {
        return all.stream().filter(each -> each > limit).count();
    }

    private static double share(List<Double> sorted, double share) {
        return sorted.get(Math.max(0, (int) Math.ceil(sorted.size() * share) - 1));
    }

    private void pulsed() {
        long now = System.nanoTime();
        long cpu = THREADS.getCurrentThreadCpuTime();
        if (last != 0) {
            gaps.add((now - last) / 1e6);
            busy.add((cpu - lastCpu) / 1e6);
        }
        last = now;
        lastCpu = cpu;
    }

    /** Makes a change and waits for the end of the layout of the frame that shows it. */
    private void frame(Runnable change) {
        CompletableFuture<Void> shown = new CompletableFuture<>();
        Platform.runLater(() -> {
            change.run();
            scene.addPostLayoutPulseListener(new Runnable() {
                @Override
                public void run() {
                    scene.removePostLayoutPulseListener(this);
                    shown.complete(null);
                }
            });
            Platform.requestNextPulse();
        });
        shown.orTimeout(60, TimeUnit.SECONDS).join();
    }

    private static void onFx(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Platform.runLater(() -> {
            task.run();
            done.complete(null);
        });
        done.orTimeout(60, TimeUnit.SECONDS).join();
    }
}
