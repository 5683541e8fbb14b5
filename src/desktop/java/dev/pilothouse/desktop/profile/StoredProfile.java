package dev.pilothouse.desktop.profile;

import dev.pilothouse.desktop.agent.AgentProfile;
import dev.pilothouse.desktop.agent.McpServerEntry;
import dev.pilothouse.desktop.process.ChildEnvironment;
import dev.pilothouse.desktop.process.CommandLookup;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Profile;
import dev.pilothouse.model.ProfileInfo;
import dev.pilothouse.model.ProfileServer;
import dev.pilothouse.model.ProfileSetting;
import dev.pilothouse.model.ServerKind;
import dev.pilothouse.protocol.StrictJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A profile of the file, with the means to look up its secrets. Immutable; any thread. */
record StoredProfile(Profile profile, SecretStore secrets) implements AgentProfile {
    @Override
    public String name() {
        return profile.name();
    }

    @Override
    public String revision() {
        return revision(profile);
    }

    /** Changes with the content, and not with the name. */
    static String revision(Profile profile) {
        return ContentDigest.revision(StrictJson.write(ProfilesFile.json(profile)));
    }

    @Override
    public String instructions() {
        return profile.instructions();
    }

    @Override
    public String mode() {
        return profile.mode();
    }

    @Override
    public String model() {
        return profile.model();
    }

    @Override
    public Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        profile.options().forEach(option -> options.put(option.id(), option.value()));
        return options;
    }

    @Override
    public boolean hasServers() {
        return !profile.servers().isEmpty();
    }

    @Override
    public boolean hasEnvironment() {
        return !profile.environment().isEmpty();
    }

    /** For every client. */
    ProfileInfo info() {
        return new ProfileInfo(
                profile.name(),
                revision(),
                profile.servers().stream()
                        .map(server -> new ProfileInfo.Server(server.name(), server.kind()))
                        .toList(),
                profile.environment().size(),
                !profile.instructions().isEmpty(),
                profile.mode(),
                profile.model());
    }

    @Override
    public Resolved resolve(Map<String, String> environment, Path directory) {
        SettingReader reader = new SettingReader(secrets, environment);
        Map<String, String> variables = new LinkedHashMap<>();
        List<HostText> missing = new ArrayList<>();
        for (ProfileSetting setting : profile.environment()) {
            SecretStore.Found found = reader.read(setting);
            if (found instanceof SecretStore.Found.Secret secret) {
                variables.put(setting.name(), secret.value());
            } else if (found instanceof SecretStore.Found.Missing none) {
                missing.add(HostText.of(
                        HostTextCode.PROFILE_VARIABLE_MISSING, setting.name(), profile.name(), none.reason()));
            }
        }
        CommandLookup commands = CommandLookup.of(ChildEnvironment.from(environment, List.of(), variables));
        List<Server> servers = profile.servers().stream()
                .map(server -> resolve(server, reader, commands, directory))
                .toList();
        return new Resolved(servers, variables, missing);
    }

    /** The command must exist, and each value. */
    static Server resolve(ProfileServer server, SettingReader reader, CommandLookup commands, Path directory) {
        List<String> command = new ArrayList<>();
        if (server.kind() == ServerKind.STDIO) {
            Optional<Path> program = commands.find(server.command(), directory);
            if (program.isEmpty()) {
                return skipped(server, HostText.of(HostTextCode.SERVER_COMMAND_MISSING, server.command()));
            }
            command.add(program.get().toString());
            command.addAll(server.arguments());
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (ProfileSetting setting : server.settings()) {
            SecretStore.Found found = reader.read(setting);
            if (found instanceof SecretStore.Found.Missing none) {
                return skipped(server, none.reason());
            }
            values.put(setting.name(), ((SecretStore.Found.Secret) found).value());
        }
        return new Server(
                server.name(),
                server.kind(),
                new McpServerEntry(server.name(), server.kind(), command, server.url(), values),
                HostText.NONE);
    }

    private static Server skipped(ProfileServer server, HostText reason) {
        return new Server(server.name(), server.kind(), null, reason);
    }

    @Override
    public String toString() {
        return "StoredProfile[" + profile.name() + "]";
    }
}
