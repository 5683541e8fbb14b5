package dev.pilothouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.PngFile;
import dev.pilothouse.model.HostText;
import dev.pilothouse.platform.DeviceDisplay;
import dev.pilothouse.platform.ManualDisplay;
import dev.pilothouse.platform.ManualLifecycle;
import dev.pilothouse.platform.MemorySecureStore;
import dev.pilothouse.platform.MobileServices;
import dev.pilothouse.platform.Notifier;
import dev.pilothouse.platform.PlatformServices;
import dev.pilothouse.platform.SecureStore;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.testing.OwnWindow;
import dev.pilothouse.ui.fx.Fonts;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.settings.SettingsPresenter;
import dev.pilothouse.ui.shell.MainScreen;
import dev.pilothouse.ui.shell.ShellView;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.Language;
import dev.pilothouse.ui.text.Texts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.image.WritableImage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/** The demo in the app's client, on a device without hosts. {@code -Dpictures=FOLDER} also writes pictures of it. */
class DemoModeTest {
    @TempDir
    private Path folder;

    private final FxRobot fx = new FxRobot();
    private final MemorySecureStore secrets = new MemorySecureStore();
    private final AtomicInteger writes = new AtomicInteger();
    private final List<Notifier.Notice> told = Collections.synchronizedList(new ArrayList<>());
    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    private OwnWindow window;
    private ClientGraph graph;
    private Scene scene;

    @BeforeEach
    void openTheApp() throws Exception {
        window = new OwnWindow();
        fx.interact(() -> {
            Texts.setLanguage(Language.ENGLISH);
            Fonts.load();
            graph = new ClientGraph(start(), "0.1.0", (thread, failure) -> failures.add(failure), Clock.systemUTC());
            scene = new Scene(new ShellView(graph.shell()), 390, 844);
            Theme.DARK.applyTo(scene);
            graph.current().shellProperty().addListener((property, before, now) -> scene.setRoot(new ShellView(now)));
            window.stage().setScene(scene);
            window.stage().show();
        });
        settle();
    }

    @AfterEach
    void closeTheApp() {
        fx.interact(() -> graph.close());
        window.close();
        Texts.setLanguage(Language.ENGLISH);
        assertThat(failures).isEmpty();
    }

