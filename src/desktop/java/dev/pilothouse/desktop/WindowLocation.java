package dev.pilothouse.desktop;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Rectangle2D;

/**
 * Where a window is on the screens, in pixels with its frame. Immutable.
 *
 * @param bounds its place while it is not maximized
 */
record WindowLocation(Rectangle2D bounds, boolean maximized) {
    /** The smallest useful window; a smaller screen has a smaller one. */
    static final double LEAST_WIDTH = 340;

    static final double LEAST_HEIGHT = 480;
    /** The coordinates of real screens are far below this. */
    private static final double FARTHEST = 100_000;

    /** Reads {@link #asText()}. Empty for anything else. */
    static Optional<WindowLocation> parse(String text) {
        String[] parts = text.split(" ", -1);
        if (parts.length != 5 || !(parts[4].equals("normal") || parts[4].equals("maximized"))) {
            return Optional.empty();
        }
        double[] numbers = new double[4];
        for (int i = 0; i < numbers.length; i++) {
            try {
                numbers[i] = Integer.parseInt(parts[i]);
            } catch (NumberFormatException damaged) {
                return Optional.empty();
            }
            if (Math.abs(numbers[i]) > FARTHEST) {
                return Optional.empty();
            }
        }
        if (numbers[2] < 1 || numbers[3] < 1) {
            return Optional.empty();
        }
        return Optional.of(new WindowLocation(
                new Rectangle2D(numbers[0], numbers[1], numbers[2], numbers[3]), parts[4].equals("maximized")));
    }

    /** The location as one line of text. */
    String asText() {
        return String.format(
                Locale.ROOT,
                "%d %d %d %d %s",
                Math.round(bounds.getMinX()),
                Math.round(bounds.getMinY()),
                Math.round(bounds.getWidth()),
                Math.round(bounds.getHeight()),
                maximized ? "maximized" : "normal");
    }

    /** A window in the middle of a screen, no larger than the screen. */
    static WindowLocation centred(Rectangle2D screen, double width, double height) {
        double fittingWidth = Math.min(width, screen.getWidth());
        double fittingHeight = Math.min(height, screen.getHeight());
        return new WindowLocation(
                new Rectangle2D(
                        screen.getMinX() + Math.floor((screen.getWidth() - fittingWidth) / 2),
                        screen.getMinY() + Math.floor((screen.getHeight() - fittingHeight) / 2),
                        fittingWidth,
                        fittingHeight),
                false);
    }

    /**
     * Moves and shrinks the window so that one of the screens shows all of it. That is the screen that shows most of
     * it, or the first one if the window is on none.
     *
     * @param screens the visible bounds of all screens, the primary one first; not empty
     */
    WindowLocation fitTo(List<Rectangle2D> screens) {
        Rectangle2D screen = screens.stream()
                .filter(each -> shared(each) > 0)
                .max(Comparator.comparingDouble(this::shared))
                .orElse(null);
        double width = Math.max(bounds.getWidth(), LEAST_WIDTH);
        double height = Math.max(bounds.getHeight(), LEAST_HEIGHT);
        if (screen == null) {
            return new WindowLocation(centred(screens.get(0), width, height).bounds, maximized);
        }
        double fittingWidth = Math.min(width, screen.getWidth());
        double fittingHeight = Math.min(height, screen.getHeight());
        double x = Math.max(screen.getMinX(), Math.min(bounds.getMinX(), screen.getMaxX() - fittingWidth));
        double y = Math.max(screen.getMinY(), Math.min(bounds.getMinY(), screen.getMaxY() - fittingHeight));
        return new WindowLocation(new Rectangle2D(x, y, fittingWidth, fittingHeight), maximized);
    }

    /** The area of a screen that the window covers. */
    private double shared(Rectangle2D screen) {
        double width = Math.min(bounds.getMaxX(), screen.getMaxX()) - Math.max(bounds.getMinX(), screen.getMinX());
        double height = Math.min(bounds.getMaxY(), screen.getMaxY()) - Math.max(bounds.getMinY(), screen.getMinY());
        return width > 0 && height > 0 ? width * height : 0;
    }
}
