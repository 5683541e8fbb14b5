package dev.pilothouse.desktop.remote;

import dev.pilothouse.desktop.git.GitResult;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.job.JobResult;
import dev.pilothouse.desktop.job.JobRun;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Fetches the remote of a branch. Stateless; any thread. */
final class FetchRunner extends RemoteRunner {
    FetchRunner(GitRunner git, Function<Path, Optional<String>> turns) {
        super(git, turns);
    }

    @Override
    public JobResult run(JobRun run) throws IOException, InterruptedException {
        return in(run, place -> {
            String branch = place.reading().state().branch().name();
            String remote = place.reading().config().remote(branch);
            if (remote.isEmpty()) {
                return RemoteCommands.failed(HostTextCode.REMOTE_MISSING);
            }
            run.begin("fetching");
            GitResult fetched = fetch(place, remote);
            return fetched.succeeded()
                    ? JobResult.done(HostText.NONE)
                    : place.commands()
                            .failure(
                                    fetched,
                                    remote,
                                    RemoteUrl.shown(place.reading().config().url(remote)));
        });
    }

    static GitResult fetch(Place place, String remote) throws InterruptedException {
        return place.commands().remote(List.of("fetch", "--progress", "--", remote));
    }

    /** Fetching again does no harm. */
    @Override
    public JobResult recover(JobRun run) throws IOException, InterruptedException {
        return run(run);
    }
}
