package dev.pilothouse.desktop.git;

import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.ChangedFile.State;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.FileChanges;
import dev.pilothouse.model.FileDiff;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.RepositorySummary;
import dev.pilothouse.model.TextCutter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the state of git working trees: the branch, its base, the changed files and their differences. Runs no program
 * of the repository and takes none of its locks. Each call blocks while git runs. Any thread; owns only a cache.
 */
public final class RepositoryReader {
    static final int MAX_FILES = 1_000;
    public static final int MAX_PATH = 1_000;
    static final int MAX_DIFF = 16 * 1024 * 1024;
    private static final int BRANCH = 200;
    /** Lines before the first hunk. */
    private static final int HEAD_LINES = 20;

    /** Untracked files whose lines are counted for a summary. */
    private static final int COUNTED = 200;

    static final Duration TIME = Duration.ofSeconds(20);

    /** The usual form of a patch, whatever the configuration says. */
    static final List<String> PLAIN_PATCH = List.of(
            "--src-prefix=a/", "--dst-prefix=b/", "--no-color", "--no-relative", "-U3", "--inter-hunk-context=0");

    private static final int MAX_CONTENT = 8 * 1024 * 1024;
    private static final HostText TOO_LARGE = HostText.of(HostTextCode.PICTURE_OVER, 8);
    private static final int MAX_OMITTED = 100;
    private static final Pattern BASE_NAME = Pattern.compile("refs/(heads|remotes)/[^\\s:^~]{1,200}");
    private static final Pattern OBJECT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern MODE = Pattern.compile("(old|new|deleted file|new file) mode (\\d{6})");

    private final GitRunner git;
    private final FileContent.Cache contents = new FileContent.Cache();
    private final SeenContentCache seenContents = new SeenContentCache();

    public RepositoryReader(GitRunner git) {
        this.git = git;
    }

    /** A repository cannot be read. It has a sentence for people. */
    public static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient HostText sentence;

        public UnreadableException(HostText sentence) {
            super(sentence.text());
            this.sentence = sentence;
        }

