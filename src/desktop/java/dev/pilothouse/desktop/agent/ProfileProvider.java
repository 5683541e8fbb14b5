package dev.pilothouse.desktop.agent;

import java.util.List;
import java.util.Optional;

/** Port: the profiles of the host. Any thread. */
public interface ProfileProvider {
    ProfileProvider NONE = new ProfileProvider() {
        @Override
        public Optional<AgentProfile> find(String name) {
            return Optional.empty();
        }

        @Override
        public List<String> names() {
            return List.of();
        }
    };

    Optional<AgentProfile> find(String name);

    /** A person has chosen a profile for a session. Does not block. @param name empty for none */
    default void chosen(String directory, String name) {}

    /** For a sentence. */
    List<String> names();
}
