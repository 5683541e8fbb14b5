package dev.pilothouse.desktop.trust;

import dev.pilothouse.desktop.git.GitResult;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.job.JobQuestion;
import dev.pilothouse.desktop.job.JobResult;
import dev.pilothouse.desktop.job.JobRun;
import dev.pilothouse.desktop.question.QuestionAnswer;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TrustedCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Asks a person before commands of a repository run, once for each content. Owns nothing but the answers in its
 * {@link TrustStore}. Any thread; blocks for git and the disk.
 */
public final class CommandGuard {
    private final GitRunner git;
    private final TrustStore trust;
    private final Clock clock;
    private final Listener listener;

    /** Notes what people allow in the audit log. Never blocks. */
    public interface Listener {
        /** @param about the beginning of the digest, and the repository */
        void onAllowed(DeviceId deviceId, String deviceName, String about);
    }

    public CommandGuard(GitRunner git, TrustStore trust, Clock clock, Listener listener) {
        this.git = git;
        this.trust = trust;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * A question about commands.
     *
     * @param place a directory of the repository
     * @param session the session in whose inbox it is; empty if nobody can be asked
     * @param digest identifies the content
     * @param lines all commands, as they are shown
     * @param askedStep the step of a job that has asked is this, followed by the key of its question
     */
    public record Question(
            Path place,
            Optional<SessionId> session,
            String digest,
            List<String> lines,
            HostText title,
            String askedStep) {
        public Question {
            lines = List.copyOf(lines);
        }
    }

    /** Whether commands may run. */
    public enum Verdict {
        ALLOWED,
        REFUSED,
        /** The job has asked, and its runner returns {@link #waiting()}. */
        ASKED,
        /** They are not allowed, and there is no session to ask in. */
        NOBODY
    }

    /** Looks for the answer to a question, or asks it. */
    public Verdict ask(JobRun run, Question question) throws IOException {
        String repository = repository(question.place());
        String digest = question.digest();
        if (trust.isTrusted(repository, digest)) {
            return Verdict.ALLOWED;
        }
        if (question.session().isEmpty()) {
            return Verdict.NOBODY;
        }
        String step = run.step();
        // Content that has changed since it was shown is another question.
        String key = step.startsWith(question.askedStep() + digest + "-")
                ? step.substring(question.askedStep().length())
                : "";
        if (key.isEmpty()) {
            key = digest + "-" + UUID.randomUUID();
            run.begin(question.askedStep() + key);
        }
        Optional<QuestionAnswer> answer = run.answer(key);
        if (answer.isEmpty()) {
            run.ask(new JobQuestion(
                    question.session().get(),
                    key,
                    Scope.STEER,
                    question.title(),
                    RepositoryCommands.block(question.lines()),
                    List.of(
                            option(HostTextCode.ALLOW, PendingOption.Kind.ALLOW_ONCE),
                            option(HostTextCode.DO_NOT_ALLOW, PendingOption.Kind.REJECT_ONCE))));
            return Verdict.ASKED;
        }
        if (!answer.get().optionId().equals(HostTextCode.ALLOW.word())) {
            return Verdict.REFUSED;
        }
        trust.allow(new TrustedCommands(
                repository,
                digest,
                String.join("\n", question.lines()),
                clock.instant(),
                answer.get().deviceName()));
        listener.onAllowed(
                answer.get().deviceId(), answer.get().deviceName(), digest.substring(0, 12) + " " + repository);
        return Verdict.ALLOWED;
    }

    /** The result of a job that waits for an answer. */
    public static JobResult waiting() {
        return new JobResult(JobState.WAITING_FOR_YOU, HostText.NONE);
    }

    static PendingOption option(HostTextCode code, PendingOption.Kind kind) {
        return new PendingOption(code.word(), code.english(), kind);
    }

    /** The directory that all worktrees of a repository share, as it really is on the disk. */
    private String repository(Path place) throws IOException {
        GitResult found = git.read(place, "rev-parse", "--path-format=absolute", "--git-common-dir");
        if (!found.succeeded()) {
            throw new IOException("git cannot name the repository of " + place);
        }
        return Path.of(found.line()).toRealPath().toString();
    }
}
