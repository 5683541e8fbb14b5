package dev.pilothouse.desktop.registry;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.job.JobResult;
import dev.pilothouse.desktop.job.JobRun;
import dev.pilothouse.desktop.job.JobRunner;
import dev.pilothouse.desktop.journal.IoErrorText;
import dev.pilothouse.desktop.registry.InstallPlanner.Plan;
import dev.pilothouse.desktop.registry.RegistryEntry.BinarySource;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.trust.ShellRunner;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.InstallKind;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.StrictJson;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Installs an agent of the registry. Everything happens in a staging folder, which is moved into place as a whole, so
 * the end of the host leaves nothing half-done; the next start begins again. No shell runs. The scripts of npm packages
 * do not run.
 *
 * <p>Any thread; owns nothing.
 */
final class AgentInstallRunner implements JobRunner {
    static final String AGENT = "agent";
    static final String VERSION = "version";
    static final String SOURCE = "source";
    static final String UNVERIFIED = "unverified";

    /** The staging folder may have content. */
    private static final String STAGING = "staging";

    private static final long MAX_ARCHIVE = 1L << 30;
    private static final ArchiveReader.Limits UNPACKED = new ArchiveReader.Limits(200_000, 4L << 30);
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final int MAX_PACKAGE_FILE = 1 << 20;
    private static final int LAST_LINES = 6;
    private static final int STEPS = 10;
    private static final long MIB = 1 << 20;
    /** The settings of npm and uv, such as another package registry. */
    private static final List<String> INHERITED =
            List.of("npm_config_*", "NPM_CONFIG_*", "UV_*", "PIP_INDEX_URL", "NODE_OPTIONS");

    private final Parts parts;
    private final Clock clock;
    private final Runnable changed;

    /** The services that it uses. */
    record Parts(
            RegistryStore registry,
            InstallPlanner planner,
            InstalledAgents installed,
            OkHttpArchiveClient archives,
            ShellRunner programs) {}

    /** @param changed called after an installation, on the job's thread */
    AgentInstallRunner(Parts parts, Clock clock, Runnable changed) {
        this.parts = parts;
        this.clock = clock;
        this.changed = changed;
    }

    /** The installation cannot go on. */
    private static final class StoppedException extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient JobResult result;

        StoppedException(JobResult result) {
            super(result.text());
            this.result = result;
        }

