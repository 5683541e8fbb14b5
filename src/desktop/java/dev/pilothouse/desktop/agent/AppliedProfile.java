package dev.pilothouse.desktop.agent;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.SessionProfile;
import java.util.List;

/**
 * The part of its session's profile that an agent got when it started. Immutable; any thread.
 *
 * @param shown the servers that it got or did not get
 * @param instructions for the first prompt; may be empty
 * @param warnings for the transcript, besides those about servers
 */
public record AppliedProfile(SessionProfile shown, String instructions, List<HostText> warnings) {
    /** Of a session without a profile. */
    public static final AppliedProfile NONE = new AppliedProfile(SessionProfile.NONE, "", List.of());

    public AppliedProfile {
        warnings = List.copyOf(warnings);
    }
}
