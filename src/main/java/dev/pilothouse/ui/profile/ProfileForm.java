package dev.pilothouse.ui.profile;

import dev.pilothouse.model.Profile;
import dev.pilothouse.model.ProfileServer;
import dev.pilothouse.model.ProfileSetting;
import dev.pilothouse.model.ServerKind;
import dev.pilothouse.model.ServerOrigin;
import dev.pilothouse.model.SettingLines;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The input of the form for one profile. Confined to the FX thread. */
public final class ProfileForm {
    final StringProperty name = new SimpleStringProperty(this, "name", "");
    final StringProperty instructions = new SimpleStringProperty(this, "instructions", "");
    final StringProperty mode = new SimpleStringProperty(this, "mode", "");
    final StringProperty model = new SimpleStringProperty(this, "model", "");
    final StringProperty variables = new SimpleStringProperty(this, "variables", "");
    final StringProperty options = new SimpleStringProperty(this, "options", "");
    final ObservableList<ServerInput> servers = FXCollections.observableArrayList();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");
    private final ReadOnlyObjectWrapper<@Nullable Conflict> conflict = new ReadOnlyObjectWrapper<>(this, "conflict");
    private final ObjectProperty<HostLink> link;
    private @Nullable String replaces;
    private String revision;

    /**
     * The profile has changed on the host since the form was opened, so nothing was saved or deleted.
     *
     * @param newest as it is now; null if it is gone
     * @param deletion whether it was to be deleted
     */
    public record Conflict(String sentence, HostGateway.@Nullable ProfileContent newest, boolean deletion) {}

    /** The input for one server. */
    static final class ServerInput {
        final StringProperty name = new SimpleStringProperty(this, "name", "");
        final ObjectProperty<ServerKind> kind = new SimpleObjectProperty<>(this, "kind", ServerKind.STDIO);
        final StringProperty command = new SimpleStringProperty(this, "command", "");
        final StringProperty arguments = new SimpleStringProperty(this, "arguments", "");
        final StringProperty url = new SimpleStringProperty(this, "url", "");
        final StringProperty settings = new SimpleStringProperty(this, "settings", "");
        private @Nullable ServerOrigin origin;
    }

    /** A new one, with the content of a profile. */
    ProfileForm(HostLink link, Profile profile) {
        this(link, profile, null, "");
    }

    /** Changes a profile of the host. */
    ProfileForm(HostLink link, HostGateway.ProfileContent content) {
        this(link, content.profile(), content.profile().name(), content.revision());
    }

    private ProfileForm(HostLink link, Profile profile, @Nullable String replaces, String revision) {
        this.link = new SimpleObjectProperty<>(this, "link", link);
        this.replaces = replaces;
        this.revision = revision;
        name.set(profile.name());
        instructions.set(profile.instructions());
        mode.set(profile.mode());
        model.set(profile.model());
        variables.set(SettingLines.write(profile.environment()));
        options.set(profile.options().stream()
                .map(option -> option.id() + "=" + option.value())
                .collect(Collectors.joining("\n")));
        profile.servers().forEach(server -> servers.add(input(server)));
    }

    private static ServerInput input(ProfileServer server) {
        ServerInput input = new ServerInput();
        input.name.set(server.name());
        input.kind.set(server.kind() == ServerKind.OTHER ? ServerKind.STDIO : server.kind());
        input.command.set(server.command());
        input.arguments.set(String.join("\n", server.arguments()));
        input.url.set(server.url());
        input.settings.set(SettingLines.write(server.settings()));
        input.origin = server.origin();
        return input;
    }

    HostLink link() {
        return link.get();
    }

    /** The host of a new profile. */
    ObjectProperty<HostLink> linkProperty() {
        return link;
    }

    /** The name of the profile that the form changes; null for a new one. */
    @Nullable
    String replaces() {
        return replaces;
    }

    /** The revision of the profile that the form changes, as the person saw it; empty for none. */
    String revision() {
        return revision;
    }

    /** Why nothing was saved, until the person has chosen; null for no reason. */
    public ReadOnlyObjectProperty<@Nullable Conflict> conflictProperty() {
        return conflict.getReadOnlyProperty();
    }

    void setConflict(@Nullable Conflict now) {
        conflict.set(now);
    }

    /** The input is to replace what the host has now. @param newest null if the host has none, so it is a new one */
    void setOriginal(HostGateway.@Nullable ProfileContent newest) {
        replaces = newest == null ? null : newest.profile().name();
        revision = newest == null ? "" : newest.revision();
    }

    boolean isEdit() {
        return replaces != null;
    }

    ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    void setProblem(String text) {
        problem.set(text);
    }

    public void addServer() {
        servers.add(new ServerInput());
    }

    /** Adds a server. If another one has its name, it gets a number. */
    void addServer(ProfileServer server) {
        Set<String> names =
                servers.stream().map(other -> other.name.get().strip()).collect(Collectors.toSet());
        ServerInput input = input(server);
        for (int number = 2; names.contains(input.name.get()); number++) {
            input.name.set(server.name() + "-" + number);
        }
        servers.add(input);
    }

    /** The profile; empty if the input is wrong, which the problem then names. The host checks the rest. */
    Optional<Profile> read() {
        List<String> wrong = new ArrayList<>();
        List<ProfileServer> read = servers.stream()
                .map(input -> server(input, SettingLines.read(input.settings.get(), wrong)))
                .toList();
        List<ProfileSetting> environment = SettingLines.read(variables.get(), wrong);
        List<Profile.ProfileOption> choices = SettingLines.read(options.get(), wrong).stream()
                .map(setting -> new Profile.ProfileOption(setting.name(), setting.text()))
                .toList();
        if (!wrong.isEmpty()) {
            problem.set(Texts.text("profiles.wrongLine", wrong.get(0)));
            return Optional.empty();
        }
        problem.set("");
        return Optional.of(new Profile(
                name.get().strip(),
                read,
                environment,
                instructions.get().strip(),
                mode.get().strip(),
                model.get().strip(),
                choices));
    }

    private static ProfileServer server(ServerInput input, List<ProfileSetting> settings) {
        boolean stdio = input.kind.get() == ServerKind.STDIO;
        return new ProfileServer(
                input.name.get().strip(),
                input.kind.get(),
                stdio ? input.command.get().strip() : "",
                stdio
                        ? input.arguments
                                .get()
                                .lines()
                                .map(String::strip)
                                .filter(word -> !word.isEmpty())
                                .toList()
                        : List.of(),
                stdio ? "" : input.url.get().strip(),
                settings,
                input.origin);
    }
}
