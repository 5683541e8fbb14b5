package dev.pilothouse.desktop.process;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Records a process's output. Any thread; the test ends it. */
class RecordingListener implements ProcessListener {
    final List<Line> lines = new CopyOnWriteArrayList<>();
    final List<ProcessExit> exits = new CopyOnWriteArrayList<>();
    final AtomicInteger linesAtExit = new AtomicInteger();

    @Override
    public void onLine(Line line) {
        lines.add(line);
    }

    @Override
    public void onExit(ProcessExit exit) {
        linesAtExit.set(lines.size());
        exits.add(exit);
    }

    List<String> texts() {
        return lines.stream()
                .map(line -> line.match(Line.Text::text, Line.TooLong::head))
                .toList();
    }
}
