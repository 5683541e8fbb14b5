package dev.pilothouse.desktop.registry;

import dev.pilothouse.desktop.job.JobResult;
import dev.pilothouse.desktop.job.JobRun;
import dev.pilothouse.desktop.job.JobRunner;
import dev.pilothouse.desktop.journal.IoErrorText;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.protocol.CodecException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** Fetches the registry. A failure keeps the present copy. Any thread; owns nothing. */
final class RegistryRefreshRunner implements JobRunner {
    private final RegistryStore registry;
    private final OkHttpArchiveClient client;
    private final String address;
    private final Path folder;
    private final Clock clock;

    /** @param folder for the file while it is fetched */
    RegistryRefreshRunner(
            RegistryStore registry, OkHttpArchiveClient client, String address, Path folder, Clock clock) {
        this.registry = registry;
        this.client = client;
        this.address = address;
        this.folder = folder;
        this.clock = clock;
    }

    @Override
    public JobResult run(JobRun run) throws IOException, InterruptedException {
        run.print("GET " + address);
        Path file = Files.createTempDirectory(Files.createDirectories(folder), "registry")
                .resolve("registry.json");
        try {
            client.load(address, file, RegistryReader.MAX_BYTES, size -> {}, run::isCancelled);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            int agents = registry.store(text, clock.instant()).entries().size();
            return JobResult.done(HostText.of(HostTextCode.REGISTRY_REFRESHED, agents));
        } catch (CharacterCodingException | CodecException noJson) {
            return failed("it is not JSON");
        } catch (RegistryReader.UnusableException unusable) {
            return failed(String.valueOf(unusable.getMessage()));
        } catch (IOException failed) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            return run.isCancelled()
                    ? JobResult.stopped(HostText.NONE)
                    : failed(failed.getMessage() == null ? IoErrorText.of(failed) : failed.getMessage());
        } finally {
            InstalledAgents.deleteTree(file.resolveSibling("").normalize());
        }
    }

    private JobResult failed(String clause) {
        return JobResult.failed(HostText.of(
                HostTextCode.REGISTRY_NOT_REFRESHED,
                clause,
                registry.copy().at().toString()));
    }

    @Override
    public JobResult recover(JobRun run) throws IOException, InterruptedException {
        return run(run);
    }
}
