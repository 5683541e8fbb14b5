package dev.pilothouse.desktop.bridge;

import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import java.util.function.Consumer;

/**
 * The profiles of the host, for its connections. Thread-safe; no method waits. Each one sends exactly one reply, on any
 * thread.
 */
public interface ProfileOperations {
    void list(ClientMessage.ListProfiles question, Consumer<HostMessage> answer);

    /** Without plain values. */
    void read(ClientMessage.ReadProfile question, Consumer<HostMessage> answer);

    void save(ClientMessage.SaveProfile command, Consumer<HostMessage> answer);

    void delete(ClientMessage.DeleteProfile command, Consumer<HostMessage> answer);

    void test(ClientMessage.TestServer command, Consumer<HostMessage> answer);

    /** Reads files of a folder, and starts nothing. */
    void suggest(ClientMessage.SuggestServers question, Consumer<HostMessage> answer);

    /** The templates of new sessions, which name profiles. */
    void templates(ClientMessage.ListTemplates question, Consumer<HostMessage> answer);

    /** Saves or deletes a template. */
    void saveTemplate(ClientMessage.SaveTemplate command, Consumer<HostMessage> answer);
}
