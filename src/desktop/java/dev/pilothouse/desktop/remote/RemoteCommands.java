package dev.pilothouse.desktop.remote;

import dev.pilothouse.desktop.git.GitRequest;
import dev.pilothouse.desktop.git.GitResult;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.git.WorkingTree;
import dev.pilothouse.desktop.job.JobResult;
import dev.pilothouse.desktop.job.JobRun;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs git commands for a job: those that speak to a remote, and those that change the working tree. Their output
 * becomes that of the job, without credentials. Used by one job at a time.
 */
final class RemoteCommands {
    /** The longest time for a remote, with its hooks. */
    static final Duration TIME = Duration.ofMinutes(15);

    private static final Duration ASKING = Duration.ofSeconds(60);

    private static final int MAX_REMOTE_LINES = 20;
    private static final Pattern PROGRESS = Pattern.compile("^((?:remote: )?[A-Z][A-Za-z ]+): +(\\d{1,3})% .*");
    private static final int STEP = 25;
    private static final String REMOTE = "remote: ";

    private static final List<String> LOGIN = List.of(
            "could not read username",
            "could not read password",
            "authentication failed",
            "permission denied (",
            "permission denied, please try again",
            "terminal prompts disabled",
            "returned error: 401",
            "returned error: 403",
            "access denied");
    private static final List<String> HOST_KEY =
            List.of("host key verification failed", "remote host identification has changed");
    private static final List<String> UNREACHABLE = List.of(
            "could not resolve host",
            "couldn't resolve host",
            "connection refused",
            "connection timed out",
            "connection reset",
            "operation timed out",
            "network is unreachable",
            "no route to host",
            "failed to connect",
            "couldn't connect",
            "could not connect",
            "unable to connect",
            "temporary failure in name resolution");
    private static final List<String> NO_REPOSITORY = List.of(
            "does not appear to be a git repository",
            "repository not found",
            "' not found",
            "no such file or directory",
            "does not exist");

    private final GitRunner git;
    private final WorkingTree tree;
    private final RemoteConfig config;
    private final JobRun run;
    private final List<String> fromRemote = new ArrayList<>();
    private String stage = "";
    private int percent;

    RemoteCommands(GitRunner git, WorkingTree tree, RemoteConfig config, JobRun run) {
        this.git = git;
        this.tree = tree;
        this.config = config;
        this.run = run;
    }

    /** Runs a command for a remote. The job's cancellation ends it, with its processes. */
    GitResult remote(List<String> arguments) throws InterruptedException {
        return ended(git.transfer(withoutQuestions(GitRequest.of(tree.root(), arguments))
                .withTime(TIME)
                .withCancelled(run::isCancelled)
                .withProgress(this::print)));
    }

    private GitRequest withoutQuestions(GitRequest request) {
        String ssh = sshCommand();
        return ssh.isEmpty() ? request : request.withVariable("GIT_SSH_COMMAND", ssh);
    }

    /** Asks a remote something, in spite of a cancellation and without output. */
    GitResult ask(Map<String, String> variables, List<String> arguments) throws InterruptedException {
        GitRequest request =
                withoutQuestions(GitRequest.of(tree.root(), arguments)).withTime(ASKING);
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            request = request.withVariable(variable.getKey(), variable.getValue());
        }
        return ended(git.transfer(request));
    }

    /** Runs a command that changes the working tree. @param cancellable whether the job's cancellation ends it */
    GitResult local(boolean cancellable, String... arguments) throws InterruptedException {
        return ended(git.write(GitRequest.of(tree.root(), arguments)
                .withTime(TIME)
                .withVariable("LANGUAGE", "en")
                .withCancelled(cancellable ? run::isCancelled : () -> false)
                .withProgress(this::print)));
    }

    private static GitResult ended(GitResult result) throws InterruptedException {
        if (Thread.currentThread().isInterrupted()) {
            // The host ends. The next start settles the job.
            throw new InterruptedException();
        }
        return result;
    }

    /**
     * SSH with the option that it never asks. It is added to OpenSSH alone, since others do not know it.
     *
     * @return empty if the repository names another program
     */
    private String sshCommand() {
        GitResult own = git.write(GitRequest.of(tree.root(), "config", "--get", "core.sshCommand"));
        GitResult variant = git.write(GitRequest.of(tree.root(), "config", "--get", "ssh.variant"));
        String command = own.succeeded() ? own.line() : "ssh";
        String program = command.strip().split("\\s", 2)[0];
        boolean openSsh = program.equals("ssh") || program.endsWith("/ssh");
        boolean known = !variant.succeeded() || List.of("ssh", "auto").contains(variant.line());
        return openSsh && known ? command + " -o BatchMode=yes" : "";
    }

    private synchronized void print(String line) {
        String clean = config.redacted(line);
        Matcher progress = PROGRESS.matcher(clean);
        if (progress.matches()) {
            int now = Integer.parseInt(progress.group(2));
            boolean same = progress.group(1).equals(stage);
            if (same && now < percent + STEP && !clean.contains("done")) {
                return;
            }
            stage = progress.group(1);
            percent = now;
        } else if (clean.startsWith(REMOTE) && fromRemote.size() < MAX_REMOTE_LINES) {
            fromRemote.add(clean.substring(REMOTE.length()).strip());
        }
        run.print(clean);
    }

    /** The output of the remote's hooks. */
    synchronized String fromRemote() {
        return String.join(" ", fromRemote).strip();
    }

    String redacted(String text) {
        return config.redacted(text);
    }

    /** The outcome of a job whose command did not succeed. @param remote its name, and {@code url} as shown */
    JobResult failure(GitResult result, String remote, String url) {
        if (result.outcome() == GitResult.Outcome.CANCELLED) {
            return JobResult.stopped(HostText.NONE);
        }
        if (result.outcome() == GitResult.Outcome.TIMED_OUT) {
            return failed(HostTextCode.REMOTE_TOO_SLOW, remote, TIME.toMinutes());
        }
        String message = redacted(result.message());
        String lower = message.toLowerCase(Locale.ROOT);
        if (HOST_KEY.stream().anyMatch(lower::contains)) {
            return failed(HostTextCode.REMOTE_HOST_KEY, url);
        }
        if (UNREACHABLE.stream().anyMatch(lower::contains)) {
            return failed(HostTextCode.REMOTE_UNREACHABLE, url, message);
        }
        if (LOGIN.stream().anyMatch(lower::contains)) {
            return failed(HostTextCode.REMOTE_NEEDS_LOGIN, url, message);
        }
        return NO_REPOSITORY.stream().anyMatch(lower::contains)
                ? failed(HostTextCode.REMOTE_NOT_FOUND, url, message)
                : failed(HostTextCode.REMOTE_FAILED, message);
    }

    static JobResult failed(HostTextCode code, Object... arguments) {
        return JobResult.failed(HostText.of(code, arguments));
    }

    static JobResult done(HostTextCode code, Object... arguments) {
        return JobResult.done(HostText.of(code, arguments));
    }
}
