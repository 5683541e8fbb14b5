package dev.pilothouse.app;

import dev.pilothouse.platform.Preferences;
import dev.pilothouse.pulse.CrashReporter;
import dev.pilothouse.pulse.NamedThreads;
import dev.pilothouse.ui.fx.Fonts;
import dev.pilothouse.ui.fx.FxExecutor;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.fx.ThemeSettings;
import dev.pilothouse.ui.settings.SettingsPresenter;
import dev.pilothouse.ui.shell.ShellGraph;
import dev.pilothouse.ui.shell.ShellView;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.text.Collator;
import java.time.Clock;
import java.util.Optional;
import javafx.application.Application;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The app on every platform. Creates the client, shows it in the window, and closes it in order. Subclasses supply the
 * platform's services.
 *
 * <p>Owns the client. JavaFX calls it, on the FX thread except for {@link #init()}. Ends when the window is closed.
 */
public abstract class ClientApplication extends Application {
    private static final Logger log = LoggerFactory.getLogger(ClientApplication.class);

    private final ShutdownSequence resources = new ShutdownSequence();
    private final CrashReporter crashReporter = new CrashReporter(code -> {});
    /** Confined to the FX thread. Null until the window opens. */
    private @Nullable ClientGraph client;

    protected ClientApplication() {
        // Set first, for every thread: the window shows a crash code, and the log has the stack trace under that code.
        Thread.setDefaultUncaughtExceptionHandler(crashReporter);
    }

    /**
     * Creates this platform's part of the client. Called on the FX thread. Resources that must be closed are added to
     * {@link #resources()}.
     */
    protected abstract ClientStart open();

    /** The clock for the age of things on screen. */
    protected Clock clock() {
        return Clock.systemUTC();
    }

    /** The size of a new window, in pixels. */
    protected abstract double[] windowSize();

    /** Resources that are closed after the client, in reverse order. */
    protected final ShutdownSequence resources() {
        return resources;
    }

    /** The version of this build. */
    public static String version() {
        try (InputStream in = ClientApplication.class.getResourceAsStream("/dev/pilothouse/version.txt")) {
            return in == null ? "development" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            return "development";
        }
    }

    /** Runs outside of the FX thread, which would be idle meanwhile and so reads the style sheet of the controls. */
    @Override
    public void init() {
        new FxExecutor().execute(Theme.DARK::applyUnderneath);
        // The texts, and the order of names in their language, which Java computes once for each language.
        NamedThreads.start("text-load", () -> Collator.getInstance(Texts.formats()));
        loadFonts();
    }

    /** Returns when the bundled fonts are registered. Called once, outside of the FX thread. */
    protected void loadFonts() {
        Fonts.load();
    }

    @Override
    public final void start(Stage stage) {
        Thread.currentThread().setUncaughtExceptionHandler(crashReporter);
        stage.setTitle("Pilothouse");
        double[] size = windowSize();
        StackPane root = new StackPane();
        Scene scene = new Scene(root, size[0], size[1]);
        Theme.DARK.applyTo(scene);
        stage.setScene(scene);
        Preferences kept = Preferences.NOTHING;
        try {
            ClientStart start = open();
            ClientGraph graph = resources.add(new ClientGraph(start, version(), crashReporter, clock()));
            client = graph;
            kept = graph.preferences();
            crashReporter.setListener(graph.current()::reportCrash);
            show(graph, start, root, stage);
            graph.current().shellProperty().addListener((property, before, now) -> {
                before.notices().attendedProperty().unbind();
                before.scheduler().shownProperty().unbind();
                show(graph, start, root, stage);
            });
            start.problem()
                    .thenAcceptAsync(
                            problem -> {
                                if (!problem.isEmpty()) {
                                    graph.shell().notices().showProblem(HostTexts.text(problem));
                                }
                            },
                            new FxExecutor());
        } catch (RuntimeException failed) {
            log.error("The app could not start (code {})", CrashReporter.code(failed), failed);
            Label words = new Label(
                    Texts.text("start.failed", String.valueOf(failed.getMessage()), CrashReporter.code(failed)));
            words.setWrapText(true);
            words.getStyleClass().add("start-failed");
            root.getChildren().setAll(words);
        }
        prepareStage(stage, kept);
        if (client == null) {
            stage.show();
        } else {
            // The first frame has the state of the last run.
            client.restored().thenRun(stage::show);
        }
    }

    /**
     * Brings the window to the front. Any thread.
     *
     * @param link the link that the program was asked to open, or empty
     */
    protected final void bringToFront(String link) {
        new FxExecutor().execute(() -> {
            if (client != null) {
                client.current().bringToFront(link);
            }
        });
    }

    /**
     * Sets the window's icons and its place, on platforms with windows.
     *
     * @param kept this device's preferences; they store nothing if the app could not start
     */
    protected void prepareStage(Stage stage, Preferences kept) {}

    private static void show(ClientGraph graph, ClientStart start, StackPane root, Stage stage) {
        ShellGraph shell = graph.shell();
        SettingsPresenter settings = shell.settings();
        follow(settings, start, stage.getScene());
        root.getChildren().setAll(new ShellView(shell));
        stage.titleProperty().bind(shell.titleProperty());
        shell.navigation().onSummoned(() -> {
            stage.setIconified(false);
            stage.toFront();
            stage.requestFocus();
        });
        shell.notices().attendedProperty().bind(stage.focusedProperty());
        shell.scheduler()
                .shownProperty()
                .bind(stage.showingProperty().and(stage.iconifiedProperty().not()));
        settings.languageProperty()
                .addListener((property, before, now) -> graph.current().rebuild());
    }

    private static void follow(SettingsPresenter settings, ClientStart start, Scene scene) {
        Runnable apply = () -> {
            Theme theme = theme(settings.appearanceProperty().get(), start.systemDark());
            new ThemeSettings(
                            theme,
                            settings.accentProperty().get(),
                            settings.fontSizeProperty().get())
                    .applyTo(scene);
            start.platform().mobileServices().statusBar().ifPresent(bar -> bar.colour(theme.ground()));
        };
        settings.appearanceProperty().addListener((property, before, now) -> apply.run());
        settings.accentProperty().addListener((property, before, now) -> apply.run());
        settings.fontSizeProperty().addListener((property, before, now) -> apply.run());
        apply.run();
    }

    /** Dark if the system's look is unknown, because most terminals are dark. */
    private static Theme theme(SettingsPresenter.Appearance wanted, Optional<Boolean> systemDark) {
        return switch (wanted) {
            case DARK -> Theme.DARK;
            case LIGHT -> Theme.LIGHT;
            case SYSTEM -> systemDark.orElse(true) ? Theme.DARK : Theme.LIGHT;
        };
    }

    @Override
    public final void stop() {
        resources.close();
    }
}