        public HostText sentence() {
            return sentence;
        }
    }

    /**
     * The commit or tree that a working tree is compared with.
     *
     * @param name for people, such as {@code origin/main}
     * @param tree the id of a commit or a tree
     */
    public record Reference(String name, String tree) {}

    /**
     * A patch or a picture.
     *
     * @param omitted see {@link dev.pilothouse.model.ChangeContent}
     */
    public record Content(byte[] bytes, List<String> omitted) {}

    /** The changed files, and what they were compared with. */
    public record Changes(Reference against, FileChanges list) {}

    /** Reads the summary for a list: counts against the base branch, or against HEAD if there is none. */
    public RepositorySummary summary(WorkingTree tree, BooleanSupplier cancelled) throws UnreadableException {
        GitStatus status = status(tree, cancelled);
        Optional<Reference> base = base(tree, status, cancelled);
        Reference against = base.isPresent() ? base.get() : head(tree, status, cancelled);
        List<ChangeList.Change> changes = tracked(tree, status, against, cancelled);
        int added = changes.stream().mapToInt(ChangeList.Change::added).sum();
        int removed = changes.stream().mapToInt(ChangeList.Change::removed).sum();
        for (String path : status.untracked()
                .subList(0, Math.min(COUNTED, status.untracked().size()))) {
            added += content(tree, path).map(FileContent::lines).orElse(0);
        }
        return new RepositorySummary(
                shown(status.branch(), BRANCH),
                shown(status.upstream(), BRANCH),
                status.ahead(),
                status.behind(),
                base.map(Reference::name).orElse(""),
                changes.size() + status.untracked().size(),
                added,
                removed);
    }

    /** Compares the working tree, with its untracked files. */
    public Changes changes(WorkingTree tree, ComparisonTarget target, BooleanSupplier cancelled)
            throws UnreadableException {
        GitStatus status = status(tree, cancelled);
        return changes(tree, status, resolved(tree, status, target, cancelled), cancelled);
    }

    /** Finds the commit to compare with. */
    public Reference resolve(WorkingTree tree, ComparisonTarget target, BooleanSupplier cancelled)
            throws UnreadableException {
        return resolved(tree, branch(tree, cancelled), target, cancelled);
    }

    private Reference resolved(WorkingTree tree, GitStatus status, ComparisonTarget target, BooleanSupplier cancelled)
            throws UnreadableException {
        Optional<Reference> base = target == ComparisonTarget.BASE ? base(tree, status, cancelled) : Optional.empty();
        return base.isPresent() ? base.get() : head(tree, status, cancelled);
    }

    /** Compares the working tree, with its untracked files, with a commit or a tree. */
    public Changes since(WorkingTree tree, Reference against, BooleanSupplier cancelled) throws UnreadableException {
        return changes(tree, status(tree, cancelled), against, cancelled);
    }

    private Changes changes(WorkingTree tree, GitStatus status, Reference against, BooleanSupplier cancelled)
            throws UnreadableException {
        Map<String, ChangedFile> all = new LinkedHashMap<>();
        Map<String, String> absent = new HashMap<>();
        for (ChangeList.Change change : tracked(tree, status, against, cancelled)) {
            if (change.state() == State.DELETED) {
                absent.put(change.path(), change.oldContent());
            }
            all.put(change.path(), described(tree, status, change, all.size() < MAX_FILES));
        }
        for (String path : status.untracked()) {
            Optional<FileContent> content = all.size() < MAX_FILES ? content(tree, path) : Optional.empty();
            String id = content.map(FileContent::id).orElse("");
            String before = absent.get(path);
            if (before != null && before.equals(id)) {
                // Git compares tracked files only. A tree that was made with untracked files has this one too.
                all.remove(path);
                continue;
            }
            ChangedFile known = all.get(path);
            all.put(
                    path,
                    new ChangedFile(
                            path,
                            "",
                            known == null ? State.UNTRACKED : State.MODIFIED,
                            content.map(FileContent::lines).orElse(0),
                            known == null ? 0 : known.removed(),
                            content.map(FileContent::binary).orElse(path.endsWith("/")),
                            GeneratedFiles.isGenerated(path),
                            id,
                            before == null ? "" : before));
        }
        List<ChangedFile> shown = all.values().stream()
                .filter(file -> isShown(file.path()))
                .sorted(Comparator.comparing(ChangedFile::path))
                .limit(MAX_FILES)
                .toList();
        return new Changes(
                against,
                new FileChanges(
                        shown(status.branch(), BRANCH),
                        against.name(),
                        shown,
                        all.size(),
                        all.values().stream().mapToInt(ChangedFile::added).sum(),
                        all.values().stream().mapToInt(ChangedFile::removed).sum()));
    }

    private ChangedFile described(WorkingTree tree, GitStatus status, ChangeList.Change change, boolean withContent) {
        String content = change.content();
        if (content.isEmpty() && withContent && change.state() != State.DELETED) {
            content = content(tree, change.path()).map(FileContent::id).orElse("");
        }
        return new ChangedFile(
                change.path(),
                change.oldPath(),
                status.conflicted().contains(change.path()) ? State.CONFLICTED : change.state(),
                change.added(),
                change.removed(),
                change.binary(),
                GeneratedFiles.isGenerated(change.path()),
                change.state() == State.DELETED ? "" : content,
                change.state() == State.ADDED ? "" : change.oldContent());
    }

    /**
     * The command that compares a tracked file. Git takes long to compare one file of a large working tree with a commit.
     * It is quick if the file is staged as the commit has it, or if the file is as it is staged.
     */
    private List<String> tracked(
            WorkingTree tree, Reference against, String path, String oldPath, BooleanSupplier cancelled)
            throws UnreadableException {
        List<String> paths = oldPath.isEmpty() ? List.of("--", path) : List.of("--", path, oldPath);
        List<String> staged = new ArrayList<>(List.of("diff-index", "--cached", "--raw", "-z", against.tree()));
        staged.addAll(paths);
        List<String> edited = new ArrayList<>(List.of("diff-files", "--raw", "-z"));
        edited.addAll(paths);
        List<String> command = new ArrayList<>();
        if (isEmpty(tree, staged, cancelled)) {
            command.add("diff-files");
        } else {
            command.add("diff-index");
            if (isEmpty(tree, edited, cancelled)) {
                command.add("--cached");
            }
        }
        command.addAll(List.of("-p", "-M", "--histogram"));
        command.addAll(PLAIN_PATCH);
        if (!command.get(0).equals("diff-files")) {
            command.add(against.tree());
        }
        command.addAll(paths);
        return command;
    }

    private boolean isEmpty(WorkingTree tree, List<String> command, BooleanSupplier cancelled)
            throws UnreadableException {
        return run(tree.request(command.toArray(String[]::new)).withTime(TIME).withCancelled(cancelled))
                .fields()
                .isEmpty();
    }

    /** Compares one file with a commit or a tree. @param oldPath its path before a rename, or empty */
    public FileDiff diff(
            WorkingTree tree, Reference against, String path, String oldPath, int page, BooleanSupplier cancelled)
            throws UnreadableException {
        String content = seenContent(tree, path, page);
        List<String> command;
        if (isUntracked(tree, path, cancelled)) {
            Optional<Path> file = tree.file(path);
            if (file.flatMap(contents::of)
                    .map(FileContent::binary)
                    .orElse(tree.link(path).isEmpty())) {
                return new FileDiff(List.of(), content, true, false);
            }
            String before = against.tree() + ":" + path;
            GitResult old = git.read(tree.request("cat-file", "-e", before).withCancelled(cancelled));
            if (!old.succeeded()) {
                String added = PatchReader.added(tree, path)
                        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                        .orElseThrow(() -> new UnreadableException(HostText.of(HostTextCode.FILE_TOO_LARGE_TO_SHOW)));
                return page(added, page, content);
            }
            command = new ArrayList<>(List.of("diff", "-p", "--histogram"));
            command.addAll(PLAIN_PATCH);
            command.addAll(List.of(before, "--", path));
        } else {
            command = tracked(tree, against, path, oldPath, cancelled);
        }
        String text = run(tree.request(command.toArray(String[]::new))
                        .withTime(TIME)
                        .withBytes(MAX_DIFF)
                        .withCancelled(cancelled))
                .text();
        return isBinary(text) ? new FileDiff(List.of(), content, true, false) : page(text, page, content);
    }

    /**
     * Compares one file with a content that a person has seen.
     *
     * @param seen see {@link ChangedFile#content}
     * @return empty if git no longer has that content
     */
    public Optional<FileDiff> diffSince(WorkingTree tree, String seen, String path, int page, BooleanSupplier cancelled)
            throws UnreadableException {
        if (!OBJECT.matcher(seen).matches() || tree.file(path).isEmpty()) {
            return Optional.empty();
        }
        GitResult type = git.read(tree.request("cat-file", "-t", seen).withCancelled(cancelled));
        if (type.succeeded()) {
            return type.line().equals("blob")
                    ? Optional.of(diffWith(tree, seen, path, page, request -> request.withCancelled(cancelled)))
                    : Optional.empty();
        }
        Optional<byte[]> kept = seenContents.get(seen);
        return kept.isPresent() ? diffWithKept(tree, kept.get(), path, page, cancelled) : Optional.empty();
    }

    /** Compares with a content that git does not have, by way of a folder of objects that is removed afterwards. */
    private Optional<FileDiff> diffWithKept(
            WorkingTree tree, byte[] bytes, String path, int page, BooleanSupplier cancelled)
            throws UnreadableException {
        try {
            Path objects = Files.createTempDirectory("pilothouse-seen");
            try {
                String id = run(tree.request("hash-object", "-w", "--stdin")
                                .withVariable("GIT_OBJECT_DIRECTORY", objects.toString())
                                .withInput(bytes)
                                .withCancelled(cancelled))
                        .line();
                return Optional.of(diffWith(
                        tree,
                        id,
                        path,
                        page,
                        request -> request.withVariable("GIT_ALTERNATE_OBJECT_DIRECTORIES", objects.toString())
                                .withCancelled(cancelled)));
            } finally {
                ScratchFolder.delete(objects);
            }
        } catch (IOException full) {
            return Optional.empty();
        }
    }

    private FileDiff diffWith(WorkingTree tree, String object, String path, int page, UnaryOperator<GitRequest> details)
            throws UnreadableException {
        List<String> command = new ArrayList<>(List.of("diff", "-p", "--histogram"));
        command.addAll(PLAIN_PATCH);
        command.addAll(List.of(object, "--", path));
        String text = run(details.apply(tree.request(command.toArray(String[]::new))
                        .withTime(TIME)
                        .withBytes(MAX_DIFF)))
                .text();
        FileDiff diff = page(text, page, seenContent(tree, path, page));
        return new FileDiff(diff.hunks(), diff.content(), isBinary(text), diff.more(), "", "", true);
    }

    /** Returns the id of the present content, and keeps it if its differences are read from their beginning. */
    private String seenContent(WorkingTree tree, String path, int page) {
        String content = contentId(tree, path);
        if (page == 0) {
            tree.file(path).ifPresent(file -> seenContents.keep(file, content));
        }
        return content;
    }

    private static boolean isBinary(String diff) {
        return diff.lines().limit(HEAD_LINES).anyMatch(line -> line.startsWith("Binary files "));
    }

    /**
     * The lines of a file of the working tree, as a diff shows them.
     *
     * @return empty if it is no regular file, has more than {@value FileContent#MAX_BYTES} bytes, or cannot be read
     */
    public Optional<List<String>> lines(WorkingTree tree, String path) {
        Optional<Path> file = tree.file(path);
        try {
            return file.isEmpty() || Files.size(file.get()) > FileContent.MAX_BYTES
                    ? Optional.empty()
                    : Optional.of(lines(Files.readAllBytes(file.get())));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** The lines of a file's content, as a diff shows them. */
    public static List<String> lines(byte[] content) {
        return Stream.of(new String(content, StandardCharsets.UTF_8).split("\n", -1))
                .map(HunkReader::cleaned)
                .toList();
    }

    private static FileDiff page(String diff, int page, String content) {
        HunkReader.Page read = HunkReader.read(diff, page);
        Map<String, String> modes = new HashMap<>();
        diff.lines()
                .limit(HEAD_LINES)
                .map(MODE::matcher)
                .filter(Matcher::matches)
                .forEach(mode -> modes.put(mode.group(1), mode.group(2)));
        // A file that became a link, or the reverse, is deleted and created.
        String oldMode = modes.getOrDefault("old", modes.getOrDefault("deleted file", ""));
        String newMode = modes.getOrDefault("new", modes.getOrDefault("new file", ""));
        boolean changed = !oldMode.isEmpty() && !newMode.isEmpty();
        return new FileDiff(
                read.hunks(), content, false, read.more(), changed ? oldMode : "", changed ? newMode : "", false);
    }

    /**
     * Makes a patch of the working tree that {@code git apply} accepts on the commit or tree, without binary files.
     *
     * @param path the only file; empty for all
     * @param isHidden files that nobody may read
     */
    public Content patch(
            WorkingTree tree, Reference against, String path, Predicate<String> isHidden, BooleanSupplier cancelled)
            throws UnreadableException {
        GitStatus status = status(tree, cancelled);
        PatchReader.Patch patch = new PatchReader(this)
                .read(
                        tree,
                        against,
                        tracked(tree, status, against, cancelled),
                        status.untracked(),
                        path,
                        isHidden,
                        cancelled);
        List<String> omitted = patch.omitted().stream()
                .map(each -> shown(each, MAX_PATH))
                .limit(MAX_OMITTED)
                .toList();
        return new Content(patch.bytes(), omitted);
    }

    /** Makes a patch of what is staged. @throws UnreadableException also if it is too large */
    public byte[] stagedPatch(WorkingTree tree, Reference against, BooleanSupplier cancelled)
            throws UnreadableException {
        List<String> command = new ArrayList<>(List.of("diff-index", "--cached", "-p", "-M", "--histogram"));
        command.addAll(PLAIN_PATCH);
        command.add(against.tree());
        return run(tree.request(command.toArray(String[]::new))
                        .withTime(TIME)
                        .withBytes(MAX_DIFF)
                        .withCancelled(cancelled))
                .output();
    }

    /**
     * Reads a file as it was, from git's objects without filters, or as it is.
     *
     * @param oldPath its path before a rename; empty otherwise
     * @return no bytes if there is no such file
     */
    public Content content(
            WorkingTree tree, Reference against, String path, String oldPath, boolean before, BooleanSupplier cancelled)
            throws UnreadableException {
        if (!before) {
            Optional<Path> file = tree.file(path);
            try {
                if (file.isPresent() && Files.size(file.get()) > MAX_CONTENT) {
                    throw new UnreadableException(TOO_LARGE);
                }
                return new Content(file.isPresent() ? Files.readAllBytes(file.get()) : new byte[0], List.of());
            } catch (IOException unreadable) {
                throw new UnreadableException(HostText.of(HostTextCode.FILE_UNREADABLE_ON_HOST));
            }
        }
        String object = against.tree() + ":" + (oldPath.isEmpty() ? path : oldPath);
        GitResult result = git.read(tree.request("cat-file", "blob", object)
                .withTime(TIME)
                .withBytes(MAX_CONTENT)
                .withCancelled(cancelled));
        if (result.outcome() == GitResult.Outcome.TOO_LARGE) {
            throw new UnreadableException(TOO_LARGE);
        }
        if (result.outcome() != GitResult.Outcome.ENDED) {
            throw new UnreadableException(result.sentence());
        }
        return new Content(result.succeeded() ? result.output() : new byte[0], List.of());
    }

    private boolean isUntracked(WorkingTree tree, String path, BooleanSupplier cancelled) throws UnreadableException {
        // A folder in the place of a deleted file lists the files in it.
        return run(tree.request("ls-files", "--others", "-z", "--", path).withCancelled(cancelled))
                .fields()
                .contains(path);
    }

    /** See {@link ChangedFile#content}; empty if the file cannot be read, or is none. */
    public String contentId(WorkingTree tree, String path) {
        return content(tree, path).map(FileContent::id).orElse("");
    }

    // --- git

    private GitStatus status(WorkingTree tree, BooleanSupplier cancelled) throws UnreadableException {
        return GitStatus.of(
                run(tree.request("status", "--porcelain=v2", "--branch", "--untracked-files=all", "--renames", "-z")
                                .withTime(TIME)
                                .withCancelled(cancelled))
                        .fields());
    }

    /** The branch and its commit alone. No file has this path, so git compares none. */
    private GitStatus branch(WorkingTree tree, BooleanSupplier cancelled) throws UnreadableException {
        return GitStatus.of(run(tree.request(
                                "status",
                                "--porcelain=v2",
                                "--branch",
                                "--no-ahead-behind",
                                "--untracked-files=no",
                                "-z",
                                "--",
                                ".git")
                        .withTime(TIME)
                        .withCancelled(cancelled))
                .fields());
    }

    /** Tracked files that differ, without those whose times alone have changed. */
    private List<ChangeList.Change> tracked(
            WorkingTree tree, GitStatus status, Reference against, BooleanSupplier cancelled)
            throws UnreadableException {
        boolean head = against.tree().equals(status.commit());
        return ChangeList.of(
                        run(tree.request("diff-index", "--raw", "--numstat", "--abbrev=64", "-M", "-z", against.tree())
                                        .withTime(TIME)
                                        .withCancelled(cancelled))
                                .fields())
                .stream()
                .filter(change -> status.changed().contains(change.path())
                        || change.state() != State.MODIFIED
                        || !change.sameMode()
                        || change.added() + change.removed() > 0
                        || change.binary() && !head)
                .toList();
    }

    private Reference head(WorkingTree tree, GitStatus status, BooleanSupplier cancelled) throws UnreadableException {
        if (!status.commit().isEmpty()) {
            return new Reference("HEAD", status.commit());
        }
        // Before the first commit everything is new. Its id depends on the repository's hash.
        return new Reference(
                "",
                run(tree.request("hash-object", "-t", "tree", "--stdin")
                                .withInput(new byte[0])
                                .withCancelled(cancelled))
                        .line());
    }

    /** Returns the commit at which the branch left its base branch; empty if there is no base branch. */
    private Optional<Reference> base(WorkingTree tree, GitStatus status, BooleanSupplier cancelled)
            throws UnreadableException {
        if (status.commit().isEmpty()) {
            return Optional.empty();
        }
        Optional<Reference> recorded = recordedBase(tree, status, cancelled);
        if (recorded.isPresent()) {
            return recorded;
        }
        List<String> command = new ArrayList<>(List.of("for-each-ref", "--format=%(refname)%00%(symref)"));
        List<String> known = List.of(
                "refs/remotes/origin/HEAD",
                "refs/remotes/origin/main",
                "refs/remotes/origin/master",
                "refs/heads/main",
                "refs/heads/master");
        command.addAll(known);
        Map<String, String> references = new HashMap<>();
        run(tree.request(command.toArray(String[]::new)).withCancelled(cancelled))
                .text()
                .lines()
                .map(line -> line.split("\0", -1))
                .filter(parts -> parts.length == 2)
                .forEach(parts -> references.put(parts[0], parts[1]));
        String own = "refs/heads/" + status.branch();
        Optional<String> reference =
                known.stream().filter(references::containsKey).findFirst();
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        String target = references.getOrDefault(reference.get(), "");
        String chosen = target.isEmpty() ? reference.get() : target;
        if (chosen.equals(own) || lastPart(chosen).equals(status.branch())) {
            // On the base branch itself, the commits that are not pushed yet count.
            if (status.upstream().isEmpty()) {
                return Optional.empty();
            }
            chosen = "refs/remotes/" + status.upstream();
        }
        return mergeBase(tree, chosen, cancelled);
    }

    /** The setting with the full name of the branch from which a branch was made. */
    public static String baseKey(String branch) {
        return "branch." + branch + ".pilothouse-base";
    }

    /** The setting with the commit that the pull request of a branch had when the branch was made from it. */
    public static String pullRequestHeadKey(String branch) {
        return "branch." + branch + ".pilothouse-pull-request-head";
    }

    private Optional<Reference> recordedBase(WorkingTree tree, GitStatus status, BooleanSupplier cancelled) {
        if (status.branch().isEmpty()) {
            return Optional.empty();
        }
        GitResult recorded = git.read(
                tree.request("config", "--get", baseKey(status.branch())).withCancelled(cancelled));
        String name = recorded.succeeded() ? recorded.line() : "";
        // An agent can write the configuration, so nothing but the name of a branch is used.
        return BASE_NAME.matcher(name).matches() && !name.equals("refs/heads/" + status.branch())
                ? mergeBase(tree, name, cancelled)
                : Optional.empty();
    }

    private Optional<Reference> mergeBase(WorkingTree tree, String chosen, BooleanSupplier cancelled) {
        GitResult merged = git.read(tree.request("merge-base", "HEAD", chosen).withCancelled(cancelled));
        String name = chosen.replaceFirst("^refs/(heads|remotes)/", "");
        return merged.succeeded() && !merged.line().isEmpty()
                ? Optional.of(new Reference(shown(name, BRANCH), merged.line()))
                : Optional.empty();
    }

    private static String lastPart(String reference) {
        return reference.replaceFirst("^refs/heads/|^refs/remotes/[^/]+/", "");
    }

    GitResult run(GitRequest request) throws UnreadableException {
        GitResult result = git.read(request);
        if (result.outcome() == GitResult.Outcome.ENDED && result.code() <= 1) {
            return result;
        }
        throw new UnreadableException(
                result.sentence().isEmpty() ? HostText.of(HostTextCode.GIT_UNREADABLE) : result.sentence());
    }

    private Optional<FileContent> content(WorkingTree tree, String path) {
        return tree.file(path).flatMap(contents::of);
    }

    /** A name with bytes that are not UTF-8, or that reads as another one, could not be asked for. */
    public static boolean isShown(String path) {
        return path.length() <= MAX_PATH && path.indexOf('\uFFFD') < 0 && PlainText.isPlainName(path.replace('/', '-'));
    }

    private static String shown(String text, int length) {
        return TextCutter.line(PlainText.line(text), length);
    }
}
