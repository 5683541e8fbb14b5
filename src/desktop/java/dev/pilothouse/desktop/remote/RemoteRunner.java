package dev.pilothouse.desktop.remote;

import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.git.RepositoryReader.UnreadableException;
import dev.pilothouse.desktop.git.WorkingTree;
import dev.pilothouse.desktop.job.JobResult;
import dev.pilothouse.desktop.job.JobRun;
import dev.pilothouse.desktop.job.JobRunner;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** A runner of jobs with a remote. It reads the working tree first. Stateless; any thread. */
abstract class RemoteRunner implements JobRunner {
    static final String DIRECTORY = "directory";

    protected final GitRunner git;
    private final RemoteReader reader;
    private final Function<Path, Optional<String>> turns;

    /** @param turns the name of a session whose agent works in a directory now */
    RemoteRunner(GitRunner git, Function<Path, Optional<String>> turns) {
        this.git = git;
        this.reader = new RemoteReader(git);
        this.turns = turns;
    }

    /** A working tree as it is now, and the commands in it. */
    record Place(WorkingTree tree, RemoteReader.Reading reading, RemoteCommands commands) {}

    interface Work {
        JobResult in(Place place) throws IOException, InterruptedException;
    }

    /** Reads the working tree and works in it. */
    protected JobResult in(JobRun run, Work work) throws IOException, InterruptedException {
        if (run.isCancelled()) {
            return JobResult.stopped(HostText.NONE);
        }
        Path directory = Path.of(run.parameter(DIRECTORY));
        Optional<WorkingTree> tree = WorkingTree.containing(directory);
        if (tree.isEmpty()) {
            return JobResult.failed(HostText.of(HostTextCode.WORKTREE_NO_REPOSITORY, directory));
        }
        Place place;
        try {
            place = place(run, tree.get());
        } catch (UnreadableException unreadable) {
            return run.isCancelled() ? JobResult.stopped(HostText.NONE) : JobResult.failed(unreadable.sentence());
        } finally {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
        }
        return work.in(place);
    }

    protected Place place(JobRun run, WorkingTree tree) throws UnreadableException {
        RemoteReader.Reading reading =
                reader.reading(tree, turns.apply(tree.root()).orElse(""), run::isCancelled);
        return new Place(tree, reading, new RemoteCommands(git, tree, reading.config(), run));
    }

    /** The name of a session whose agent works in the tree now. */
    protected Optional<String> turn(WorkingTree tree) {
        return turns.apply(tree.root());
    }
}
