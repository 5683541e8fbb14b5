package dev.pilothouse.app;

import dev.pilothouse.pulse.CrashReporter;
import dev.pilothouse.pulse.Pulse;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.ui.fx.Fonts;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.shell.ShellGraph;
import dev.pilothouse.ui.shell.ShellView;
import java.time.Clock;
import java.util.function.UnaryOperator;
import javafx.scene.Scene;
import javafx.stage.Stage;

/**
 * The app's client in the app's window, composed as in {@link ClientApplication}, with a pulse that can be chosen and
 * measured. Owns both. Confined to the FX thread; ends with {@link #close()}.
 */
public final class MeasuredClient implements AutoCloseable {
    private final ClientGraph graph;
    private final Stage stage = new Stage();
    private final Scene scene;

    /** @param seen wraps the hosts for the presenters */
    public MeasuredClient(
            ClientStart start, Pulse.Source pulses, UnaryOperator<Hosts> seen, double width, double height) {
        Fonts.load();
        graph = new ClientGraph(start, "bench", new CrashReporter(code -> {}), pulses, seen, Clock.systemUTC());
        scene = new Scene(new ShellView(graph.shell()), width, height);
        Theme.DARK.applyTo(scene);
        stage.setScene(scene);
        stage.show();
    }

    public ShellGraph shell() {
        return graph.shell();
    }

    public Scene scene() {
        return scene;
    }

    @Override
    public void close() {
        graph.close();
        stage.hide();
    }
}
