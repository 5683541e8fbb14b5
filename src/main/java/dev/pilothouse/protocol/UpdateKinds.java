package dev.pilothouse.protocol;

import dev.pilothouse.model.SessionUpdate;
import java.util.List;

/** The name of each kind of update in the bridge, the journal and the command line. Stateless. */
public final class UpdateKinds {
    private static final Namer NAMER = new Namer();

    private UpdateKinds() {}

    public static String of(SessionUpdate update) {
        return update.accept(NAMER);
    }

    /** All names, sorted. */
    public static List<String> all() {
        return UpdateDecoder.kinds().stream().sorted().toList();
    }

    private static final class Namer implements SessionUpdate.Visitor<String> {
        @Override
        public String sessionCreated(SessionUpdate.SessionCreated update) {
            return "sessionCreated";
        }

        @Override
        public String agentStarting(SessionUpdate.AgentStarting update) {
            return "agentStarting";
        }

        @Override
        public String agentStarted(SessionUpdate.AgentStarted update) {
            return "agentStarted";
        }

        @Override
        public String agentExited(SessionUpdate.AgentExited update) {
            return "agentExited";
        }

        @Override
        public String loginNeeded(SessionUpdate.LoginNeeded update) {
            return "loginNeeded";
        }

        @Override
        public String sessionClosed(SessionUpdate.SessionClosed update) {
            return "sessionClosed";
        }

        @Override
        public String turnStarted(SessionUpdate.TurnStarted update) {
            return "turnStarted";
        }

        @Override
        public String turnEnded(SessionUpdate.TurnEnded update) {
            return "turnEnded";
        }

        @Override
        public String userMessage(SessionUpdate.UserMessage update) {
            return "userMessage";
        }

        @Override
        public String passedOn(SessionUpdate.PassedOn update) {
            return "passedOn";
        }

        @Override
        public String agentMessageChunk(SessionUpdate.AgentMessageChunk update) {
            return "message";
        }

        @Override
        public String thoughtChunk(SessionUpdate.ThoughtChunk update) {
            return "thought";
        }

        @Override
        public String toolCallStarted(SessionUpdate.ToolCallStarted update) {
            return "toolCall";
        }

        @Override
        public String toolCallChanged(SessionUpdate.ToolCallChanged update) {
            return "toolCallUpdate";
        }

        @Override
        public String planChanged(SessionUpdate.PlanChanged update) {
            return "plan";
        }

        @Override
        public String pendingAsked(SessionUpdate.PendingAsked update) {
            return "pendingAsked";
        }

        @Override
        public String pendingAnswered(SessionUpdate.PendingAnswered update) {
            return "pendingAnswered";
        }

        @Override
        public String modeChanged(SessionUpdate.ModeChanged update) {
            return "modeChanged";
        }

        @Override
        public String modelChanged(SessionUpdate.ModelChanged update) {
            return "modelChanged";
        }

        @Override
        public String optionsChanged(SessionUpdate.OptionsChanged update) {
            return "optionChanged";
        }

        @Override
        public String commandsChanged(SessionUpdate.CommandsChanged update) {
            return "commandsChanged";
        }

        @Override
        public String usageChanged(SessionUpdate.UsageChanged update) {
            return "usage";
        }

        @Override
        public String note(SessionUpdate.Note update) {
            return "note";
        }

        @Override
        public String renamed(SessionUpdate.Renamed update) {
            return "renamed";
        }

        @Override
        public String organised(SessionUpdate.Organised update) {
            return "organised";
        }

        @Override
        public String queueChanged(SessionUpdate.QueueChanged update) {
            return "queueChanged";
        }

        @Override
        public String unknown(SessionUpdate.Unknown update) {
            return "unknown";
        }
    }
}
