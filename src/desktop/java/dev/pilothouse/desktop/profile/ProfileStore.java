package dev.pilothouse.desktop.profile;

import dev.pilothouse.desktop.agent.AgentProfile;
import dev.pilothouse.desktop.agent.ProfileProvider;
import dev.pilothouse.desktop.journal.IoErrorText;
import dev.pilothouse.model.ConfigError;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Profile;
import dev.pilothouse.model.ProfileServer;
import dev.pilothouse.model.ProfileSetting;
import dev.pilothouse.model.ServerOrigin;
import dev.pilothouse.model.ServerSuggestion;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The profiles of a host, in one private file of the data folder that people may edit. Read again when it has changed.
 * Any thread; calls are synchronized, and read or write a small file.
 */
public final class ProfileStore implements ProfileProvider {
    public static final String FILE = "profiles.json";

    private static final Logger LOG = LoggerFactory.getLogger(ProfileStore.class);
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_COPIES = 10;

    private final Path file;
    private final SecretStore secrets;
    private Optional<Stamp> read = Optional.empty();
    /** The last content that was usable. */
    private ProfilesFile content = ProfilesFile.EMPTY;

    private List<ConfigError> problems = List.of();

    /** A change was refused. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final ErrorCode code;
        private final transient HostText sentence;

        RefusedException(HostTextCode code, Object... values) {
            this(HostText.of(code, values));
        }

        RefusedException(HostText sentence) {
            this(ErrorCode.BAD_REQUEST, sentence);
        }

        private RefusedException(ErrorCode code, HostText sentence) {
            super(sentence.text());
            this.code = code;
            this.sentence = sentence;
        }

        /** It has changed since the person saw it. */
        static RefusedException conflict(HostTextCode code, Object... values) {
            return new RefusedException(ErrorCode.CONFLICT, HostText.of(code, values));
        }

        ErrorCode code() {
            return code;
        }

