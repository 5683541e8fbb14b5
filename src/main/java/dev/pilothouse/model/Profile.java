package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;

/**
 * A named set of MCP servers, variables, instructions and start settings for sessions.
 *
 * @param environment variables of the agent
 * @param instructions put before the first prompt; may be empty
 * @param mode of a new session, by id or name; may be empty
 * @param model of a new session; may be empty
 * @param options of a new session: the id of an option and its value
 */
public record Profile(
        String name,
        List<ProfileServer> servers,
        List<ProfileSetting> environment,
        String instructions,
        String mode,
        String model,
        List<ProfileOption> options) {
    public static final int MAX_NAME = 64;

    /** @param id of the agent's option */
    public record ProfileOption(String id, String value) {}

    public Profile {
        Objects.requireNonNull(name, "name");
        servers = List.copyOf(servers);
        environment = List.copyOf(environment);
        Objects.requireNonNull(instructions, "instructions");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(model, "model");
        options = List.copyOf(options);
    }

    /** The same without plain values of variables and headers. */
    public Profile withheld() {
        return new Profile(
                name,
                servers.stream().map(ProfileServer::withheld).toList(),
                environment.stream().map(ProfileSetting::withheld).toList(),
                instructions,
                mode,
                model,
                options);
    }

    @Override
    public String toString() {
        return "Profile[" + name + "]";
    }
}
