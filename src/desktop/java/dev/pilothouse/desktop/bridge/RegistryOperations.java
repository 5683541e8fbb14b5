package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.JobRequest;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import java.util.function.Consumer;

/** The agents that a host can install, and the person's own ones, for the host's connections. Thread-safe. */
public interface RegistryOperations {
    HostMessage list(ClientMessage.ListRegistry question);

    /** Starts the job that fetches the registry. The journal has it when this returns. */
    void refresh(ClientMessage.RefreshRegistry order, JobRequest requester) throws HostOperations.RefusedException;

    /** Starts the job that installs an agent. The journal has it when this returns. */
    void install(ClientMessage.InstallAgent order, JobRequest requester) throws HostOperations.RefusedException;

    /** Starts the job that removes an installed agent. The journal has it when this returns. */
    void remove(ClientMessage.RemoveAgent order, JobRequest requester) throws HostOperations.RefusedException;

    /** Starts an agent and asks for its answer. @param answer receives exactly one reply, on any thread */
    void test(ClientMessage.TestAgent question, Consumer<HostMessage> answer);

    /** Writes an agent of the person's own to their file. Writes the disk. */
    void save(ClientMessage.SaveAgent order) throws HostOperations.RefusedException;

    /** Takes an agent out of the person's file. Writes the disk. */
    void delete(ClientMessage.DeleteAgent order) throws HostOperations.RefusedException;

    /** Lets an agent forget its login. */
    void logout(ClientMessage.LogoutAgent order, Consumer<HostMessage> answer);
}