        StoppedException(HostTextCode code, Object... values) {
            this(JobResult.failed(HostText.of(code, values)));
        }
    }

    /** @param program relative to the content, with {@code /} */
    private record Program(String runtime, String program) {}

    @Override
    public JobResult run(JobRun run) throws IOException, InterruptedException {
        String id = run.parameter(AGENT);
        Optional<RegistryEntry> entry = parts.registry().copy().find(id);
        Optional<Plan> plan = entry.flatMap(parts.planner()::plan);
        if (entry.isEmpty()
                || plan.isEmpty()
                || !entry.get().version().equals(run.parameter(VERSION))
                || !plan.get().source().equals(run.parameter(SOURCE))) {
            return JobResult.failed(HostText.of(HostTextCode.REGISTRY_CHANGED));
        }
        if (!run.isAllowed()) {
            return JobResult.failed(HostText.of(HostTextCode.INSTALL_NOT_ALLOWED));
        }
        run.begin(STAGING);
        Path staged = parts.installed().stage(run.jobId().value());
        try {
            return install(run, entry.get(), plan.get(), staged);
        } catch (StoppedException stopped) {
            return stopped.result;
        } finally {
            InstalledAgents.deleteTree(staged);
        }
    }

    private JobResult install(JobRun run, RegistryEntry entry, Plan plan, Path staged)
            throws IOException, InterruptedException, StoppedException {
        if (!plan.isPossible()) {
            throw new StoppedException(JobResult.failed(plan.hindrance()));
        }
        Path content = Files.createDirectories(staged.resolve(InstalledAgents.CONTENT));
        String digest = "";
        Program program;
        if (plan.kind() == InstallKind.NPM) {
            program = npm(run, plan, content);
        } else if (plan.kind() == InstallKind.UV) {
            program = python(run, plan, content);
        } else {
            BinarySource source = plan.binary().orElseThrow();
            digest = archive(run, source, staged, content);
            program = new Program("", source.program());
        }
        Path file = content.resolve(program.program());
        if (!Files.isRegularFile(file)) {
            throw new StoppedException(HostTextCode.INSTALL_PROGRAM_MISSING, program.program());
        }
        if (program.runtime().isEmpty() && !Files.isExecutable(file)) {
            ArchiveReader.makeExecutable(file);
        }
        endIfUnwanted(run);
        InstallRecord record = new InstallRecord(
                entry.id(),
                entry.name(),
                plan.version(),
                plan.kind(),
                plan.source(),
                digest,
                program.runtime(),
                program.program(),
                plan.arguments().values(),
                plan.arguments().environment(),
                InstalledAgents.size(content),
                clock.instant());
        Path place = parts.installed().add(staged, record).folder();
        run.print(HostText.of(HostTextCode.JOB_INSTALLED_IN, place));
        run.record("place", place.toString());
        run.record("size", String.valueOf(record.size()));
        if (!digest.isEmpty()) {
            run.record("sha256", digest);
        }
        changed.run();
        return JobResult.done(HostText.of(HostTextCode.INSTALL_DONE, entry.name(), plan.version()));
    }

    private static void endIfUnwanted(JobRun run) throws InterruptedException, StoppedException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException();
        }
        if (run.isCancelled()) {
            throw new StoppedException(JobResult.stopped(HostText.of(HostTextCode.INSTALL_STOPPED)));
        }
    }

    // --- archives

    private String archive(JobRun run, BinarySource source, Path staged, Path content)
            throws IOException, InterruptedException, StoppedException {
        if (source.sha256().isEmpty() && run.parameter(UNVERIFIED).isEmpty()) {
            throw new StoppedException(HostTextCode.INSTALL_UNVERIFIED);
        }
        Path file = staged.resolve("archive");
        run.print("GET " + source.archive());
        OkHttpArchiveClient.Loaded loaded;
        try {
            loaded = parts.archives().load(source.archive(), file, MAX_ARCHIVE, new Printer(run), run::isCancelled);
        } catch (IOException failed) {
            endIfUnwanted(run);
            throw new StoppedException(HostTextCode.INSTALL_NOT_LOADED, clause(failed));
        }
        run.print("SHA-256 " + loaded.sha256());
        if (!source.sha256().isEmpty() && !source.sha256().equals(loaded.sha256())) {
            throw new StoppedException(HostTextCode.INSTALL_WRONG_DIGEST, loaded.sha256(), source.sha256());
        }
        run.print(HostText.of(HostTextCode.JOB_UNPACKS, loaded.size() / MIB));
        try {
            ArchiveReader.unpack(file, source.archive(), source.program(), content, UNPACKED, run::isCancelled);
        } catch (ArchiveReader.RefusedException refused) {
            throw new StoppedException(HostTextCode.INSTALL_ARCHIVE_REFUSED, refused.getMessage());
        } catch (IOException failed) {
            endIfUnwanted(run);
            throw failed;
        }
        Files.delete(file);
        return loaded.sha256();
    }

    private static String clause(IOException failed) {
        return failed.getMessage() == null ? IoErrorText.of(failed) : failed.getMessage();
    }

    /** Prints a line for each tenth of a transfer, or for each 16 MiB if its size is not known. */
    private static final class Printer implements OkHttpArchiveClient.Progress {
        private final JobRun run;
        private long total;
        private long next;

        Printer(JobRun run) {
            this.run = run;
        }

        @Override
        public void begins(long size) {
            total = size;
            next = step();
        }

        private long step() {
            return total > 0 ? Math.max(MIB, total / STEPS) : STEPS * MIB;
        }

        @Override
        public void accept(long size) {
            if (size >= next) {
                next = size + step();
                run.print(
                        total > 0
                                ? HostText.of(HostTextCode.JOB_LOADED_OF, size / MIB, total / MIB)
                                : HostText.of(HostTextCode.JOB_LOADED, size / MIB));
            }
        }
    }

    // --- packages

    private Program npm(JobRun run, Plan plan, Path content)
            throws IOException, InterruptedException, StoppedException {
        execute(
                run,
                content,
                List.of(
                        tool(plan),
                        "install",
                        "--prefix",
                        content.toString(),
                        "--ignore-scripts",
                        "--save-exact",
                        "--no-audit",
                        "--no-fund",
                        "--no-update-notifier",
                        "--loglevel=http",
                        plan.source()));
        Path folder = content.resolve("node_modules").resolve(plan.packageName());
        JsonFields description = packageFile(folder.resolve("package.json"));
        if (description.text("version").filter(plan.version()::equals).isEmpty()) {
            throw new StoppedException(
                    HostTextCode.INSTALL_OTHER_VERSION,
                    plan.source(),
                    description.text("version").orElse("?"));
        }
        String inPackage = bin(description, plan.packageName()).orElse("");
        String program = "node_modules/" + plan.packageName() + "/" + inPackage;
        if (inPackage.isEmpty() || !RegistryReader.isInside(program)) {
            throw new StoppedException(HostTextCode.INSTALL_PROGRAM_MISSING, plan.packageName());
        }
        return new Program(isScriptOfNode(content.resolve(program)) ? "node" : "", program);
    }

    private static JsonFields packageFile(Path file) throws IOException, StoppedException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_PACKAGE_FILE);
            return JsonFields.of(StrictJson.parse(new String(content, StandardCharsets.UTF_8)));
        } catch (CodecException e) {
            throw new StoppedException(HostTextCode.INSTALL_PROGRAM_MISSING, "package.json");
        }
    }

    /** The program of a package by the rules of npx: the only one, or the one with the package's name. */
    private static Optional<String> bin(JsonFields description, String packageName) {
        Optional<String> single = description.text("bin");
        if (single.isPresent()) {
            return single.map(AgentInstallRunner::plain);
        }
        JsonObject bins = description.object("bin").map(JsonFields::json).orElseGet(JsonObject::new);
        String own = packageName.substring(packageName.indexOf('/') + 1);
        JsonElement named = bins.has(own)
                ? bins.get(own)
                : bins.entrySet().stream().map(Map.Entry::getValue).distinct().count() == 1
                        ? bins.entrySet().iterator().next().getValue()
                        : null;
        return Optional.ofNullable(named)
                .filter(JsonElement::isJsonPrimitive)
                .map(JsonElement::getAsString)
                .map(AgentInstallRunner::plain);
    }

    private static String plain(String path) {
        return path.startsWith("./") ? path.substring(2) : path;
    }

    private static boolean isScriptOfNode(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        String name = Objects.toString(file.getFileName());
        try (InputStream in = Files.newInputStream(file)) {
            String head = new String(in.readNBytes(100), StandardCharsets.ISO_8859_1);
            return head.startsWith("#!")
                    ? head.lines().findFirst().orElse("").contains("node")
                    : name.matches(".*\\.[cm]?js");
        }
    }

    private Program python(JobRun run, Plan plan, Path content)
            throws IOException, InterruptedException, StoppedException {
        Path environment = content.resolve("venv");
        boolean windows = File.separatorChar == '\\';
        String programs = windows ? "Scripts" : "bin";
        execute(run, content, List.of(tool(plan), "venv", "--relocatable", "--no-project", environment.toString()));
        execute(
                run,
                content,
                List.of(
                        tool(plan),
                        "pip",
                        "install",
                        "--no-progress",
                        // A package that must be built would run its own code now.
                        "--only-binary",
                        ":all:",
                        "--python",
                        environment
                                .resolve(programs)
                                .resolve(windows ? "python.exe" : "python")
                                .toString(),
                        plan.source()));
        String name = plan.packageName().replaceAll("\\[.*", "");
        return new Program("", "venv/" + programs + "/" + name + (windows ? ".exe" : ""));
    }

    private static String tool(Plan plan) {
        return plan.tool().orElseThrow().toString();
    }

    private void execute(JobRun run, Path folder, List<String> command) throws InterruptedException, StoppedException {
        run.print(String.join(" ", command));
        Deque<String> last = new ArrayDeque<>();
        Consumer<String> output = line -> {
            run.print(line);
            synchronized (last) {
                last.addLast(line);
                if (last.size() > LAST_LINES) {
                    last.removeFirst();
                }
            }
        };
        ShellRunner.Result result = parts.programs()
                .runProgram(command, folder, INHERITED, Map.of("CI", "1"), LIMIT, output, run::isCancelled);
        endIfUnwanted(run);
        String program = Path.of(command.get(0)).getFileName() + " " + command.get(1);
        switch (result.outcome()) {
            case NOT_STARTED -> throw new StoppedException(HostTextCode.INSTALL_NOT_STARTED, program, result.text());
            case TIMED_OUT -> throw new StoppedException(HostTextCode.INSTALL_TIMED_OUT, program, LIMIT.toMinutes());
            default -> {
                if (!result.succeeded()) {
                    synchronized (last) {
                        throw new StoppedException(JobResult.failed(
                                HostText.of(HostTextCode.INSTALL_PROGRAM_FAILED, program, result.code())
                                        .above(String.join("\n", last))));
                    }
                }
            }
        }
    }

    @Override
    public JobResult recover(JobRun run) throws IOException, InterruptedException {
        Optional<InstalledAgents.Version> installed = parts.installed().current(run.parameter(AGENT));
        // The move into place was the last step.
        if (installed
                .filter(version -> version.record().source().equals(run.parameter(SOURCE)))
                .isPresent()) {
            return JobResult.done(HostText.of(
                    HostTextCode.INSTALL_DONE,
                    installed.get().record().name(),
                    installed.get().record().version()));
        }
        return run(run);
    }
}
