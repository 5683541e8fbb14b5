package dev.pilothouse.desktop.cli;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.Organisation;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionSummary;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that change the place, the name or the existence of a session. */
final class SessionEditCommands {
    private SessionEditCommands() {}

    @Command(name = "rename", description = "Gives a session another title.")
    static final class Rename extends SessionCommand {
        @Parameters(index = "1", paramLabel = "TITLE", description = "The title, on one line.")
        private String title;

        @Override
        void check() throws CommandFailure {
            requireTitle(title);
            if (title.isBlank()) {
                throw CommandFailure.usage("The title is empty.");
            }
        }

        static void requireTitle(String text) throws CommandFailure {
            if (text.length() > Intent.RenameSession.MAX_NAME) {
                throw CommandFailure.usage("A title has at most " + Intent.RenameSession.MAX_NAME + " characters.");
            }
        }

        @Override
        int run(HostConnection host, SessionSummary summary) throws CommandFailure {
            return submit(host, new Intent.RenameSession(id(summary), title.strip()), "Renamed.");
        }
    }

    @Command(
            name = "delete",
            description = {
                "Ends the agent of a session and deletes its transcript. This cannot be undone.",
                "The files of the session's directory stay."
            })
    static final class Delete extends SessionCommand {
        @Option(
                names = "--at-agent",
                description = {
                    "Also delete the session that the agent has stored, where the agent offers it.",
                    "If the agent does not delete it, the session stays here too."
                })
        private boolean atAgent;

        @Override
        SessionSummary find(HostConnection host, String name) throws CommandFailure {
            return SessionArgument.exact(host.view().sessions(), name);
        }

        @Override
        int run(HostConnection host, SessionSummary summary) throws CommandFailure {
            return submit(
                    host,
                    new Intent.DeleteSession(id(summary), atAgent),
                    atAgent ? "Deleted, also at the agent." : "Deleted.");
        }
    }

    @Command(
            name = "fork",
            description = {
                "Starts a session that begins with the context of another one, where the agent offers it.",
                "The other session stays as it is."
            })
    static final class Fork extends SessionCommand {
        @Option(names = "--mode", paramLabel = "M", description = "The agent's mode (default: the one that asks).")
        private String mode;

        @Option(names = "--model", paramLabel = "M", description = "The agent's model (default: the agent's own).")
        private String model;

        @Option(names = "--prompt", paramLabel = "T", description = "The first prompt, or - for standard input.")
        private String prompt;

        @Override
        int run(HostConnection host, SessionSummary summary) throws CommandFailure {
            boolean offered = host.view().agents().stream()
                    .anyMatch(agent -> agent.agentId().equals(summary.agentId())
                            && agent.offers().forks());
            if (!offered) {
                // A host that is too old for forks would start a session without the context.
                throw CommandFailure.of(
                        ErrorCode.BAD_REQUEST, summary.agentName() + " does not offer to fork its sessions.");
            }
            String profile = Objects.requireNonNull(
                            host.awaitSession(id(summary)).info())
                    .profile()
                    .name();
            IntentResult.Accepted accepted = host.submit(new Intent.CreateSession(
                    summary.agentId(),
                    summary.cwd(),
                    mode,
                    model,
                    prompt == null ? null : ctl().terminal().textOf(prompt),
                    null,
                    null,
                    profile.isEmpty() ? null : profile,
                    id(summary)));
            SessionId created = Objects.requireNonNull(accepted.sessionId());
            ctl().done("sessionId", created.value(), created.value());
            return 0;
        }
    }

    @Command(
            name = "archive",
            description = "Hides a session from the list, unless it waits for you. Its agent keeps running.")
    static final class Archive extends SessionCommand {
        @Override
        int run(HostConnection host, SessionSummary summary) throws CommandFailure {
            return submit(host, Intent.Organise.archive(id(summary), true), "Archived.");
        }
    }

    @Command(name = "unarchive", description = "Shows an archived session in the list again.")
    static final class Unarchive extends SessionCommand {
        @Override
        int run(HostConnection host, SessionSummary summary) throws CommandFailure {
            return submit(host, Intent.Organise.archive(id(summary), false), "No longer archived.");
        }
    }

    @Command(name = "pin", description = "Keeps a session at the top of the list.")
    static final class Pin extends SessionCommand {
        @Override
        int run(HostConnection host, SessionSummary summary) throws CommandFailure {
            return submit(host, Intent.Organise.pin(id(summary), true), "Pinned.");
        }
    }

    @Command(name = "unpin", description = "No longer keeps a session at the top of the list.")
    static final class Unpin extends SessionCommand {
        @Override
        int run(HostConnection host, SessionSummary summary) throws CommandFailure {
            return submit(host, Intent.Organise.pin(id(summary), false), "No longer pinned.");
        }
    }

    @Command(name = "group", description = "Puts a session into a group, or takes it out of its group.")
    static final class Group extends SessionCommand {
        @Parameters(
                index = "1",
                paramLabel = "GROUP",
                arity = "0..1",
                defaultValue = "",
                description = "The name of the group (default: none).")
        private String group;

        @Override
        void check() throws CommandFailure {
            requireGroup(group);
        }

        static void requireGroup(String name) throws CommandFailure {
            if (name.strip().length() > Organisation.MAX_GROUP) {
                throw CommandFailure.usage("A group's name has at most " + Organisation.MAX_GROUP + " characters.");
            }
        }

        @Override
        int run(HostConnection host, SessionSummary summary) throws CommandFailure {
            String name = group.strip();
            return submit(
                    host,
                    Intent.Organise.group(id(summary), name),
                    name.isEmpty() ? "In no group." : "In the group " + name + ".");
        }
    }

    @Command(
            name = "restart",
            description = {
                "Ends the agent of a session with all its processes, and starts it again with the same conversation.",
                "A running turn ends. Queued prompts follow."
            })
    static final class Restart extends SessionCommand {
        @Override
        int run(HostConnection host, SessionSummary summary) throws CommandFailure {
            if (summary.activity().phase() != SessionPhase.GONE) {
                host.submit(new Intent.CloseSession(id(summary)));
            }
            IntentResult.Accepted accepted = host.submit(new Intent.ResumeSession(id(summary)));
            // The host starts the agent when the old one and its processes have ended.
            host.awaitView(
                    view -> view.sessions().stream()
                            .filter(session -> session.sessionId().equals(id(summary)))
                            .allMatch(session -> session.activity().phase() != SessionPhase.GONE),
                    HostConnection.ANSWER_TIMEOUT,
                    "The host did not start the agent in time.");
            return ctl().done(accepted, "Restarted.");
        }
    }
}
