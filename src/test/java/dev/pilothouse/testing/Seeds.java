package dev.pilothouse.testing;

import java.util.Random;

/**
 * Property tests with seeded random numbers. Every run uses the same seeds, and a failure names its seed.
 * {@code -Dpilothouse.seed=N} runs only seed N; {@code -Dpilothouse.runs=N} runs N seeds.
 */
public final class Seeds {
    /** A property that must hold for all random choices. */
    @FunctionalInterface
    public interface Property {
        void check(Random random) throws Exception;
    }

    private Seeds() {}

    /** Checks the property with seeds 0 to {@code runs} - 1. */
    public static void check(int runs, Property property) {
        check(0, runs, property);
    }

    /** Checks the property with {@code runs} seeds from {@code first} on. */
    static void check(long first, int runs, Property property) {
        Long only = Long.getLong("pilothouse.seed");
        if (only != null) {
            checkOne(only, property);
            return;
        }
        int count = Integer.getInteger("pilothouse.runs", runs);
        for (long seed = first; seed < first + count; seed++) {
            checkOne(seed, property);
        }
    }

    private static void checkOne(long seed, Property property) {
        try {
            // Small consecutive seeds give similar first numbers; the multiplication spreads them.
            property.check(new Random(seed * 0x9E3779B97F4A7C15L));
        } catch (Exception | AssertionError e) {
            throw new AssertionError("The property fails for -Dpilothouse.seed=" + seed + ": " + e.getMessage(), e);
        }
    }

    /** Makes {@code count} random bytes. */
    public static byte[] bytes(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