        HostText sentence() {
            return sentence;
        }
    }

    ProfileStore(Path dataFolder, SecretStore secrets) {
        this.file = dataFolder.resolve(FILE);
        this.secrets = secrets;
    }

    @Override
    public Optional<AgentProfile> find(String name) {
        return stored(name).map(found -> found);
    }

    @Override
    public List<String> names() {
        return all().stream().map(StoredProfile::name).toList();
    }

    synchronized List<StoredProfile> all() {
        refresh();
        return content.profiles().stream()
                .map(profile -> new StoredProfile(profile, secrets))
                .toList();
    }

    synchronized List<ConfigError> problems() {
        refresh();
        return problems;
    }

    Optional<StoredProfile> stored(String name) {
        return all().stream().filter(profile -> profile.name().equals(name)).findFirst();
    }

    /**
     * The profiles that have a server like this one: first those whose origin has changed, then the same ones, then those
     * that have only its name.
     */
    List<ServerSuggestion.Copy> copiesOf(ServerSuggestion suggestion) {
        ProfileServer server = suggestion.server();
        List<ServerSuggestion.Copy> changed = new ArrayList<>();
        List<ServerSuggestion.Copy> same = new ArrayList<>();
        List<ServerSuggestion.Copy> named = new ArrayList<>();
        for (StoredProfile stored : all()) {
            List<ProfileServer> servers = stored.profile().servers();
            boolean differs = servers.stream().noneMatch(each -> each.isSamePlace(server));
            List<ServerOrigin> taken = takenFrom(suggestion.origin(), servers);
            if (!taken.isEmpty() && !taken.contains(suggestion.origin())) {
                changed.add(new ServerSuggestion.Copy(stored.name(), differs, true));
            } else if (!differs) {
                same.add(new ServerSuggestion.Copy(stored.name(), false, false));
            } else if (!taken.isEmpty()
                    || servers.stream().anyMatch(each -> each.name().equals(server.name()))) {
                named.add(new ServerSuggestion.Copy(stored.name(), true, false));
            }
        }
        changed.addAll(same);
        changed.addAll(named);
        return changed.subList(0, Math.min(MAX_COPIES, changed.size()));
    }

    /** The origins of the servers that were taken over from the same place. */
    private static List<ServerOrigin> takenFrom(@Nullable ServerOrigin place, List<ProfileServer> servers) {
        return servers.stream()
                .map(ProfileServer::origin)
                .filter(origin -> origin != null && place != null && origin.isSamePlace(place))
                .map(Objects::requireNonNull)
                .toList();
    }

    /**
     * Saves a profile, if the one that it replaces is still the one that the person saw. A save of what is there already
     * is accepted, because a device may repeat one whose answer was lost.
     *
     * @param replaces the name of the profile that it replaces; null for a new one
     * @param revision of that one; empty: not compared
     */
    synchronized void save(Profile given, @Nullable String replaces, String revision) throws RefusedException {
        refresh();
        requireReadable();
        List<Profile> known = content.profiles();
        int at = indexOf(known, replaces);
        int same = indexOf(known, given.name());
        if (at < 0 && same >= 0 && withKept(given, known.get(same)).equals(known.get(same))) {
            // The answer to this save was lost.
            return;
        }
        if (replaces != null && at < 0) {
            throw revision.isEmpty()
                    ? new RefusedException(HostTextCode.PROFILE_GONE_BEFORE, replaces)
                    : RefusedException.conflict(HostTextCode.PROFILE_GONE_BEFORE, replaces);
        }
        if (same >= 0 && same != at) {
            throw new RefusedException(HostTextCode.PROFILE_EXISTS, given.name());
        }
        Profile whole = at < 0 ? given : withKept(given, known.get(at));
        if (at >= 0 && !whole.equals(known.get(at))) {
            requireSame(known.get(at), revision);
        }
        check(whole);
        if (at < 0 && known.size() >= ProfilesFile.MAX_PROFILES) {
            throw new RefusedException(HostTextCode.PROFILES_FULL, ProfilesFile.MAX_PROFILES);
        }
        write(content.with(whole, replaces));
    }

    /** Deletes a profile if it is still the one that the person saw. @param revision empty: not compared */
    synchronized void delete(String name, String revision) throws RefusedException {
        refresh();
        requireReadable();
        int at = indexOf(content.profiles(), name);
        if (at >= 0) {
            requireSame(content.profiles().get(at), revision);
            write(content.without(name));
        }
    }

    private static void requireSame(Profile now, String revision) throws RefusedException {
        if (!revision.isEmpty() && !revision.equals(StoredProfile.revision(now))) {
            throw RefusedException.conflict(HostTextCode.PROFILE_CHANGED_SINCE, now.name());
        }
    }

    private static int indexOf(List<Profile> all, @Nullable String name) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static void check(Profile profile) throws RefusedException {
        List<HostText> mistakes = new ArrayList<>();
        new ProfileValidator((path, sentence) -> mistakes.add(
                        path.equals("name") ? sentence : HostText.of(HostTextCode.PROFILE_WRONG, path, sentence)))
                .check(profile);
        if (!mistakes.isEmpty()) {
            throw new RefusedException(mistakes.get(0));
        }
    }

    /**
     * Puts the values that the host did not send, and the origins that an older device did not keep, back in place, by the
     * names of the server and the variable. A server that would get them at another address, or by another command, gets
     * none.
     */
    private static Profile withKept(Profile given, Profile before) {
        List<ProfileServer> servers = new ArrayList<>();
        for (ProfileServer server : given.servers()) {
            Optional<ProfileServer> old = before.servers().stream()
                    .filter(each -> each.name().equals(server.name()) && each.isSamePlace(server))
                    .findFirst();
            // An older device sends no origin.
            ServerOrigin origin =
                    server.origin() == null ? old.map(ProfileServer::origin).orElse(null) : server.origin();
            servers.add(server.withSettings(withKept(
                            server.settings(), old.map(ProfileServer::settings).orElse(List.of())))
                    .withOrigin(origin));
        }
        return new Profile(
                given.name(),
                servers,
                withKept(given.environment(), before.environment()),
                given.instructions(),
                given.mode(),
                given.model(),
                given.options());
    }

    private static List<ProfileSetting> withKept(List<ProfileSetting> given, List<ProfileSetting> before) {
        return given.stream()
                .map(setting -> setting.source() != ProfileSetting.Source.KEPT
                        ? setting
                        : before.stream()
                                .filter(old -> old.name().equals(setting.name())
                                        && old.source() == ProfileSetting.Source.PLAIN)
                                .findFirst()
                                .orElse(setting))
                .toList();
    }

    /** A file with mistakes would lose them, and what is beside them. */
    private void requireReadable() throws RefusedException {
        if (!problems.isEmpty()) {
            throw new RefusedException(
                    HostTextCode.PROFILES_FILE_WRONG, problems.get(0).english());
        }
    }

    private void write(String text) throws RefusedException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_BYTES) {
            throw new RefusedException(
                    HostTextCode.PROFILES_FULL, content.profiles().size());
        }
        try {
            new PrivateFile(file).write(bytes);
        } catch (IOException e) {
            throw new RefusedException(HostTextCode.PROFILES_NOT_WRITTEN, IoErrorText.sentence(e));
        }
        refresh();
    }

    /** Reads the file if it has changed. */
    private void refresh() {
        Optional<Stamp> now = Stamp.of(file);
        if (now.equals(read)) {
            return;
        }
        read = now;
        List<ConfigError> unusable = new ArrayList<>();
        try {
            Optional<ProfilesFile> found =
                    now.isEmpty() ? Optional.of(ProfilesFile.EMPTY) : ProfilesFile.parse(FILE, text(), unusable);
            found.ifPresent(usable -> content = usable);
            problems = found.map(ProfilesFile::problems).orElse(unusable);
        } catch (CharacterCodingException notText) {
            problems = List.of(wholeFile(HostText.of(HostTextCode.FILE_NO_TEXT)));
        } catch (IOException unreadable) {
            problems = List.of(wholeFile(HostText.of(HostTextCode.FILE_UNREADABLE, IoErrorText.sentence(unreadable))));
        }
        problems.forEach(problem -> LOG.warn("{}", problem.english()));
    }

    private String text() throws IOException {
        byte[] bytes = new PrivateFile(file).read().orElse(new byte[0]);
        if (bytes.length > MAX_BYTES) {
            throw new IOException(
                    HostText.of(HostTextCode.FILE_TOO_LARGE, MAX_BYTES).text());
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
