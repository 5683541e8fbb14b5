package dev.pilothouse.desktop.pairing;

import dev.pilothouse.platform.QrEncoder.QrCode;
import dev.pilothouse.ui.attachment.GreyscaleImage;
import java.util.Arrays;
import java.util.Random;

/**
 * A picture of a QR code as a camera or a screen would make it: position, rotation, tilt, light and sensor noise. Each
 * call makes a new one; immutable; deterministic.
 */
public final class Photograph {
    private static final int QUIET = 4;
    /** Each pixel samples the code at this many places across and down. */
    private static final int FINE = 3;

    private final int width;
    private final int height;
    private final double[] grey;

    private Photograph(int width, int height, double[] grey) {
        this.width = width;
        this.height = height;
        this.grey = grey;
    }

    /** The code as the program draws it, alone and straight, with its quiet zone. */
    public static Photograph screenshot(QrCode code, int pointsAModule) {
        int side = (code.size() + 2 * QUIET) * pointsAModule;
        double[][] corners = {{0, 0}, {side, 0}, {side, side}, {0, side}};
        return of(code, side, side, corners, 1);
    }

    /** A square grid of so many finder patterns across and down, and no code. */
    public static Photograph corners(int across, int pointsAModule) {
        int step = 10 * pointsAModule;
        int side = (across + 1) * step;
        double[] grey = new double[side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int column = Math.floorMod(x - step / 2, step) / pointsAModule;
                int row = Math.floorMod(y - step / 2, step) / pointsAModule;
                int ring = Math.max(Math.abs(column - 3), Math.abs(row - 3));
                boolean inside = x >= step / 2 && y >= step / 2 && x < side - step / 2 && y < side - step / 2;
                grey[y * side + x] = inside && (ring == 3 || ring <= 1) ? 0.05 : 0.95;
            }
        }
        return new Photograph(side, side, grey);
    }

    /**
     * The code somewhere on a desk.
     *
     * @param side width of the code with its quiet zone, in pixels of the picture
     * @param degrees rotation
     * @param tilt from 0, seen from above, to about 0.4, seen from the side: the far edge is shorter by that share
     */
    public static Photograph photo(QrCode code, int width, int height, double side, double degrees, double tilt) {
        double centreX = width * 0.45;
        double centreY = height * 0.55;
        double[][] square = {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}};
        double[][] corners = new double[4][];
        double cos = Math.cos(Math.toRadians(degrees));
        double sin = Math.sin(Math.toRadians(degrees));
        for (int i = 0; i < 4; i++) {
            double x = square[i][0] * (square[i][1] < 0 ? 1 - tilt : 1);
            double y = square[i][1] * (1 - tilt / 2);
            corners[i] =
                    new double[] {centreX + side / 2 * (x * cos - y * sin), centreY + side / 2 * (x * sin + y * cos)};
        }
        return of(code, width, height, corners, 0.55);
    }

    private static Photograph of(QrCode code, int width, int height, double[][] corners, double around) {
        double[] grey = new double[width * height];
        double[] map = fromSquare(corners);
        int side = code.size() + 2 * QUIET;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double sum = 0;
                for (int i = 0; i < FINE * FINE; i++) {
                    double[] at = inverse(map, x + (i % FINE + 0.5) / FINE, y + (i / FINE + 0.5) / FINE);
                    boolean inside = at[0] >= 0 && at[1] >= 0 && at[0] < 1 && at[1] < 1;
                    sum += inside ? light(code, (int) (at[0] * side), (int) (at[1] * side)) : around;
                }
                grey[y * width + x] = sum / (FINE * FINE);
            }
        }
        return new Photograph(width, height, grey);
    }

    private static double light(QrCode code, int column, int row) {
        int x = column - QUIET;
        int y = row - QUIET;
        boolean dark = x >= 0 && y >= 0 && x < code.size() && y < code.size() && code.dark(x, y);
        return dark ? 0.05 : 0.95;
    }

    /** The projection of the unit square onto four corners, after Heckbert's "Fundamentals of Texture Mapping". */
    private static double[] fromSquare(double[][] c) {
        double dx1 = c[1][0] - c[2][0];
        double dx2 = c[3][0] - c[2][0];
        double sx = c[0][0] - c[1][0] + c[2][0] - c[3][0];
        double dy1 = c[1][1] - c[2][1];
        double dy2 = c[3][1] - c[2][1];
        double sy = c[0][1] - c[1][1] + c[2][1] - c[3][1];
        double by = dx1 * dy2 - dx2 * dy1;
        double g = (sx * dy2 - dx2 * sy) / by;
        double h = (dx1 * sy - sx * dy1) / by;
        return new double[] {
            c[1][0] - c[0][0] + g * c[1][0],
            c[3][0] - c[0][0] + h * c[3][0],
            c[0][0],
            c[1][1] - c[0][1] + g * c[1][1],
            c[3][1] - c[0][1] + h * c[3][1],
            c[0][1],
            g,
            h
        };
    }

    private static double[] inverse(double[] m, double x, double y) {
        // (m - x·w) is linear in u and v.
        double a = m[0] - m[6] * x;
        double b = m[1] - m[7] * x;
        double c = x - m[2];
        double d = m[3] - m[6] * y;
        double e = m[4] - m[7] * y;
        double f = y - m[5];
        double by = a * e - b * d;
        return new double[] {(c * e - b * f) / by, (a * f - c * d) / by};
    }

    /**
     * The same with sensor noise.
     *
     * @param much as a share of white
     */
    public Photograph noisy(double much, long seed) {
        Random random = new Random(seed);
        return changed((x, y, before) -> before + random.nextGaussian() * much);
    }

    /**
     * The same with a shadow over its right side.
     *
     * @param darkest the share of the light that is left there
     */
    public Photograph inShadow(double darkest) {
        return changed((x, y, before) -> before * (1 - (1 - darkest) * x / width));
    }

    /** The same, light on dark, as a terminal shows it. */
    public Photograph inverted() {
        return changed((x, y, before) -> 1 - before);
    }

    /**
     * The same, out of focus.
     *
     * @param radius in pixels
     */
    public Photograph blurred(int radius) {
        return changed((x, y, before) -> {
            double sum = 0;
            int points = 0;
            for (int row = Math.max(0, y - radius); row <= Math.min(height - 1, y + radius); row++) {
                for (int column = Math.max(0, x - radius); column <= Math.min(width - 1, x + radius); column++) {
                    sum += grey[row * width + column];
                    points++;
                }
            }
            return sum / points;
        });
    }

    /** This picture on the left, another one on the right. */
    public Photograph beside(Photograph other) {
        int both = width + other.width;
        int high = Math.max(height, other.height);
        double[] put = new double[both * high];
        Arrays.fill(put, 0.95);
        for (int y = 0; y < height; y++) {
            System.arraycopy(grey, y * width, put, y * both, width);
        }
        for (int y = 0; y < other.height; y++) {
            System.arraycopy(other.grey, y * other.width, put, y * both + width, other.width);
        }
        return new Photograph(both, high, put);
    }

    private interface Change {
        double of(int x, int y, double before);
    }

    private Photograph changed(Change change) {
        double[] now = new double[grey.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                now[y * width + x] = change.of(x, y, grey[y * width + x]);
            }
        }
        return new Photograph(width, height, now);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** The input of the scanner. */
    public GreyscaleImage grey() {
        byte[] bytes = new byte[grey.length];
        for (int i = 0; i < grey.length; i++) {
            bytes[i] = (byte) Math.max(0, Math.min(255, Math.round(grey[i] * 255)));
        }
        return new GreyscaleImage(width, height, bytes);
    }

    /** The pixels as a clipboard returns them. */
    public int[] argb() {
        byte[] bytes = grey().grey();
        int[] argb = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            argb[i] = 0xff000000 | (bytes[i] & 0xff) * 0x010101;
        }
        return argb;
    }
}
