package dev.pilothouse.desktop.profile;

import dev.pilothouse.desktop.agent.AgentProfile;
import dev.pilothouse.desktop.agent.McpServerEntry;
import dev.pilothouse.desktop.agent.ProfileProvider;
import dev.pilothouse.desktop.bridge.ProfileOperations;
import dev.pilothouse.desktop.process.ProcessLauncher;
import dev.pilothouse.desktop.rpc.Deadlines;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.ProfileServer;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SavedTemplate;
import dev.pilothouse.model.ServerKind;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.NamedThreads;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.IntentResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The profiles of a host for its agents and its connections. Owns the threads {@code profile-n}, which read and write
 * the files and test servers. Any thread; ends with {@link #close()}.
 */
public final class ProfileService implements ProfileProvider, ProfileOperations, AutoCloseable {
    private static final int MAX_WAITING = 32;
    private static final int MAX_SHOWN = 200;
    private static final Duration TEST_LIMIT = Duration.ofSeconds(12);

    private final ProfileStore store;
    private final ProfileChoices choices;
    private final TemplateStore templates;
    private final SecretStore secrets;
    private final Supplier<Map<String, String>> environment;
    private final Deadlines deadlines = Deadlines.onThread("profile-deadlines");
    private final ServerCheck tester;
    private final ThreadPoolExecutor workers =
            NamedThreads.pool(2, Duration.ofSeconds(10), MAX_WAITING, NamedThreads.numbered("profile"));

    private ProfileService(
            Path dataFolder,
            SecretStore secrets,
            ProcessLauncher launcher,
            String hostMark,
            Supplier<Map<String, String>> environment) {
        this.store = new ProfileStore(dataFolder, secrets);
        this.choices = new ProfileChoices(dataFolder);
        this.templates = new TemplateStore(dataFolder);
        this.secrets = secrets;
        this.environment = environment;
        this.tester = new ServerCheck(launcher, hostMark, deadlines, TEST_LIMIT);
    }

    /** @param environment the host's own, at each call */
    public static ProfileService open(
            Path dataFolder, ProcessLauncher launcher, String hostMark, Supplier<Map<String, String>> environment) {
        SecretStore secrets = CommandSecretStore.ofSystem(System.getProperty("os.name", ""), environment);
        return new ProfileService(dataFolder, secrets, launcher, hostMark, environment);
    }

    @Override
    public Optional<AgentProfile> find(String name) {
        return store.find(name);
    }

    @Override
    public List<String> names() {
        return store.names();
    }

    @Override
    public void chosen(String directory, String name) {
        try {
            workers.execute(() -> choices.remember(directory, name));
        } catch (RejectedExecutionException busy) {
            // The next session of the directory is asked again.
            return;
        }
    }

    @Override
    public void list(ClientMessage.ListProfiles question, Consumer<HostMessage> answer) {
        work(question.requestId(), answer, () -> {
            String directory = question.directory();
            return new HostMessage.Profiles(
                    question.requestId(),
                    store.all().stream().map(StoredProfile::info).toList(),
                    directory == null ? "" : remembered(directory),
                    store.problems());
        });
    }

    /** A profile that is gone is not remembered. */
    private String remembered(String directory) {
        String name = choices.of(directory);
        return store.stored(name).isPresent() ? name : "";
    }

    @Override
    public void read(ClientMessage.ReadProfile question, Consumer<HostMessage> answer) {
        work(
                question.requestId(),
                answer,
                () -> store.stored(question.name())
                        .<HostMessage>map(found -> new HostMessage.ProfileRead(
                                question.requestId(), found.profile().withheld(), found.revision()))
                        .orElseGet(() -> gone(question.requestId(), question.name())));
    }

    @Override
    public void save(ClientMessage.SaveProfile command, Consumer<HostMessage> answer) {
        work(
                command.requestId(),
                answer,
                () -> change(
                        command.requestId(),
                        () -> store.save(command.profile(), command.replaces(), command.revision())));
    }

    @Override
    public void delete(ClientMessage.DeleteProfile command, Consumer<HostMessage> answer) {
        work(
                command.requestId(),
                answer,
                () -> change(command.requestId(), () -> store.delete(command.name(), command.revision())));
    }

    private interface Change {
        void run() throws ProfileStore.RefusedException;
    }

    private static HostMessage change(RequestId requestId, Change change) {
        try {
            change.run();
            return new HostMessage.Ack(requestId, IntentResult.Outcome.ACCEPTED, null, 0);
        } catch (ProfileStore.RefusedException refused) {
            return new HostMessage.Failure(requestId, 0, refused.code(), refused.sentence());
        }
    }

    @Override
    public void test(ClientMessage.TestServer command, Consumer<HostMessage> answer) {
        work(command.requestId(), answer, () -> {
            Optional<StoredProfile> profile = store.stored(command.profile());
            if (profile.isEmpty()) {
                return gone(command.requestId(), command.profile());
            }
            HostGateway.ServerTest result = test(profile.get(), command.server());
            return new HostMessage.ServerTested(command.requestId(), result.tools(), result.fault());
        });
    }

    @Override
    public void suggest(ClientMessage.SuggestServers question, Consumer<HostMessage> answer) {
        work(question.requestId(), answer, () -> suggest(question.requestId(), question.directory()));
    }

    private HostMessage suggest(RequestId requestId, String directory) {
        try {
            Path folder = Path.of(directory);
            if (!folder.isAbsolute()) {
                return new HostMessage.Failure(
                        requestId, 0, ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.PATH_NOT_ABSOLUTE));
            }
            if (Files.isDirectory(folder)) {
                SuggestionReader.Found found = SuggestionReader.read(folder);
                return new HostMessage.ServerSuggestions(
                        requestId,
                        found.suggestions().stream()
                                .map(each -> each.withCopies(store.copiesOf(each)))
                                .toList(),
                        found.problems());
            }
        } catch (InvalidPathException invalid) {
            return new HostMessage.Failure(requestId, 0, ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.PATH_INVALID));
        } catch (IOException unreadable) {
            return noDirectory(requestId, HostTextCode.DIRECTORY_UNREADABLE, directory);
        }
        return noDirectory(requestId, HostTextCode.DIRECTORY_MISSING, directory);
    }

    private static HostMessage noDirectory(RequestId requestId, HostTextCode code, String directory) {
        String shown = TextCutter.excerpt(PlainText.line(directory), MAX_SHOWN);
        return new HostMessage.Failure(requestId, 0, ErrorCode.NO_SUCH_DIRECTORY, HostText.of(code, shown));
    }

    @Override
    public void templates(ClientMessage.ListTemplates question, Consumer<HostMessage> answer) {
        work(question.requestId(), answer, () -> {
            TemplateStore.Content content = templates.read();
            return new HostMessage.Templates(
                    question.requestId(),
                    content.templates().stream()
                            .map(each -> new SavedTemplate(each, TemplateStore.revision(each)))
                            .toList(),
                    content.problems());
        });
    }

    @Override
    public void saveTemplate(ClientMessage.SaveTemplate command, Consumer<HostMessage> answer) {
        work(
                command.requestId(),
                answer,
                () -> change(
                        command.requestId(),
                        () -> templates.save(command.before(), command.template(), command.revision())));
    }

    private HostGateway.ServerTest test(StoredProfile profile, String name) {
        Optional<ProfileServer> server = profile.profile().servers().stream()
                .filter(each -> each.name().equals(name))
                .findFirst();
        if (server.isEmpty()) {
            return fault(HostText.of(HostTextCode.SERVER_UNKNOWN, profile.name(), name));
        }
        if (server.get().kind() != ServerKind.STDIO) {
            return fault(HostText.of(HostTextCode.SERVER_TEST_REMOTE));
        }
        Path home = Path.of(System.getProperty("user.home", "."));
        Map<String, String> now = environment.get();
        AgentProfile.Server resolved = profile.resolve(now, home).servers().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        McpServerEntry entry = resolved.entry();
        return entry == null ? fault(resolved.reason()) : tester.test(entry, now, home);
    }

    private static HostGateway.ServerTest fault(HostText sentence) {
        return new HostGateway.ServerTest(List.of(), sentence);
    }

    private static HostMessage gone(RequestId requestId, String name) {
        return new HostMessage.Failure(
                requestId, 0, ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.PROFILE_GONE_BEFORE, name));
    }

    private void work(RequestId requestId, Consumer<HostMessage> answer, Supplier<HostMessage> task) {
        try {
            workers.execute(() -> {
                HostMessage reply;
                try {
                    reply = task.get();
                } catch (RuntimeException defect) {
                    answer.accept(new HostMessage.Failure(
                            requestId, 0, ErrorCode.INTERNAL, HostText.of(HostTextCode.HOST_DEFECT)));
                    throw defect;
                }
                answer.accept(reply);
            });
        } catch (RejectedExecutionException full) {
            answer.accept(new HostMessage.Failure(requestId, 0, ErrorCode.BUSY, HostText.of(HostTextCode.HOST_BUSY)));
        }
    }

    @Override
    public void close() {
        tester.close();
        workers.shutdownNow();
    }
}
