package dev.pilothouse.app;

import dev.pilothouse.bridge.ClientSetup;
import dev.pilothouse.platform.SharedContent;
import dev.pilothouse.ui.pairing.HostsPresenter;
import dev.pilothouse.ui.settings.SettingsPresenter;
import dev.pilothouse.ui.shell.DemoMode;
import dev.pilothouse.ui.shell.Navigation;
import dev.pilothouse.ui.shell.ShellGraph;
import dev.pilothouse.ui.shell.ShellPorts;
import dev.pilothouse.ui.text.Texts;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The presenters on screen. They are replaced when the language changes, when a demo starts and when it ends.
 *
 * <p>Owns them and the running demo. Confined to the FX thread, except for {@link #reportCrash}. Ends with
 * {@link #close()}.
 */
final class CurrentShell implements AutoCloseable {
    private final Supplier<ClientSetup> setup;
    /** The presenters' ports outside of a demo. */
    private final ShellPorts real;

    private final ReadOnlyObjectWrapper<ShellGraph> shell = new ReadOnlyObjectWrapper<>(this, "shell");
    /** The recorded host of the running demo. */
    private @Nullable DemoClient demo;

    /**
     * @param ports the presenters' ports with the offer of a demo
     * @param setup makes the identity of the client in a demo
     */
    CurrentShell(Function<DemoMode, ShellPorts> ports, Supplier<ClientSetup> setup) {
        this.setup = setup;
        real = ports.apply(mode(DemoMode.State.OFFERED));
        shell.set(create(real));
    }

    private DemoMode mode(DemoMode.State state) {
        return new DemoMode(state, this::enterDemo, this::leaveDemo);
    }

    ReadOnlyObjectProperty<ShellGraph> shellProperty() {
        return shell.getReadOnlyProperty();
    }

    ShellGraph shell() {
        return shell.get();
    }

    /**
     * Shows a recorded host in place of the real ones. The real hosts stay connected, but they are not shown and send
     * no notifications.
     */
    private void enterDemo() {
        if (demo == null) {
            DemoClient entered =
                    new DemoClient(setup.get(), real.kept(), real.threads().onFailure());
            demo = entered;
            replace(real.forDemo(entered.hosts(), entered.preferences(), mode(DemoMode.State.PLAYING)));
        }
    }

    private void leaveDemo() {
        if (demo != null) {
            replace(real);
            closeDemo();
        }
    }

    private void closeDemo() {
        if (demo != null) {
            demo.close();
            demo = null;
        }
    }

    private void replace(ShellPorts next) {
        shell().close();
        shell.set(create(next));
    }

    private static ShellGraph create(ShellPorts ports) {
        Texts.setLanguage(SettingsPresenter.language(ports.kept()));
        return new ShellGraph(ports);
    }

    /** Recreates the presenters over the same hosts in the current language. The same session stays on screen. */
    void rebuild() {
        Navigation before = shell().navigation();
        shell().close();
        ShellGraph next = create(shell().ports());
        next.navigation().follow(before);
        shell.set(next);
    }

    /**
     * Handles a second start of the program, or a start by a link.
     *
     * @param link a pairing ticket is for a real host, so it leaves a demo
     */
    void bringToFront(String link) {
        if (link.startsWith(HostsPresenter.TICKET)) {
            leaveDemo();
        }
        shell().shared().onLink(link);
    }

    /** Handles content of another app. It is for a real session, so it leaves a demo. */
    void onShared(SharedContent content) {
        if (!content.isEmpty()) {
            leaveDemo();
        }
        shell().shared().onShared(content);
    }

    /** Shows a notice with a crash code. Any thread. */
    void reportCrash(String code) {
        real.threads().fx().execute(() -> shell().notices().showProblem(Texts.text("mishap.text", code)));
    }

    @Override
    public void close() {
        shell().close();
        closeDemo();
    }
}
