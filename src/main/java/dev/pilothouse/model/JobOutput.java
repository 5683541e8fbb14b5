package dev.pilothouse.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The newest lines of a job's output.
 *
 * @param end the number of lines that the job has printed in total
 * @param lines the newest of them, oldest first; the words of another program have no code
 */
public record JobOutput(long end, List<HostText> lines) {
    /** The number of lines that are kept. */
    public static final int MAX_LINES = 200;

    /** Characters of a line; a longer one is shortened. */
    public static final int MAX_LINE = 500;

    public static final JobOutput NONE = new JobOutput(0, List.of());

    public JobOutput {
        lines = List.copyOf(lines);
    }

    /** Lines of another program. */
    public static JobOutput of(long end, List<String> lines) {
        return new JobOutput(end, lines.stream().map(JobOutput::plain).toList());
    }

    private static HostText plain(String line) {
        return new HostText(line, HostText.Code.NONE);
    }

    /** A line as it is kept: shortened and without control characters. A shortened sentence has no code. */
    public static HostText line(HostText printed) {
        String text = TextCutter.head(PlainText.line(printed.text()), MAX_LINE);
        boolean whole = printed.text().length() <= MAX_LINE;
        return new HostText(text, whole ? printed.code() : HostText.Code.NONE);
    }

    /** The lines in English. */
    public List<String> texts() {
        return lines.stream().map(HostText::text).toList();
    }

    /** Adds lines that follow these. If some are missing in between, only the later ones remain. */
    public JobOutput plus(JobOutput later) {
        int fresh = later.lines().size();
        if (later.end() - fresh != end) {
            return later;
        }
        List<HostText> all = new ArrayList<>(lines);
        all.addAll(later.lines());
        return new JobOutput(later.end(), newest(all, MAX_LINES));
    }

    /** The lines after the first {@code known} ones, at most {@code limit}. */
    public JobOutput after(long known, int limit) {
        long missed = Math.max(0, end - known);
        return new JobOutput(end, newest(lines, (int) Math.min(missed, limit)));
    }

    private static List<HostText> newest(List<HostText> all, int count) {
        return all.subList(Math.max(0, all.size() - count), all.size());
    }
}
