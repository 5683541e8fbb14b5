package dev.pilothouse.desktop.git;

import dev.pilothouse.desktop.git.GitSettings.UnusualFilterException;
import dev.pilothouse.desktop.process.ChildEnvironment;
import dev.pilothouse.desktop.process.ProcessLauncher;
import dev.pilothouse.desktop.process.ProcessMark;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.desktop.process.ProcessSpec;
import dev.pilothouse.desktop.process.ProcessStart;
import dev.pilothouse.desktop.process.StopTimings;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs git for a host. Two reading commands, two writing ones and two that wait for another machine run at a time, others
 * wait in order. No shell is involved.
 * Each call blocks its thread until git has ended, with its whole process tree.
 *
 * <p>A repository may be hostile: an agent that may only edit files can write its configuration. {@link #read} therefore
 * runs no program that a repository names, and takes no lock on its index. {@link #write} is for commands that a person
 * ordered: it runs hooks, filters and signing as git does, without a terminal, a pager and an editor.
 *
 * <p>Any thread. Ends with {@link #close()}, which stops running commands.
 */
public final class GitRunner implements AutoCloseable {
    static final int AT_A_TIME = 2;
    /** Commands of persons with hooks. */
    static final int HOOKED_AT_A_TIME = 4;

    static final int WAITING = 64;

    /** The oldest version with {@code GIT_CONFIG_COUNT}. */
    private static final int MAJOR = 2;

    private static final int MINOR = 31;

    private static final Pattern VERSION = Pattern.compile("git version (\\d{1,4})\\.(\\d{1,4})\\D?.*", Pattern.DOTALL);
    private static final Duration PROBE_AGAIN = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final int FILTER_BYTES = 256 * 1024;
    private static final StopTimings READ_STOP =
            new StopTimings(Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofSeconds(1));
    /** Longer, because git removes its lock files when it is asked to end. */
    private static final StopTimings WRITE_STOP =
            new StopTimings(Duration.ofMillis(50), Duration.ofSeconds(3), Duration.ofSeconds(1));

    /** Built-in commands, so that no alias of the same name is used. */
    private static final Set<String> READING = Set.of(
            "cat-file",
            "check-attr",
            "check-ignore",
            "check-ref-format",
            "config",
            "count-objects",
            "diff",
            "diff-files",
            "diff-index",
            "diff-tree",
            "for-each-ref",
            "hash-object",
            "log",
            "ls-files",
            "ls-tree",
            "merge-base",
            "merge-file",
            "name-rev",
            "rev-list",
            "rev-parse",
            "show",
            "show-ref",
            "status",
            "symbolic-ref",
            "var",
            "version",
            "worktree",
            // These write objects and references, and run nothing.
            "commit-tree",
            "mktree",
            "update-ref",
            // These write an index, which must be a private one.
            "read-tree",
            "update-index",
            "write-tree");

    private static final Set<String> INDEX_WRITING = Set.of("read-tree", "update-index", "write-tree");

    /**
     * Reading commands that look at no file of the working tree. For the others git may run filters, also while it reads
     * or writes an index: it compares files that changed in the second in which they were recorded.
     */
    private static final Set<String> WITHOUT_FILTERS = Set.of(
            "cat-file",
            "check-attr",
            "check-ref-format",
            "commit-tree",
            "config",
            "count-objects",
            "diff-tree",
            "for-each-ref",
            "log",
            "ls-tree",
            "merge-base",
            "merge-file",
            "mktree",
            "name-rev",
            "rev-list",
            "rev-parse",
            "show",
            "show-ref",
            "symbolic-ref",
            "update-ref",
            "var",
            "version",
            "worktree");

    private static final Set<String> DIFFING = Set.of("diff", "diff-files", "diff-index", "diff-tree", "log", "show");
    private static final Set<String> SUBMODULE_AWARE = Set.of("diff", "diff-files", "diff-index", "status");

    /** Options by which a reading command runs a program or writes a file. */
    private static final List<String> REFUSED_OPTIONS =
            List.of("--ext-diff", "--filters", "--output", "--show-signature", "--textconv");

    private static final Map<String, Set<String>> READING_FORMS = Map.of(
            "config", Set.of("--get", "--get-all", "--get-regexp", "--list"),
            "merge-file", Set.of("-p"),
            "var", Set.of("GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"),
            "worktree", Set.of("list"));

    private static final Set<String> READING_VARIABLES = Set.of(
            "GIT_ALTERNATE_OBJECT_DIRECTORIES",
            "GIT_AUTHOR_DATE",
            "GIT_AUTHOR_EMAIL",
            "GIT_AUTHOR_NAME",
            "GIT_COMMITTER_DATE",
            "GIT_COMMITTER_EMAIL",
            "GIT_COMMITTER_NAME",
            "GIT_INDEX_FILE",
            "GIT_OBJECT_DIRECTORY",
            "GIT_WORK_TREE");

    private static final Set<String> WRITING = Set.of(
            "add",
            "apply",
            "branch",
            "checkout",
            "checkout-index",
            "cherry-pick",
            "clean",
            "clone",
            "commit",
            "fetch",
            "init",
            "ls-remote",
            "merge",
            "merge-tree",
            "mv",
            "pull",
            "push",
            "rebase",
            "remote",
            "reset",
            "restore",
            "revert",
            "rm",
            "sparse-checkout",
            "stash",
            "submodule",
            "switch",
            "tag");

    /** Writing commands that run hooks, or programs that a hook may start, for as long as those need. */
    private static final Set<String> HOOKED =
            Set.of("checkout", "cherry-pick", "commit", "merge", "rebase", "revert", "switch", "worktree");

    private static final Set<String> TRANSFERRING = Set.of("fetch", "ls-remote", "push");

    /** Changes the language of messages alone, so that hooks still read and write the person's encoding. */
    private static final Map<String, String> ENGLISH = Map.of("LANGUAGE", "en");

    /** Variables of every command. None of them has a terminal, a pager or an editor. */
    private static final Map<String, String> QUIET = Map.ofEntries(
            Map.entry("GIT_TERMINAL_PROMPT", "0"),
            Map.entry("GIT_ASKPASS", ""),
            Map.entry("GCM_INTERACTIVE", "never"),
            // ssh asks this program in place of the terminal.
            Map.entry("SSH_ASKPASS", "false"),
            Map.entry("SSH_ASKPASS_REQUIRE", "force"),
            Map.entry("GIT_PAGER", "cat"),
            Map.entry("GIT_MERGE_AUTOEDIT", "no"),
            Map.entry("GIT_EDITOR", ":"),
            Map.entry("GIT_SEQUENCE_EDITOR", ":"));

    private static final Map<String, String> READ_ONLY = Map.of(
            "GIT_OPTIONAL_LOCKS", "0",
            "GIT_NO_LAZY_FETCH", "1",
            // No transport has this name.
            "GIT_ALLOW_PROTOCOL", "none",
            "GIT_SSH_COMMAND", "false",
            "GIT_LITERAL_PATHSPECS", "1",
            "LC_ALL", "C");

    private final ProcessLauncher reading;
    private final ProcessLauncher writing;
    private final GitQueue readers = new GitQueue(AT_A_TIME, WAITING);
    private final GitQueue writers = new GitQueue(AT_A_TIME, WAITING);
    /** Others again, so that a hook that hangs delays no staging. */
    private final GitQueue hooked = new GitQueue(HOOKED_AT_A_TIME, WAITING);

    /** Others than those for writing, so that a remote that does not answer delays no commit. */
    private final GitQueue transfers = new GitQueue(AT_A_TIME, WAITING);

    private final String hostMark;
    private final Supplier<Map<String, String>> environment;
    private final LongSupplier ticker;
    private volatile boolean closed;
    private volatile @Nullable Version version;

    private record Version(boolean usable, HostText sentence, long at) {}

    /**
     * @param ledger records the processes
     * @param hostMark see {@link ProcessMark#host}
     * @param environment the host's own; {@link ChildEnvironment} selects the variables for git, none of which is
     *     specific to git
     */
    public GitRunner(ProcessRegistry ledger, String hostMark, Supplier<Map<String, String>> environment) {
        this(ledger, hostMark, environment, System::nanoTime);
    }

    /** @param ticker in nanoseconds; decides when a missing git is looked for again */
    GitRunner(ProcessRegistry ledger, String hostMark, Supplier<Map<String, String>> environment, LongSupplier ticker) {
        this.reading = new ProcessLauncher(ledger, READ_STOP);
        this.writing = new ProcessLauncher(ledger, WRITE_STOP);
        this.hostMark = hostMark;
        this.environment = environment;
        this.ticker = ticker;
    }

    /**
     * Runs a command that changes neither the working tree nor the repository's index. It runs no program of the
     * repository. Some commands write objects and references; those that write an index need another one in
     * {@code GIT_INDEX_FILE}, whose name is not {@code index}. Paths are literal, not patterns. Output is English.
     *
     * @throws IllegalArgumentException if the command, an option or a variable is not one of those that are safe
     */
    public GitResult read(GitRequest request) {
        requireSafe(request);
        return inTurn(readers, request, () -> runReading(request));
    }

    /** Runs a reading command with ten seconds and 8 MiB of output. */
    public GitResult read(Path directory, String... arguments) {
        return read(GitRequest.of(directory, arguments));
    }

    /**
     * Runs a command that a person ordered. Hooks, filters, signing and credentials of the repository and the user work
     * as they do on a command line, but nothing can ask on a terminal.
     *
     * @throws IllegalArgumentException if it is not a command of git that this host uses
     */
    public GitResult write(GitRequest request) {
        return inTurn(queue(request), request, () -> written(request));
    }

    /**
     * Runs a command as {@link #write} does, if a condition holds when its turn has come.
     *
     * @return empty if it did not hold, so that nothing was run
     */
    public Optional<GitResult> writeIf(GitRequest request, BooleanSupplier condition) {
        AtomicBoolean held = new AtomicBoolean(true);
        GitResult result = inTurn(queue(request), request, () -> {
            held.set(condition.getAsBoolean());
            return held.get() ? written(request) : GitResult.without(GitResult.Outcome.REFUSED, HostText.NONE);
        });
        return held.get() ? Optional.of(result) : Optional.empty();
    }

    private GitQueue queue(GitRequest request) {
        if (!WRITING.contains(request.subcommand()) && !READING.contains(request.subcommand())) {
            throw new IllegalArgumentException("Not a writing command of git: " + request.subcommand());
        }
        return HOOKED.contains(request.subcommand()) ? hooked : writers;
    }

    private GitResult written(GitRequest request) {
        List<String> command = new ArrayList<>(List.of("git", "--no-pager"));
        command.addAll(request.arguments());
        return run(writing, request, command, Map.of());
    }

    /**
     * Runs a command that a person ordered and that speaks to another machine, as {@link #write} does. Its messages are
     * in English.
     *
     * @throws IllegalArgumentException if it is no such command
     */
    public GitResult transfer(GitRequest request) {
        if (!TRANSFERRING.contains(request.subcommand())) {
            throw new IllegalArgumentException("Not a command of git for a remote: " + request.subcommand());
        }
        return inTurn(transfers, request, () -> {
            List<String> command = new ArrayList<>(List.of("git", "--no-pager"));
            command.addAll(request.arguments());
            return run(writing, request, command, ENGLISH);
        });
    }

    /**
     * Runs a command over a private git folder of the host, which {@code GIT_DIR} names. Its configuration replaces that
     * of the repository, so no program of it runs. Takes the places of reading commands, because it never waits for a
     * network.
     *
     * @throws IllegalArgumentException if there is no such folder or it is not a command that works there
     */
    GitResult inPrivate(GitRequest request) {
        if (!READING.contains(request.subcommand()) && !request.subcommand().equals("add")
                || !request.environment().containsKey("GIT_DIR")) {
            throw new IllegalArgumentException("Not a command for a private folder: " + request.subcommand());
        }
        return inTurn(readers, request, () -> {
            List<String> command = new ArrayList<>(List.of("git", "--no-pager"));
            command.addAll(request.arguments());
            return run(writing, request, command, Map.of());
        });
    }

    /** Returns a sentence for people if git is missing or too old. Runs git at most once in 30 seconds. */
    public Optional<HostText> problem() {
        Version known = version;
        if (known == null || !known.usable() && ticker.getAsLong() - known.at() > PROBE_AGAIN.toNanos()) {
            known = look();
            version = known;
        }
        return known.usable() ? Optional.empty() : Optional.of(known.sentence());
    }

    private Version look() {
        GitRequest request =
                GitRequest.of(Path.of("").toAbsolutePath(), "version").withTime(SHORT);
        GitResult result = run(reading, request, List.of("git", "version"), READ_ONLY);
        long now = ticker.getAsLong();
        if (!result.succeeded()) {
            return new Version(false, HostText.of(HostTextCode.GIT_CANNOT_RUN, result.sentence()), now);
        }
        Matcher found = VERSION.matcher(result.line());
        if (!found.matches()) {
            return new Version(false, HostText.of(HostTextCode.GIT_NO_VERSION), now);
        }
        int major = Integer.parseInt(found.group(1));
        int minor = Integer.parseInt(found.group(2));
        boolean usable = major > MAJOR || major == MAJOR && minor >= MINOR;
        return new Version(
                usable, HostText.of(HostTextCode.GIT_TOO_OLD, major + "." + minor, MAJOR + "." + MINOR), now);
    }

    private GitResult inTurn(GitQueue queue, GitRequest request, Supplier<GitResult> work) {
        Optional<GitResult.Outcome> refused =
                queue.begin(() -> closed || request.cancelled().getAsBoolean());
        if (refused.isPresent()) {
            return GitResult.without(
                    refused.get(),
                    refused.get() == GitResult.Outcome.BUSY
                            ? HostText.of(HostTextCode.GIT_TOO_MANY)
                            : HostText.of(HostTextCode.GIT_NOT_STARTED));
        }
        try {
            Optional<HostText> problem = problem();
            return problem.isPresent() ? GitResult.without(GitResult.Outcome.UNAVAILABLE, problem.get()) : work.get();
        } finally {
            queue.end();
        }
    }

    private GitResult runReading(GitRequest request) {
        Map<String, String> filters = Map.of();
        if (!WITHOUT_FILTERS.contains(request.subcommand())) {
            GitRequest list = GitRequest.of(
                            request.directory(), "config", "--null", "--get-regexp", GitSettings.FILTER_KEYS)
                    .withTime(SHORT)
                    .withBytes(FILTER_BYTES)
                    .withCancelled(request.cancelled());
            GitResult listed = run(reading, list, hardened(list), variables(Map.of()));
            // Exit code 1: there are none.
            if (listed.outcome() != GitResult.Outcome.ENDED || listed.code() > 1) {
                return listed.outcome() == GitResult.Outcome.TOO_LARGE
                        ? GitResult.without(GitResult.Outcome.REFUSED, HostText.of(HostTextCode.GIT_TOO_MANY_FILTERS))
                        : listed;
            }
            try {
                filters = GitSettings.withoutFilters(listed.fields());
            } catch (UnusualFilterException unusual) {
                return GitResult.without(GitResult.Outcome.REFUSED, unusual.sentence());
            }
        }
        Map<String, String> variables = variables(filters);
        if (request.subcommand().equals("check-ignore")) {
            // It refuses the variable, and its paths are literal anyway.
            variables.remove("GIT_LITERAL_PATHSPECS");
        }
        return run(reading, request, hardened(request), variables);
    }

    private static Map<String, String> variables(Map<String, String> filters) {
        Map<String, String> variables = new LinkedHashMap<>(READ_ONLY);
        variables.putAll(GitSettings.variables(filters));
        return variables;
    }

    private static List<String> hardened(GitRequest request) {
        String subcommand = request.subcommand();
        List<String> command = new ArrayList<>(List.of("git", "--no-pager", "--no-optional-locks", subcommand));
        if (DIFFING.contains(subcommand)) {
            command.addAll(List.of("--no-ext-diff", "--no-textconv", "--submodule=short"));
        }
        if (SUBMODULE_AWARE.contains(subcommand)) {
            command.add("--ignore-submodules=dirty");
        }
        command.addAll(request.arguments().subList(1, request.arguments().size()));
        return command;
    }

    private GitResult run(
            ProcessLauncher launcher, GitRequest request, List<String> command, Map<String, String> variables) {
        Map<String, String> extra = new LinkedHashMap<>(QUIET);
        extra.putAll(variables);
        extra.putAll(request.environment());
        ProcessSpec spec = new ProcessSpec(
                command,
                request.directory(),
                ChildEnvironment.from(environment.get(), List.of(), extra),
                ProcessMark.fresh(hostMark));
        GitOutput output = new GitOutput(request);
        return launcher.start(spec, output)
                .match(process -> output.await(process, () -> closed), GitRunner::notStarted);
    }

    private static GitResult notStarted(ProcessStart.Failed failed) {
        boolean missing = failed.reason() == ProcessStart.Reason.COMMAND_NOT_FOUND;
        return GitResult.without(missing ? GitResult.Outcome.UNAVAILABLE : GitResult.Outcome.REFUSED, failed.text());
    }

    private static void requireSafe(GitRequest request) {
        String subcommand = request.subcommand();
        if (!READING.contains(subcommand)) {
            throw new IllegalArgumentException("Not a reading command of git: " + subcommand);
        }
        List<String> options =
                request.arguments().subList(1, request.arguments().size());
        for (String option : options) {
            if (option.equals("--")) {
                break;
            }
            if (REFUSED_OPTIONS.stream().anyMatch(option::startsWith)) {
                throw new IllegalArgumentException("Not an option for reading: " + option);
            }
        }
        Set<String> forms = READING_FORMS.get(subcommand);
        if (forms != null && options.stream().noneMatch(forms::contains)) {
            throw new IllegalArgumentException("git " + subcommand + " reads only with one of " + forms);
        }
        for (String variable : request.environment().keySet()) {
            if (!READING_VARIABLES.contains(variable)) {
                throw new IllegalArgumentException("Not a variable for reading: " + variable);
            }
        }
        if (INDEX_WRITING.contains(subcommand)) {
            String index = request.environment().getOrDefault("GIT_INDEX_FILE", "");
            if (index.isEmpty() || Path.of(index).endsWith("index")) {
                throw new IllegalArgumentException("git " + subcommand + " needs a private GIT_INDEX_FILE.");
            }
        }
    }

    /** Stops running commands and waits for their end, a few seconds at most. */
    @Override
    public void close() {
        closed = true;
        readers.awaitIdle(CLOSE);
        writers.awaitIdle(CLOSE);
        hooked.awaitIdle(CLOSE);
        transfers.awaitIdle(CLOSE);
    }
}
