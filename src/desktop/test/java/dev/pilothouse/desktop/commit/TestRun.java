package dev.pilothouse.desktop.commit;

import dev.pilothouse.desktop.job.JobQuestion;
import dev.pilothouse.desktop.job.JobResult;
import dev.pilothouse.desktop.job.JobRun;
import dev.pilothouse.desktop.question.QuestionAnswer;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A run of a job without a journal. */
public final class TestRun implements JobRun {
    public final Map<String, String> evidence = new HashMap<>();
    public final List<String> lines = new CopyOnWriteArrayList<>();
    public Consumer<String> onLine = line -> {};
    Runnable onBegin = () -> {};
    public volatile boolean cancelled;
    private final JobId jobId;
    private final Map<String, String> parameters;
    private String step = "";

    public TestRun(Map<String, String> parameters) {
        this("j1", parameters);
    }

    TestRun(String jobId, Map<String, String> parameters) {
        this.jobId = new JobId(jobId);
        this.parameters = parameters;
    }

    @Override
    public JobId jobId() {
        return jobId;
    }

    @Override
    public JobRequest request() {
        return new JobRequest(new DeviceId("d1"), "Test", Scope.STEER, new SessionId("s1"), Instant.EPOCH);
    }

    @Override
    public String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    @Override
    public String step() {
        return step;
    }

    @Override
    public void begin(String next) throws IOException {
        step = next;
        onBegin.run();
    }

    @Override
    public void print(HostText line) {
        lines.add(line.text());
        onLine.accept(line.text());
    }

    @Override
    public void record(String name, String value) {
        evidence.put(name, value);
    }

    @Override
    public void recordText(String name, String text) {
        evidence.put(name, text);
    }

    @Override
    public JobResult ask(JobQuestion question) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<QuestionAnswer> answer(String key) {
        return Optional.empty();
    }

    @Override
    public boolean isAllowed() {
        return true;
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }
}
