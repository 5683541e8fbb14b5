package dev.pilothouse.desktop;

import dev.pilothouse.platform.Preferences;
import dev.pilothouse.ui.fx.FxExecutor;
import java.util.List;
import javafx.geometry.Rectangle2D;
import javafx.stage.Stage;

/**
 * Puts a window where it was at the end of the previous start, and stores where it is.
 *
 * <p>Owns nothing on disk: the preferences merge all changes of a second into one write. Confined to the FX thread.
 * Ends with the window.
 */
final class WindowLocationStore {
    private static final String NAME = "window";

    private final Preferences kept;
    private final Stage stage;
    private final List<Rectangle2D> screens;
    private final FxExecutor later = new FxExecutor();
    private WindowLocation location;
    /** The location before the latest change, because the size of a maximized window may arrive before its state. */
    private Rectangle2D boundsBefore;

    private boolean pending;

    /**
     * Places the window, which is not shown yet.
     *
     * @param screens the visible bounds of all screens, the primary one first
     * @param width the width of a window that has no stored place
     * @param height its height
     */
    static void install(Stage stage, Preferences kept, List<Rectangle2D> screens, double width, double height) {
        new WindowLocationStore(stage, kept, screens, width, height).follow();
    }

    private WindowLocationStore(Stage stage, Preferences kept, List<Rectangle2D> screens, double width, double height) {
        this.stage = stage;
        this.kept = kept;
        this.screens = screens;
        location = kept.get(NAME)
                .flatMap(WindowLocation::parse)
                .map(stored -> stored.fitTo(screens))
                .orElseGet(() -> WindowLocation.centred(screens.get(0), width, height));
        boundsBefore = location.bounds();
        place(stage, location);
    }

    private static void place(Stage stage, WindowLocation location) {
        Rectangle2D bounds = location.bounds();
        stage.setMinWidth(Math.min(WindowLocation.LEAST_WIDTH, bounds.getWidth()));
        stage.setMinHeight(Math.min(WindowLocation.LEAST_HEIGHT, bounds.getHeight()));
        // Without a size of its own, a window is as small as it may be under some window managers.
        stage.setX(bounds.getMinX());
        stage.setY(bounds.getMinY());
        stage.setWidth(bounds.getWidth());
        stage.setHeight(bounds.getHeight());
        stage.setMaximized(location.maximized());
    }

    private void follow() {
        stage.xProperty().addListener((property, before, now) -> changed());
        stage.yProperty().addListener((property, before, now) -> changed());
        stage.widthProperty().addListener((property, before, now) -> changed());
        stage.heightProperty().addListener((property, before, now) -> changed());
        stage.maximizedProperty().addListener((property, before, now) -> changed());
    }

    /** A maximized window changes its place, its size and its state one after the other. */
    private void changed() {
        if (!pending) {
            pending = true;
            later.execute(this::store);
        }
    }

    private void store() {
        pending = false;
        if (!stage.isShowing() || stage.isIconified() || stage.isFullScreen()) {
            return;
        }
        if (stage.isMaximized()) {
            boolean alreadyLarge = screens.stream().anyMatch(screen -> fills(location.bounds(), screen));
            location = new WindowLocation(alreadyLarge ? boundsBefore : location.bounds(), true);
        } else {
            boundsBefore = location.bounds();
            location = new WindowLocation(
                    new Rectangle2D(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight()), false);
        }
        kept.put(NAME, location.asText());
    }

    private static boolean fills(Rectangle2D bounds, Rectangle2D screen) {
        return bounds.getWidth() >= screen.getWidth() - 1 && bounds.getHeight() >= screen.getHeight() - 1;
    }
}
