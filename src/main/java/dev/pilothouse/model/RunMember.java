package dev.pilothouse.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A member of a run.
 *
 * @param key identifies it within its run
 * @param model as the agent names it; empty for the agent's default
 * @param sessionId null until its session is there
 * @param since when it got its state
 * @param sentence about its state; may be empty
 * @param check of its work
 * @param spend of its turns in the run
 * @param facts what its kind of run shows of it, by name
 */
public record RunMember(
        String key,
        RunRole role,
        AgentId agentId,
        String model,
        @Nullable SessionId sessionId,
        RunMemberState state,
        Instant since,
        HostText sentence,
        RunCheck check,
        UsageReport.Total spend,
        Map<String, String> facts) {
    /** Characters of a key. */
    public static final int MAX_KEY = 32;

    /** Not empty if another turn has ended since the check. A fact of attempts. */
    public static final String CHECK_OLDER = "checkOlder";

    public RunMember {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(agentId, "agentId");
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** A member without a session. */
    public static RunMember planned(String key, RunRole role, AgentId agentId, String model, Instant since) {
        return new RunMember(
                key,
                role,
                agentId,
                model,
                null,
                RunMemberState.PLANNED,
                since,
                HostText.NONE,
                RunCheck.NONE,
                UsageReport.Total.NONE,
                Map.of());
    }

    public RunMember withSession(@Nullable SessionId other) {
        return new RunMember(key, role, agentId, model, other, state, since, sentence, check, spend, facts);
    }

    /** The same member if it has that state and sentence already. */
    public RunMember withState(RunMemberState other, HostText text, Instant now) {
        return other == state && text.equals(sentence)
                ? this
                : new RunMember(
                        key,
                        role,
                        agentId,
                        model,
                        sessionId,
                        other,
                        other == state ? since : now,
                        text,
                        check,
                        spend,
                        facts);
    }

    public RunMember withCheck(RunCheck other) {
        return new RunMember(key, role, agentId, model, sessionId, state, since, sentence, other, spend, facts);
    }

    public boolean hasCheckResult() {
        return check == RunCheck.PASSED || check == RunCheck.FAILED;
    }

    /** Whether the files of an attempt may have changed since its check. */
    public boolean isCheckOlder() {
        return role == RunRole.ATTEMPT
                && hasCheckResult()
                && (!state.isOver() || !fact(CHECK_OLDER).isEmpty());
    }

    public RunMember withSpend(UsageReport.Total other) {
        return new RunMember(key, role, agentId, model, sessionId, state, since, sentence, check, other, facts);
    }

    public RunMember withFacts(Map<String, String> other) {
        return new RunMember(key, role, agentId, model, sessionId, state, since, sentence, check, spend, other);
    }

    /** @return empty if there is none of that name */
    public String fact(String name) {
        return facts.getOrDefault(name, "");
    }
}
