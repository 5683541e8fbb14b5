package dev.pilothouse.desktop.run;

import dev.pilothouse.model.JobId;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.RunId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The ids of what a run orders. They are derived from the run, so that an order that is repeated after a kill is the
 * same order. Stateless. The derivation must not change between versions.
 */
final class RunIds {
    private static final int LENGTH = 40;

    private RunIds() {}

    static RequestId request(RunId runId, RunRecord.Step step) {
        return request(runId, step.kind(), step.member(), step.round());
    }

    static RequestId request(RunId runId, RunRecord.StepKind kind, String member, long round) {
        return new RequestId("run-" + hash(runId + "\n" + kind + "\n" + member + "\n" + round));
    }

    /** The requests of the prompts that a step takes back. */
    static Set<RequestId> prompts(RunId runId, RunRecord.Step takeBack) {
        long last = Long.parseLong(takeBack.get("prompt"));
        return LongStream.rangeClosed(takeBack.orNull("all") == null ? last : 1, last)
                .mapToObj(number -> request(runId, RunRecord.StepKind.PROMPT, takeBack.member(), number))
                .collect(Collectors.toSet());
    }

    static JobId job(RunId runId, String name) {
        return new JobId("run-" + hash(runId + "\nJOB\n" + name));
    }

    static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
