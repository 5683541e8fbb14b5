package dev.pilothouse.desktop.catalog;

import dev.pilothouse.desktop.acp.AcpAgent;
import dev.pilothouse.desktop.acp.AcpCommand;
import dev.pilothouse.desktop.acp.AcpConnection;
import dev.pilothouse.desktop.acp.AcpProfile;
import dev.pilothouse.desktop.acp.AcpServerOffer;
import dev.pilothouse.desktop.acp.AcpSession;
import dev.pilothouse.desktop.acp.AcpSessionList;
import dev.pilothouse.desktop.acp.AcpSetup;
import dev.pilothouse.desktop.acp.AcpTrial;
import dev.pilothouse.desktop.acp.AgentPipe;
import dev.pilothouse.desktop.acp.SharedAgents;
import dev.pilothouse.desktop.agent.AgentInbox;
import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.agent.AgentPolicy;
import dev.pilothouse.desktop.agent.AgentProfile;
import dev.pilothouse.desktop.agent.ExternalListing;
import dev.pilothouse.desktop.agent.McpServerEntry;
import dev.pilothouse.desktop.agent.McpServerProvider;
import dev.pilothouse.desktop.agent.ProcessSharing;
import dev.pilothouse.desktop.agent.ProfileProvider;
import dev.pilothouse.desktop.process.CommandLookup;
import dev.pilothouse.desktop.process.ProcessLauncher;
import dev.pilothouse.desktop.process.ProcessMark;
import dev.pilothouse.desktop.rpc.Deadlines;
import dev.pilothouse.model.AgentDraft;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.AgentSupport;
import dev.pilothouse.model.AgentTrial;
import dev.pilothouse.model.ConfigError;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.ServerKind;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.pulse.NamedThreads;
import dev.pilothouse.secure.PrivateFile;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agents of this host: the built-in ones and those of {@code agents.json} in the data folder, which may replace
 * them. A changed file is reloaded without a restart; while it is unreadable, the last good entries stay. Owns the
 * thread that watches the folder, the remembered modes, and the processes that sessions share. It does not own
 * processes of single sessions. Any thread. Ends with {@link #close()}, after the sessions.
 */
public final class AgentCatalog implements AgentLauncher, AutoCloseable {
    /** The file in the data folder. */
    public static final String FILE = "agents.json";

    private static final Logger log = LoggerFactory.getLogger(AgentCatalog.class);

    private static final int MAX_FILE = 1 << 20;

    /** Time limit of a request for stored sessions, in total; a user waits for it. */
    private static final Duration LIST_LIMIT = Duration.ofSeconds(12);

    /** A first start may unpack or compile something. */
    private static final Duration TRIAL_LIMIT = Duration.ofSeconds(30);

    private final Path file;
    private final ProcessLauncher launcher;
    private final String hostMark;
    private final HostEnvironment environment;
    private final AcpSetup.Timings timings;
    private final List<AgentEntry> builtIn;
    private final OfferMemory offers;
    private final RunningAgents running = new RunningAgents();
    private final SharedAgents<AgentEntry> shared = new SharedAgents<>();
    private final Deadlines deadlines = Deadlines.onThread("agent-deadlines");
    /** Unbounded, since each session has at most one task of each kind. */
    private final Executor workers = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), NamedThreads.numbered("agent-worker"));

    private final List<Runnable> callbacks = new CopyOnWriteArrayList<>();
    private final FileWatcher watch;

    /** The variables of an agent that works in a directory. */
    private volatile Function<Path, Map<String, String>> variables = directory -> Map.of();

    private volatile McpServerProvider servers = McpServerProvider.NONE;
    private volatile ProfileProvider profiles = ProfileProvider.NONE;

    private volatile Supplier<List<InstalledProgram>> installed = List::of;

    private Optional<Stamp> read = Optional.empty();
    private Optional<Stamp> reported = Optional.empty();
    private List<AgentEntry> own = List.of();
    private List<ConfigError> problems = List.of();
    private boolean asksLoginShell = true;

    private AgentCatalog(
            Path dataFolder,
            ProcessLauncher launcher,
            String hostMark,
            Map<String, String> environment,
            AcpSetup.Timings timings) {
        this.file = dataFolder.resolve(FILE);
        this.launcher = launcher;
        this.hostMark = hostMark;
        this.environment = new HostEnvironment(environment);
        this.timings = timings;
        this.builtIn = BuiltInAgents.all(dataFolder);
        this.offers = OfferMemory.open(dataFolder.resolve("agent-modes.json"));
        this.watch = FileWatcher.open(dataFolder, FILE, this::onFileChanged);
    }

    /**
     * Opens the catalogue.
     *
     * @param dataFolder must exist
     * @param hostMark see {@link ProcessMark#host}
     * @param environment the host's own environment, of which agents get a part
     */
    public static AgentCatalog open(
            Path dataFolder, ProcessLauncher launcher, String hostMark, Map<String, String> environment) {
        return open(dataFolder, launcher, hostMark, environment, AcpSetup.Timings.standard());
    }

    static AgentCatalog open(
            Path dataFolder,
            ProcessLauncher launcher,
            String hostMark,
            Map<String, String> environment,
            AcpSetup.Timings timings) {
        return new AgentCatalog(dataFolder, launcher, hostMark, environment, timings);
    }

    /** Sets the variables that a local agent with a process of its own gets, by its directory. */
    public void useVariables(Function<Path, Map<String, String>> byDirectory) {
        variables = byDirectory;
    }

    /** Sets the MCP servers that the agents of sessions get. */
    public void useServers(McpServerProvider other) {
        servers = other;
    }

    /** Sets the profiles that sessions name. */
    public void useProfiles(ProfileProvider other) {
        profiles = other;
    }

    /** Sets the agents that the host has installed itself. They replace built-in entries. */
    public void useInstalled(Supplier<List<InstalledProgram>> programs) {
        installed = programs;
    }

    /** Announces that {@link #useInstalled} returns something else now. */
    public void installedChanged() {
        callbacks.forEach(Runnable::run);
    }

    /** The entry that an agent of the registry has here once it is installed. */
    public AgentId agentIdOf(String registryId) {
        return BuiltInAgents.agentId(registryId);
    }

    /** The command of an agent's login, to type in a terminal; empty if it is not known. */
    public String loginOf(AgentId agentId) {
        AgentEntry entry = entries().get(agentId);
        return entry == null ? "" : entry.login();
    }

    /** How many running agents have their program in a folder. */
    public int usesOf(Path folder) {
        String prefix = folder.toAbsolutePath() + File.separator;
        return running.count(entry -> entry.command().stream().anyMatch(word -> word.startsWith(prefix)));
    }

    @Override
    public List<AgentInfo> agents() {
        return entries().values().stream().map(this::describe).toList();
    }

    /**
     * An entry and the location of its command.
     *
     * @param configured whether it is in {@code agents.json}
     * @param process which of its sessions share one process
     */
    public record Located(AgentInfo info, Optional<Path> program, boolean configured, ProcessSharing process) {}

    /** Returns all entries of {@link #agents}, with data that only this machine has. */
    public List<Located> located() {
        return entries().values().stream()
                .map(entry -> new Located(
                        describe(entry),
                        program(entry),
                        isConfigured(entry),
                        entry.terms().process()))
                .toList();
    }

    private synchronized boolean isConfigured(AgentEntry entry) {
        return own.contains(entry);
    }

    @Override
    public AutoCloseable onChange(Runnable callback) {
        callbacks.add(callback);
        return () -> callbacks.remove(callback);
    }

    @Override
    public void rememberModes(AgentId agentId, List<AgentMode> offered) {
        if (offers.store(agentId, offered)) {
            callbacks.forEach(Runnable::run);
        }
    }

    @Override
    public void rememberSupport(AgentId agentId, AgentSupport told) {
        if (offers.store(agentId, told)) {
            callbacks.forEach(Runnable::run);
        }
    }

    @Override
    public Optional<HostText> deleteSession(LaunchRequest request) {
        Map<AgentId, AgentEntry> entries = entries();
        AgentEntry entry = entries.get(request.agentId());
        if (entry == null) {
            return Optional.of(unknown(request.agentId(), entries));
        }
        boolean there = entry.runner().isPresent() || Files.isDirectory(Path.of(request.cwd()));
        String cwd = there ? request.cwd() : programPath(entry).toString();
        if (findProgram(entry, cwd).isEmpty()) {
            return Optional.of(notInstalled(entry));
        }
        String name = request.profile() == null ? "" : request.profile();
        Optional<AgentProfile> profile = name.isEmpty() ? Optional.empty() : profiles.find(name);
        AcpProfile applied =
                new AcpProfile(entry.name(), name, profile, () -> resolve(entry, profile, Path.of(request.cwd())));
        applied.resolve();
        return new AcpCommand(
                        entry.label(),
                        entry.login(),
                        deadlines,
                        TRIAL_LIMIT,
                        entry.terms().protocol())
                .deleteSession(starter(entry, cwd, applied.environment()), String.valueOf(request.agentSessionId()));
    }

    @Override
    public Launch launch(LaunchRequest request, AgentInbox inbox) {
        Map<AgentId, AgentEntry> entries = entries();
        AgentEntry entry = entries.get(request.agentId());
        if (entry == null) {
            return new Launch.Refused(ErrorCode.UNKNOWN_AGENT, unknown(request.agentId(), entries));
        }
        // A remote directory is checked at the remote end.
        if (entry.runner().isEmpty() && !Files.isDirectory(Path.of(request.cwd()))) {
            return new Launch.Refused(
                    ErrorCode.NO_SUCH_DIRECTORY, HostText.of(HostTextCode.WORK_DIRECTORY_MISSING, request.cwd()));
        }
        if (findProgram(entry, request.cwd()).isEmpty()) {
            return new Launch.Refused(ErrorCode.NOT_INSTALLED, notInstalled(entry));
        }
        String name = request.profile() == null ? "" : request.profile();
        Optional<AgentProfile> profile = name.isEmpty() ? Optional.empty() : profiles.find(name);
        if (!name.isEmpty() && profile.isEmpty() && request.origin() != null) {
            return new Launch.Refused(ErrorCode.BAD_REQUEST, unknownProfile(name));
        }
        if (request.profile() != null && request.origin() != null) {
            profiles.chosen(request.cwd(), name);
        }
        boolean shares = shares(entry)
                && !profile.filter(wanted -> needsOwnProcess(entry, wanted)).isPresent();
        AcpProfile applied =
                new AcpProfile(entry.name(), name, profile, () -> resolve(entry, profile, Path.of(request.cwd())));
        AcpSetup setup = new AcpSetup(
                entry.label(),
                isBuiltInDemo(entry) ? "" : entry.command().get(0),
                request.cwd(),
                request.agentSessionId(),
                request.mode() != null ? request.mode() : orNull(profile.map(AgentProfile::mode)),
                request.model() != null ? request.model() : orNull(profile.map(AgentProfile::model)),
                entry.login(),
                entry.terms().start().map(timings::withStart).orElse(timings),
                entry.terms().tokens(),
                request.takeOver(),
                servers(entry, request, shares),
                applied,
                request.fork(),
                entry.command(),
                request.login());
        AcpConnection.Source source = shares
                ? (session, member) -> joinShared(entry, session, member)
                : AcpAgent.ownProcess(
                        setup,
                        listener -> starter(entry, request.cwd(), applied.environment())
                                .start(listener),
                        deadlines,
                        entry.terms().protocol());
        AcpConnection.Source resolving = (session, member) -> {
            applied.resolve();
            source.join(session, member);
        };
        AcpAgent agent = new AcpAgent(setup, resolving, deadlines, workers, inbox);
        return running.add(entry, agent)
                ? new Launch.Prepared(
                        agent,
                        entry.name(),
                        entry.terms(),
                        shares ? Optional.of(shared.crashes(entry.id())) : Optional.empty())
                : new Launch.Refused(ErrorCode.BUSY, tooMany(entry));
    }

    private static boolean shares(AgentEntry entry) {
        return entry.terms().process() == ProcessSharing.SHARED;
    }

    /** Whether a profile must not reach the other sessions of a shared process. */
    private static boolean needsOwnProcess(AgentEntry entry, AgentProfile profile) {
        return profile.hasEnvironment()
                || profile.hasServers() && !entry.terms().isolatesServers();
    }

    private AgentProfile.Resolved resolve(AgentEntry entry, Optional<AgentProfile> profile, Path directory) {
        AgentProfile.Resolved resolved = profile.orElseThrow().resolve(environment.now(), directory);
        return entry.runner().isEmpty()
                ? resolved
                : new AgentProfile.Resolved(
                        resolved.servers().stream()
                                .map(server -> remote(entry, server))
                                .toList(),
                        resolved.environment(),
                        resolved.missing());
    }

    private static AgentProfile.Server remote(AgentEntry entry, AgentProfile.Server server) {
        return server.kind() == ServerKind.STDIO
                ? new AgentProfile.Server(
                        server.name(), server.kind(), null, HostText.of(HostTextCode.SERVER_NOT_REMOTE, entry.name()))
                : server;
    }

    private static @Nullable String orNull(Optional<String> text) {
        return text.filter(value -> !value.isEmpty()).orElse(null);
    }

    private HostText unknownProfile(String name) {
        List<String> names = profiles.names();
        return names.isEmpty()
                ? HostText.of(HostTextCode.PROFILE_UNKNOWN_NONE, name)
                : HostText.of(HostTextCode.PROFILE_UNKNOWN, name, String.join(", ", names));
    }

    private AcpServerOffer servers(AgentEntry entry, LaunchRequest request, boolean shares) {
        List<McpServerEntry> wanted = servers.of(request.sessionId(), request.origin());
        if (shares) {
            return AcpServerOffer.notShared(entry.name(), wanted);
        }
        return entry.runner().isPresent()
                ? AcpServerOffer.notRemote(entry.name(), wanted)
                : AcpServerOffer.sent(wanted);
    }

    private void joinShared(AgentEntry entry, AcpSession session, AcpConnection.Member member) {
        Path place = programPath(entry);
        shared.join(
                entry,
                () -> new AcpConnection(
                        entry.label(),
                        place.toString(),
                        starter(entry, place.toString()),
                        deadlines,
                        true,
                        entry.terms().protocol()),
                session,
                member);
    }

    /** Returns the working directory of a process that is not for one session; the data folder is not suitable. */
    private static Path programPath(AgentEntry entry) {
        return Path.of(entry.runner().isPresent() ? "." : System.getProperty("user.home", "."));
    }

    private AgentPipe.Starter starter(AgentEntry entry, String cwd) {
        return starter(entry, cwd, Map.of());
    }

    private AgentPipe.Starter starter(AgentEntry entry, String cwd, Map<String, String> ofProfile) {
        Map<String, String> ofWorktree = entry.runner().isPresent() ? Map.of() : variables.apply(Path.of(cwd));
        return new AgentStarter(
                launcher, entry, environment.now(), hostMark, file.resolveSibling(""), cwd, ofWorktree, ofProfile);
    }

    /** Returns whether {@code agents.json} allows asking the login shell for its {@code PATH}. */
    public boolean asksLoginShell() {
        refresh();
        synchronized (this) {
            return asksLoginShell;
        }
    }

    /** Marks that the login shell is being asked; {@link #loginShellAnswered} follows. */
    public void loginShellIsAsked() {
        environment.asking();
    }

    /** Sets the login shell's {@code PATH}, on which agents are found from now on; empty if there was no answer. */
    public void loginShellAnswered(Optional<String> path) {
        if (environment.answered(path)) {
            callbacks.forEach(Runnable::run);
        }
    }

    /** Returns the host's own environment, with the login shell's {@code PATH} once that is known. */
    public Map<String, String> environment() {
        return environment.now();
    }

    /** Returns whether the login shell's answer is pending. */
    public boolean isAskingLoginShell() {
        return environment.isAsking();
    }

    @Override
    public List<ConfigError> problems() {
        refresh();
        synchronized (this) {
            return problems;
        }
    }

    @Override
    public void close() {
        watch.close();
        callbacks.clear();
        shared.close();
    }

    @Override
    public ExternalListing externalSessions(AgentId agentId, String cwd) {
        Map<AgentId, AgentEntry> entries = entries();
        AgentEntry entry = entries.get(agentId);
        if (entry == null) {
            return new ExternalListing.Refused(ErrorCode.UNKNOWN_AGENT, unknown(agentId, entries));
        }
        Path home = programPath(entry);
        if (findProgram(entry, home.toString()).isEmpty()) {
            return new ExternalListing.Refused(ErrorCode.NOT_INSTALLED, notInstalled(entry));
        }
        return new AcpSessionList(
                        entry.label(),
                        entry.login(),
                        deadlines,
                        LIST_LIMIT,
                        entry.terms().protocol())
                .ask(starter(entry, home.toString()), cwd);
    }

    /** Starts an agent of the catalogue, waits for its answer and ends it. Blocks for up to the limit. */
    public AgentTrial test(AgentId agentId) {
        AgentEntry entry = entries().get(agentId);
        return entry == null ? AgentTrial.failed(unknown(agentId, entries())) : test(entry);
    }

    /** Does the same with an agent that is not in the file yet. */
    public AgentTrial test(AgentDraft draft) {
        AgentEntry stored = entries().get(draft.agentId());
        Optional<HostText> wrong =
                DraftReader.mistake(draft).or(() -> DraftReader.keptForAnother(draft, Optional.ofNullable(stored)));
        if (wrong.isPresent()) {
            return AgentTrial.failed(wrong.get());
        }
        return test(DraftReader.entry(draft, stored == null ? Map.of() : stored.environment()));
    }

    private AgentTrial test(AgentEntry entry) {
        String home = programPath(entry).toString();
        return findProgram(entry, home).isEmpty()
                ? AgentTrial.failed(notInstalled(entry))
                : new AcpTrial(
                                entry.command(),
                                deadlines,
                                TRIAL_LIMIT,
                                entry.terms().protocol())
                        .run(starter(entry, home));
    }

    /**
     * Lets an agent forget its login. Blocks for up to the limit.
     *
     * @return why it has not; empty if it has
     */
    public Optional<HostText> logout(AgentId agentId) {
        AgentEntry entry = entries().get(agentId);
        if (entry == null) {
            return Optional.of(unknown(agentId, entries()));
        }
        String home = programPath(entry).toString();
        return findProgram(entry, home).isEmpty()
                ? Optional.of(notInstalled(entry))
                : new AcpCommand(
                                entry.label(),
                                entry.login(),
                                deadlines,
                                TRIAL_LIMIT,
                                entry.terms().protocol())
                        .logout(starter(entry, home));
    }

    /** The agents of the file that a form can change. The values of their variables are left out. */
    public List<AgentDraft> drafts() {
        refresh();
        synchronized (this) {
            return own.stream()
                    .filter(entry -> entry.runner().isEmpty())
                    .map(DraftReader::draft)
                    .toList();
        }
    }

    /**
     * Adds an agent to the file, or changes the one with that id.
     *
     * @return why not; empty if it is written
     */
    public Optional<HostText> save(AgentDraft draft) throws IOException {
        Optional<HostText> wrong =
                DraftReader.mistake(draft).or(() -> DraftReader.keptForAnother(draft, ownEntry(draft.agentId())));
        return wrong.isPresent() ? wrong : edit(text -> AgentsFileWriter.put(text, draft));
    }

    private Optional<AgentEntry> ownEntry(AgentId agentId) {
        refresh();
        synchronized (this) {
            return own.stream().filter(entry -> entry.id().equals(agentId)).findFirst();
        }
    }

    /** Takes an agent out of the file. @return why not; empty if it is written */
    public Optional<HostText> delete(AgentId agentId) throws IOException {
        return edit(text -> AgentsFileWriter.remove(text, agentId));
    }

    private interface Edit {
        String apply(String text) throws CodecException;
    }

    private Optional<HostText> edit(Edit edit) throws IOException {
        synchronized (this) {
            try {
                String changed = edit.apply(Files.exists(file) ? text() : "");
                if (changed.length() > MAX_FILE) {
                    return Optional.of(HostText.of(HostTextCode.FILE_TOO_LARGE, MAX_FILE));
                }
                new PrivateFile(file).write(changed.getBytes(StandardCharsets.UTF_8));
            } catch (CodecException | CharacterCodingException | AgentsFile.UnusableException unusable) {
                // A file that cannot be read is not replaced, because it is the person's.
                return Optional.of(HostText.of(HostTextCode.AGENTS_FILE_UNUSABLE, FILE));
            }
        }
        onFileChanged();
        return Optional.empty();
    }

    @Override
    public String placeOf(AgentId agentId) {
        AgentEntry entry = entries().get(agentId);
        return entry == null ? "" : entry.location();
    }

    private Optional<Path> findProgram(AgentEntry entry, String cwd) {
        Path base = entry.runner().isPresent() ? file.resolveSibling("") : Path.of(cwd);
        return CommandLookup.of(AgentStarter.environment(entry, environment.now()))
                .find(entry.localProgram(), base);
    }

    private AgentInfo describe(AgentEntry entry) {
        boolean installed = program(entry).isPresent();
        // The demo agent's real command is a long class path, which is useless to a user.
        String command = isBuiltInDemo(entry) ? "" : entry.commandLine();
        return new AgentInfo(
                entry.id(),
                entry.name(),
                installed,
                command,
                entry.installHint(),
                offers.of(entry.id()),
                offers.supportOf(entry.id()),
                entry.location());
    }

    private boolean isBuiltInDemo(AgentEntry entry) {
        return entry.id().equals(BuiltInAgents.DEMO) && builtIn.contains(entry);
    }

    private Optional<Path> program(AgentEntry entry) {
        return findProgram(entry, file.resolveSibling("").toString());
    }

    /** Why there is no such agent; empty if there is one. */
    public Optional<HostText> unknown(AgentId id) {
        Map<AgentId, AgentEntry> entries = entries();
        return entries.containsKey(id) ? Optional.empty() : Optional.of(unknown(id, entries));
    }

    private HostText unknown(AgentId id, Map<AgentId, AgentEntry> entries) {
        String known = entries.keySet().stream().map(AgentId::value).collect(Collectors.joining(", "));
        String mistakes = problems().stream().map(ConfigError::english).collect(Collectors.joining(" "));
        return mistakes.isEmpty()
                ? HostText.of(HostTextCode.AGENT_UNKNOWN, id, known)
                : HostText.of(HostTextCode.AGENT_UNKNOWN_FILE_WRONG, id, known, mistakes);
    }

    private static HostText tooMany(AgentEntry entry) {
        return HostText.of(
                HostTextCode.AGENT_SESSIONS_FULL,
                entry.name(),
                entry.terms().limits().sessions().orElse(0));
    }

    private HostText notInstalled(AgentEntry entry) {
        boolean asking = environment.isAsking();
        if (entry.installHint().isEmpty()) {
            return HostText.of(
                    asking ? HostTextCode.AGENT_NOT_FOUND_YET : HostTextCode.AGENT_NOT_INSTALLED,
                    entry.name(),
                    entry.localProgram());
        }
        return HostText.of(
                asking ? HostTextCode.AGENT_NOT_FOUND_YET_HINT : HostTextCode.AGENT_NOT_INSTALLED_HINT,
                entry.name(),
                entry.localProgram(),
                entry.installHint());
    }

    /** Returns the file's entries first, then the installed ones and the built-in ones that it does not replace. */
    private Map<AgentId, AgentEntry> entries() {
        refresh();
        Map<AgentId, AgentEntry> entries = new LinkedHashMap<>();
        synchronized (this) {
            own.forEach(entry -> entries.put(entry.id(), entry));
        }
        installed.get().stream().map(this::entryOf).forEach(entry -> entries.putIfAbsent(entry.id(), entry));
        builtIn.forEach(entry -> entries.putIfAbsent(entry.id(), entry));
        return entries;
    }

    /** The name, the variables and the login of a built-in agent also hold for an installed copy of it. */
    private AgentEntry entryOf(InstalledProgram program) {
        AgentId id = agentIdOf(program.registryId());
        AgentEntry known = builtIn.stream()
                .filter(entry -> entry.id().equals(id))
                .findFirst()
                .orElse(new AgentEntry(
                        id,
                        program.name(),
                        program.command(),
                        Map.of(),
                        List.of(),
                        "",
                        "",
                        AgentPolicy.standard(),
                        Optional.empty()));
        return new AgentEntry(
                id,
                known.name(),
                program.command(),
                program.environment(),
                known.inherited(),
                known.installHint(),
                known.login(),
                known.terms(),
                Optional.empty());
    }

    private void onFileChanged() {
        refresh();
        synchronized (this) {
            // Another caller may have loaded the change already. The callbacks have not run for it yet, so compare with
            // the version they saw.
            if (read.equals(reported)) {
                return;
            }
            reported = read;
        }
        callbacks.forEach(Runnable::run);
    }

    /** Reads the file if it has changed. */
    private synchronized void refresh() {
        Optional<Stamp> now = Stamp.of(file);
        if (now.equals(read)) {
            return;
        }
        read = now;
        try {
            AgentsFile content = now.isEmpty() ? AgentsFile.none() : AgentsFile.parse(FILE, text());
            own = content.entries();
            asksLoginShell = content.loginShell();
            problems = content.problems();
        } catch (AgentsFile.UnusableException unusable) {
            problems = List.of(unusable.problem());
        } catch (CharacterCodingException notText) {
            problems = List.of(wholeFile(HostText.of(HostTextCode.FILE_NO_TEXT)));
        } catch (IOException unreadable) {
            String reason = String.valueOf(unreadable.getMessage());
            problems = List.of(wholeFile(HostText.of(HostTextCode.FILE_UNREADABLE, reason)));
        }
        problems.forEach(problem -> log.warn("{}", problem.english()));
    }

    private String text() throws IOException, AgentsFile.UnusableException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_FILE + 1);
        }
        if (bytes.length > MAX_FILE) {
            throw new AgentsFile.UnusableException(wholeFile(HostText.of(HostTextCode.FILE_TOO_LARGE, MAX_FILE)));
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static ConfigError wholeFile(HostText sentence) {
        return new ConfigError(FILE, 0, 0, "", sentence);
    }

    /** Identifies a version of a file. */
    private record Stamp(long modifiedMillis, long size, String key) {
        static Optional<Stamp> of(Path file) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return Optional.of(new Stamp(
                        attributes.lastModifiedTime().toMillis(),
                        attributes.size(),
                        String.valueOf(attributes.fileKey())));
            } catch (IOException missing) {
                return Optional.empty();
            }
        }
    }
}
