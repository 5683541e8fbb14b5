package dev.pilothouse.desktop.registry;

import dev.pilothouse.desktop.job.JobResult;
import dev.pilothouse.desktop.job.JobRun;
import dev.pilothouse.desktop.job.JobRunner;
import dev.pilothouse.desktop.registry.InstalledAgents.Version;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Removes an installed agent with all its versions: the files that the installation has made, and no others. Any
 * thread; owns nothing.
 */
final class AgentRemoveRunner implements JobRunner {
    private final InstalledAgents installed;
    private final ToIntFunction<Path> uses;
    private final Runnable changed;

    /**
     * @param uses how many running agents have their program in a folder
     * @param changed called when the catalogue no longer has it
     */
    AgentRemoveRunner(InstalledAgents installed, ToIntFunction<Path> uses, Runnable changed) {
        this.installed = installed;
        this.uses = uses;
        this.changed = changed;
    }

    @Override
    public JobResult run(JobRun run) throws IOException {
        String id = run.parameter(AgentInstallRunner.AGENT);
        // No session starts it from here on, so the count can only fall.
        List<Version> versions = installed.retire(id);
        if (versions.isEmpty()) {
            return JobResult.done(HostText.of(HostTextCode.REMOVE_NOTHING, id));
        }
        String name = versions.get(0).record().name();
        int sessions = versions.stream()
                .mapToInt(version -> uses.applyAsInt(version.folder()))
                .sum();
        if (sessions > 0) {
            installed.restore(versions);
            return JobResult.failed(
                    sessions == 1
                            ? HostText.of(HostTextCode.REMOVE_IN_USE_ONE, name)
                            : HostText.of(HostTextCode.REMOVE_IN_USE, name, sessions));
        }
        try {
            run.begin("removing");
        } catch (IOException e) {
            installed.restore(versions);
            throw e;
        }
        changed.run();
        int left = 0;
        for (Version version : versions) {
            run.print(HostText.of(HostTextCode.JOB_REMOVES_FOLDER, version.folder()));
            left += installed.delete(version.folder());
        }
        return JobResult.done(
                left == 0
                        ? HostText.of(HostTextCode.REMOVE_DONE, name)
                        : HostText.of(
                                HostTextCode.REMOVE_DONE_OTHERS,
                                name,
                                left,
                                versions.get(0).folder()));
    }

    @Override
    public JobResult recover(JobRun run) throws IOException {
        return run(run);
    }
}
