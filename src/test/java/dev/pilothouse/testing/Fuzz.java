package dev.pilothouse.testing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Damaged copies of valid examples, from seeded random numbers. {@code -Dfuzz.rounds} sets the number of rounds of each
 * test; the default is small enough for every build. {@code -Dfuzz.first} sets the first seed, to continue a long run. A
 * failure names its seed, as with {@link Seeds}. Mutations stay close to their example, so that they pass its first
 * checks.
 */
public final class Fuzz {
    private static final int ROUNDS = 20_000;
    private static final int MAX_MUTATIONS = 6;
    private static final int LONG = 5_000;

    /** Texts that often break parsers. */
    private static final List<String> NASTY = List.of(
            "null",
            "-1",
            "1e999999999",
            "-1e-999999999",
            "9223372036854775808",
            "1.0",
            "true",
            "\"\"",
            "{}",
            "[]",
            "[[[[[[[[",
            "{\"a\":{\"a\":{\"a\":",
            "\"\\u0000\"",
            "\\ud800",
            "\ud83d\ude00",
            "\u202e",
            "\u001b[2J",
            "../../../../etc/passwd",
            "\n",
            "\r\n",
            ",",
            ":",
            "\"",
            "}",
            "]",
            "%s%n",
            "\ufeff");

    private Fuzz() {}

    /** Checks the property in each round, with a seed of its own. */
    public static void check(Seeds.Property property) {
        check(1, property);
    }

    /** @param cost relative cost of a round: with 10, for example for a file, a tenth of the default rounds run */
    public static void check(int cost, Seeds.Property property) {
        run(Integer.getInteger("fuzz.rounds", ROUNDS / cost), property);
    }

    /**
     * For rounds with a key agreement, beside cheap rounds that check what follows it.
     *
     * @param share with 10, a tenth of the default rounds, or of {@code fuzz.rounds}, run
     */
    public static void checkShare(int share, Seeds.Property property) {
        run(Math.max(1, Integer.getInteger("fuzz.rounds", ROUNDS) / share), property);
    }

    private static void run(int rounds, Seeds.Property property) {
        Seeds.check(Long.getLong("fuzz.first", 0), rounds, random -> {
            try {
                property.check(random);
            } catch (StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError(e.toString(), e);
            }
        });
    }

    /** A damaged copy of one of the examples; sometimes an intact one. */
    public static byte[] bytes(Random random, List<byte[]> examples) {
        byte[] bytes = pick(random, examples);
        for (int i = random.nextInt(MAX_MUTATIONS); i > 0; i--) {
            bytes = mutated(random, bytes, examples);
        }
        return bytes;
    }

    /** A damaged text; invalid UTF-8 is replaced as a decoder does. */
    public static String text(Random random, List<String> examples) {
        List<byte[]> bytes = examples.stream()
                .map(example -> example.getBytes(StandardCharsets.UTF_8))
                .toList();
        return new String(bytes(random, bytes), StandardCharsets.UTF_8);
    }

    private static byte[] mutated(Random random, byte[] bytes, List<byte[]> examples) {
        int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
        int end = Math.min(bytes.length, at + 1 + random.nextInt(16));
        switch (random.nextInt(10)) {
            case 0:
                return replaced(bytes, at, end, new byte[0]);
            case 1:
                return replaced(bytes, at, at, Seeds.bytes(random, 1 + random.nextInt(8)));
            case 2:
                return Arrays.copyOf(bytes, at);
            case 3:
                // Duplicates a part: members, elements, fragments.
                return replaced(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
            case 4:
                byte[] other = pick(random, examples);
                int from = other.length == 0 ? 0 : random.nextInt(other.length);
                return replaced(bytes, at, bytes.length, Arrays.copyOfRange(other, from, other.length));
            case 5:
                return replaced(bytes, at, end, nasty(random));
            case 6:
                return replaced(bytes, at, at, nasty(random));
            case 7:
                return random.nextInt(20) == 0
                        ? replaced(bytes, at, at, nasty(random, LONG))
                        : replaced(bytes, at, at, nasty(random));
            default:
                byte[] flipped = bytes.clone();
                if (flipped.length > 0) {
                    flipped[at] ^= (byte) (1 << random.nextInt(8));
                }
                return flipped;
        }
    }

    private static byte[] nasty(Random random) {
        return nasty(random, 1);
    }

    private static byte[] nasty(Random random, int times) {
        return pick(random, NASTY).repeat(times).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] with) {
        byte[] out = Arrays.copyOf(bytes, bytes.length - (to - from) + with.length);
        System.arraycopy(with, 0, out, from, with.length);
        System.arraycopy(bytes, to, out, from + with.length, bytes.length - to);
        return out;
    }

    private static <T> T pick(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