    private ClientStart start() {
        return new ClientStart(
                new PlatformServices(
                        () -> folder,
                        new Counted(),
                        new ManualLifecycle(),
                        new ManualDisplay(DeviceDisplay.FormFactor.PHONE),
                        Optional.empty(),
                        Optional.of(new Told()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        MobileServices.NOTHING,
                        true),
                null,
                "Tablet",
                "Test",
                Optional.empty(),
                address -> {},
                HostText.NONE);
    }

    /** A store for the device's keys that counts its writes. */
    private final class Counted implements SecureStore {
        @Override
        public Optional<byte[]> read(String name) {
            return secrets.read(name);
        }

        @Override
        public void write(String name, byte[] content) {
            writes.incrementAndGet();
            secrets.write(name, content);
        }

        @Override
        public void remove(String name) {
            writes.incrementAndGet();
            secrets.remove(name);
        }
    }

    private final class Told implements Notifier {
        @Override
        public void show(Notice notice) {
            told.add(notice);
        }

        @Override
        public void withdraw(String key) {
            // Nothing is shown.
        }
    }

    private void settle() {
        WaitForAsyncUtils.waitForFxEvents(10);
    }

    private <T> T onFx(Callable<T> read) throws Exception {
        return WaitForAsyncUtils.asyncFx(read).get();
    }

    private Button button(String id) {
        return fx.from(scene.getRoot()).lookup("#" + id).queryButton();
    }

    private void press(String id) {
        fx.interact(() -> button(id).fire());
        settle();
    }

    private List<HostLink> links() throws Exception {
        return onFx(() -> graph.shell().links().linksProperty().get());
    }

    private void enter() {
        press("try-demo");
        await(() -> links().size() == 1
                && !links().get(0).reader().host().sessions().isEmpty());
        settle();
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(condition);
    }

    private SessionKey session(String name) throws Exception {
        HostLink link = links().get(0);
        SessionSummary found = link.reader().host().sessions().stream()
                .filter(session -> session.name().contains(name))
                .findFirst()
                .orElseThrow();
        return new SessionKey(link.hostId(), found.sessionId());
    }

    /** The tour's session. Its name changes when it asks for a permission. */
    private SessionKey tour() throws Exception {
        return links().get(0).reader().host().sessions().stream()
                        .anyMatch(each -> each.name().contains("tour"))
                ? session("tour")
                : session("Show me around");
    }

    private Stream<String> texts() throws Exception {
        return onFx(() -> fx.from(scene.getRoot()).lookup(Labeled.class::isInstance).<Labeled>queryAll().stream()
                        .filter(DemoModeTest::isShown)
                        .map(Labeled::getText)
                        .filter(text -> text != null && !text.isEmpty())
                        .toList())
                .stream();
    }

    private static boolean isShown(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible()) {
                return false;
            }
        }
        return true;
    }

    @Test
    void everyPlaceSaysThatItIsADemo() throws Exception {
        assertThat(texts()).doesNotContain("Demo");
        enter();
        assertThat(onFx(() -> graph.shell().titleProperty().get())).isEqualTo("Pilothouse – Demo");
        for (double[] size : new double[][] {{360, 640}, {1_440, 900}}) {
            fx.interact(() -> {
                window.stage().setWidth(size[0]);
                window.stage().setHeight(size[1]);
            });
            for (MainScreen place : MainScreen.values()) {
                fx.interact(() -> graph.shell().navigation().screenProperty().set(place));
                settle();
                assertThat(texts()).as("%s at %s", place, size[0]).contains("Demo");
                assertThat(button("leave-demo").isVisible()).isTrue();
            }
            SessionKey tour = tour();
            fx.interact(() -> graph.shell().navigation().open(tour));
            settle();
            assertThat(texts()).contains("Demo");
            fx.interact(() -> graph.shell().navigation().closeSession());
        }
    }

    @Test
    void nothingOfItIsToldOrKept() throws Exception {
        fx.interact(graph::close);
        window.close();
        Map<String, String> before = files();
        openTheApp();
        int stored = writes.get();
        enter();
        // The tour asks for a permission soon after it is opened. A real host would have notified about it.
        await(() -> links().get(0).reader().host().sessions().stream()
                        .filter(session -> session.activity().phase() == SessionPhase.WAITING)
                        .count()
                >= 2);
        SessionKey tour = tour();
        fx.interact(() -> {
            graph.shell().navigation().open(tour);
            graph.shell().composer().draftProperty().set("A draft for nobody");
            graph.shell().settings().fontSizeProperty().set(20);
        });
        settle();
        press("leave-demo");
        fx.interact(graph::close);
        assertThat(told).isEmpty();
        assertThat(files()).isEqualTo(before);
        assertThat(writes).hasValue(stored);
    }

    /** The device's files without the time at which they were written. */
    private Map<String, String> files() throws Exception {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                all.put(folder.relativize(file).toString(), text.replaceAll("(?m)^#.*$", ""));
            }
        }
        return all;
    }

    @Test
    void oneTapLeavesItAndItBeginsAnewTheNextTime() throws Exception {
        enter();
        SessionKey release = session("release");
        press("leave-demo");
        assertThat(links()).isEmpty();
        assertThat(texts()).doesNotContain("Demo").contains("Welcome to Pilothouse");
        enter();
        assertThat(links().get(0).reader().host().sessions()).anySatisfy(session -> {
            assertThat(session.sessionId()).isEqualTo(release.sessionId());
            assertThat(session.activity().phase()).isEqualTo(SessionPhase.WAITING);
        });
    }

    @Test
    void aTicketLeadsOutOfIt() throws Exception {
        enter();
        fx.interact(() -> graph.current().bringToFront("pilothouse://pair#abc"));
        settle();
        assertThat(links()).isEmpty();
        assertThat(onFx(() -> graph.shell().navigation().screenProperty().get()))
                .isEqualTo(MainScreen.HOSTS);
    }

    @Test
    void anotherLanguageStaysInTheDemo() throws Exception {
        enter();
        fx.interact(() -> {
            graph.shell().settings().languageProperty().set(SettingsPresenter.Tongue.GERMAN);
            graph.current().rebuild();
        });
        settle();
        assertThat(texts()).contains("Verlassen");
        assertThat(links()).hasSize(1);
    }

    @Test
    void thePictures() throws Exception {
        String wanted = System.getProperty("pictures", "");
        org.junit.jupiter.api.Assumptions.assumeFalse(wanted.isEmpty(), "draws pictures: -Dpictures=FOLDER");
        Path pictures = Files.createDirectories(Path.of(wanted));
        double[][] sizes = {{390, 844}, {360, 640}, {1_440, 900}};
        for (double[] size : sizes) {
            draw(pictures, "first", size);
        }
        enter();
        for (double[] size : sizes) {
            for (MainScreen place : MainScreen.values()) {
                fx.interact(() -> {
                    graph.shell().navigation().closeSession();
                    graph.shell().navigation().screenProperty().set(place);
                });
                settle();
                draw(pictures, place.name().toLowerCase(Locale.ROOT), size);
            }
            SessionKey tour = tour();
            fx.interact(() -> graph.shell().navigation().open(tour));
            settle();
            draw(pictures, "tour", size);
        }
    }

    private void draw(Path pictures, String name, double[] size) throws Exception {
        for (Theme theme : Theme.values()) {
            fx.interact(() -> {
                theme.applyTo(scene);
                window.stage().setWidth(size[0]);
                window.stage().setHeight(size[1]);
            });
            settle();
            WritableImage image = onFx(() -> scene.snapshot(null));
            PngFile.write(
                    image,
                    pictures.resolve(
                            name + "-" + (int) size[0] + "-" + theme.name().toLowerCase(Locale.ROOT) + ".png"));
        }
    }
}
