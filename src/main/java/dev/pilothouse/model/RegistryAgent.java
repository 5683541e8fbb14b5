package dev.pilothouse.model;

import java.util.Objects;

/**
 * An agent of the registry, as the page of agents shows it. All texts come from the registry, so they are claims of
 * others.
 *
 * @param id its name in the registry
 * @param agentId its entry in the host's catalogue once it is installed
 */
public record RegistryAgent(String id, AgentId agentId, Description about, Offer offer, Installed installed) {
    public RegistryAgent {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(agentId, "agentId");
        Objects.requireNonNull(about, "about");
        Objects.requireNonNull(offer, "offer");
        Objects.requireNonNull(installed, "installed");
    }

    /**
     * @param publisher the authors; may be empty
     * @param license an SPDX identifier or a word such as {@code proprietary}; may be empty
     * @param link the page of the project; may be empty
     * @param login the command of its login, to type in a terminal; may be empty
     */
    public record Description(String name, String text, String publisher, String license, String link, String login) {}

    /**
     * The outcome of an installation, before it.
     *
     * @param version empty if the registry no longer has the agent
     * @param source a package with its exact version, or the address of an archive; empty if there is none for this machine
     * @param command the command line that sessions would start
     * @param verified whether the host can check what it gets against a known digest
     * @param hindrance the reason why it cannot be installed; may be empty
     */
    public record Offer(
            String version, InstallKind kind, String source, String command, boolean verified, HostText hindrance) {
        public static final Offer NONE = new Offer("", InstallKind.OTHER, "", "", false, HostText.NONE);

        public boolean isPossible() {
            return !source.isEmpty() && hindrance.text().isEmpty();
        }
    }

    /**
     * The installed version.
     *
     * @param version empty if it is not installed
     * @param command the command line that sessions start
     * @param size in bytes
     */
    public record Installed(String version, String command, long size) {
        public static final Installed NONE = new Installed("", "", 0);
    }

    public boolean isInstalled() {
        return !installed.version().isEmpty();
    }

    /** Whether the registry has another version than the installed one. */
    public boolean hasUpdate() {
        return isInstalled() && !offer.version().isEmpty() && !offer.version().equals(installed.version());
    }
}
