package dev.pilothouse.desktop.process;

import java.util.function.Function;

/** One line of a child's output, without its line terminator. Immutable; any thread. */
public sealed interface Line {
    /** Applies the function for this case. */
    <T> T match(Function<Text, T> whenText, Function<TooLong, T> whenTooLong);

    /**
     * A complete line.
     *
     * @param text the decoded text
     * @param malformed whether bytes that are not UTF-8 were replaced by U+FFFD
     */
    record Text(String text, boolean malformed) implements Line {
        @Override
        public <T> T match(Function<Text, T> whenText, Function<TooLong, T> whenTooLong) {
            return whenText.apply(this);
        }
    }

    /**
     * A line over the reader's limit. Its bytes were read and dropped, so that the child is not blocked.
     *
     * @param bytes the line's length
     * @param head the beginning of the line, for error reports
     */
    record TooLong(long bytes, String head) implements Line {
        @Override
        public <T> T match(Function<Text, T> whenText, Function<TooLong, T> whenTooLong) {
            return whenTooLong.apply(this);
        }
    }
}
