package dev.pilothouse.platform;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version in the form of <a href="https://semver.org/spec/v2.0.0.html">Semantic Versioning 2.0.0</a>. A leading
 * {@code v}, as in a tag, is allowed. Build metadata is ignored. Immutable.
 *
 * @param numbers major, minor, patch
 * @param stage the pre-release identifiers after the dash; empty for a release
 */
public record SemanticVersion(List<BigInteger> numbers, List<String> stage) implements Comparable<SemanticVersion> {
    private static final int LONGEST = 100;
    private static final String NUMBER = "(0|[1-9]\\d*)";
    private static final String PART = "(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)";
    private static final Pattern FORM = Pattern.compile("v?" + NUMBER + "\\." + NUMBER + "\\." + NUMBER + "(?:-(" + PART
            + "(?:\\." + PART + ")*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?");

    public SemanticVersion {
        numbers = List.copyOf(numbers);
        stage = List.copyOf(stage);
    }

    /** Empty if the text is not a version. */
    public static Optional<SemanticVersion> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (text.length() > LONGEST || !matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new SemanticVersion(
                List.of(
                        new BigInteger(matcher.group(1)),
                        new BigInteger(matcher.group(2)),
                        new BigInteger(matcher.group(3))),
                matcher.group(4) == null ? List.of() : List.of(matcher.group(4).split("\\."))));
    }

    /** Whether this version has pre-release identifiers. */
    public boolean isPreRelease() {
        return !stage.isEmpty();
    }

    /** Orders by precedence, as in section 11 of the specification. */
    @Override
    public int compareTo(SemanticVersion other) {
        for (int i = 0; i < numbers.size(); i++) {
            int order = numbers.get(i).compareTo(other.numbers.get(i));
            if (order != 0) {
                return order;
            }
        }
        if (stage.isEmpty() || other.stage.isEmpty()) {
            return Boolean.compare(stage.isEmpty(), other.stage.isEmpty());
        }
        for (int i = 0; i < Math.min(stage.size(), other.stage.size()); i++) {
            int order = part(stage.get(i), other.stage.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(stage.size(), other.stage.size());
    }

    private static int part(String one, String other) {
        boolean number = isNumber(one);
        if (number && isNumber(other)) {
            return new BigInteger(one).compareTo(new BigInteger(other));
        }
        return number != isNumber(other) ? (number ? -1 : 1) : one.compareTo(other);
    }

    private static boolean isNumber(String part) {
        return part.chars().allMatch(character -> character >= '0' && character <= '9');
    }
}
