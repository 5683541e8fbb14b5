package dev.pilothouse.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.pilothouse.model.AuditAction;
import dev.pilothouse.model.Budget;
import dev.pilothouse.model.ChangePart;
import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.CommentPlace;
import dev.pilothouse.model.CommitFile;
import dev.pilothouse.model.CommitOrder;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.FindingSeverity;
import dev.pilothouse.model.GitActivity;
import dev.pilothouse.model.InstallKind;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.NotificationKind;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.PlanEntry;
import dev.pilothouse.model.ProfileSetting;
import dev.pilothouse.model.PullMode;
import dev.pilothouse.model.PullRequestState;
import dev.pilothouse.model.PullRequestTrouble;
import dev.pilothouse.model.PushForm;
import dev.pilothouse.model.PushKind;
import dev.pilothouse.model.PushTest;
import dev.pilothouse.model.QuestionField;
import dev.pilothouse.model.RestoredFile;
import dev.pilothouse.model.RunCheck;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.RunMemberState;
import dev.pilothouse.model.RunRole;
import dev.pilothouse.model.RunState;
import dev.pilothouse.model.RunStopReason;
import dev.pilothouse.model.Schedule;
import dev.pilothouse.model.ScheduleAction;
import dev.pilothouse.model.ScheduleOccurrence;
import dev.pilothouse.model.ScheduleTiming;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.ServerKind;
import dev.pilothouse.model.SessionFile;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.model.ToolStatus;
import dev.pilothouse.model.TunnelInfo;
import dev.pilothouse.model.TunnelProvider;
import dev.pilothouse.model.UsageGrouping;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.LastEvent;
import dev.pilothouse.session.SearchHit;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.WatchLabel;
import dev.pilothouse.session.WhenBusy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The constants of an enumeration as wire words: {@code NEEDS_LOGIN} is sent as {@code needsLogin}. Words of the Agent
 * Client Protocol keep its spelling: {@code ALLOW_ONCE} is {@code allow_once}. An unknown word in a host's report
 * decodes to the least specific constant. An unknown word in a device's request is an error, so that the host does not
 * carry out another action.
 */
public final class WireEnum<E extends Enum<E>> implements MemberCodec<E> {
    private static final Set<Class<?>> AGENT_CLIENT_PROTOCOL = Set.of(
            ToolKind.class,
            ToolStatus.class,
            PendingOption.Kind.class,
            PlanEntry.Priority.class,
            PlanEntry.Status.class,
            StopReason.class);

    /** For requests of devices and for the host's own files. */
    public static final WireEnum<Scope> SCOPE = strict(Scope.values());

    public static final WireEnum<ErrorCode> ERROR_CODE = open(ErrorCode.values(), ErrorCode.INTERNAL);
    public static final WireEnum<StopReason> STOP_REASON = open(StopReason.values(), StopReason.OTHER);

    /** For reports of hosts. */
    static final WireEnum<Scope> SCOPE_SENT = open(Scope.values(), Scope.VIEW);

    static final WireEnum<TunnelProvider> TUNNEL_WAY = strict(TunnelProvider.values());
    static final WireEnum<TunnelProvider> TUNNEL_WAY_SENT = open(TunnelProvider.values(), TunnelProvider.COMMAND);
    static final WireEnum<TunnelInfo.Phase> TUNNEL_PHASE = open(TunnelInfo.Phase.values(), TunnelInfo.Phase.STOPPED);

    static final WireEnum<ContextRestore> MEMORY = open(ContextRestore.values(), ContextRestore.NEW);
    static final WireEnum<CommentPlace.State> COMMENT_PLACE =
            open(CommentPlace.State.values(), CommentPlace.State.CHANGED);
    static final WireEnum<FindingSeverity> FINDING_SEVERITY = open(FindingSeverity.values(), FindingSeverity.NOTE);
    static final WireEnum<ToolKind> TOOL_KIND = open(ToolKind.values(), ToolKind.OTHER);
    static final WireEnum<ToolStatus> TOOL_STATUS = open(ToolStatus.values(), ToolStatus.IN_PROGRESS);
    static final WireEnum<NoteLevel> NOTE_LEVEL = open(NoteLevel.values(), NoteLevel.INFO);
    static final WireEnum<PendingKind> PENDING_KIND = open(PendingKind.values(), PendingKind.QUESTION);
    static final WireEnum<PendingOption.Kind> OPTION_KIND = open(PendingOption.Kind.values(), PendingOption.Kind.OTHER);
    static final WireEnum<PendingAnswer.Outcome> ANSWER_OUTCOME =
            open(PendingAnswer.Outcome.values(), PendingAnswer.Outcome.CLOSED);
    static final WireEnum<QuestionField.Type> FIELD_TYPE = open(QuestionField.Type.values(), QuestionField.Type.TEXT);
    static final WireEnum<PlanEntry.Priority> PRIORITY = open(PlanEntry.Priority.values(), PlanEntry.Priority.MEDIUM);
    static final WireEnum<PlanEntry.Status> PLAN_STATUS = open(PlanEntry.Status.values(), PlanEntry.Status.PENDING);
    static final WireEnum<SessionPhase> PHASE = open(SessionPhase.values(), SessionPhase.WORKING);
    static final WireEnum<LastEvent> DOING = open(LastEvent.values(), LastEvent.NOTHING);
    static final WireEnum<WatchLabel> WATCH_LABEL = open(WatchLabel.values(), WatchLabel.NONE);
    public static final WireEnum<AuditAction> AUDIT_ACTION = open(AuditAction.values(), AuditAction.OTHER);
    static final WireEnum<RestoredFile.Kind> RESTORED_KIND =
            open(RestoredFile.Kind.values(), RestoredFile.Kind.MODIFIED);
    static final WireEnum<ComparisonTarget> COMPARISON_TARGET = strict(ComparisonTarget.values());
    static final WireEnum<ChangePart> CHANGE_PART = strict(ChangePart.values());
    static final WireEnum<Budget.Subject> BUDGET_SUBJECT = strict(Budget.Subject.values());
    static final WireEnum<Budget.Period> BUDGET_PERIOD = strict(Budget.Period.values());
    static final WireEnum<UsageGrouping> USAGE_GROUPING = strict(UsageGrouping.values());
    static final WireEnum<ScheduleTiming.Kind> SCHEDULE_KIND = strict(ScheduleTiming.Kind.values());
    static final WireEnum<Schedule.MissedRule> MISSED_RULE = strict(Schedule.MissedRule.values());
    static final WireEnum<Schedule.OverlapRule> OVERLAP_RULE = strict(Schedule.OverlapRule.values());
    static final WireEnum<ScheduleTiming.Kind> SCHEDULE_KIND_SENT =
            open(ScheduleTiming.Kind.values(), ScheduleTiming.Kind.CRON);
    static final WireEnum<Schedule.MissedRule> MISSED_RULE_SENT =
            open(Schedule.MissedRule.values(), Schedule.MissedRule.SKIP);
    static final WireEnum<Schedule.OverlapRule> OVERLAP_RULE_SENT =
            open(Schedule.OverlapRule.values(), Schedule.OverlapRule.SKIP);
    static final WireEnum<ServerKind> SERVER_KIND = strict(ServerKind.values());
    static final WireEnum<ServerKind> SERVER_KIND_SENT = open(ServerKind.values(), ServerKind.OTHER);
    static final WireEnum<ProfileSetting.Source> SETTING_SOURCE = strict(ProfileSetting.Source.values());
    static final WireEnum<ProfileSetting.Source> SETTING_SOURCE_SENT =
            open(ProfileSetting.Source.values(), ProfileSetting.Source.OTHER);
    public static final WireEnum<NotificationKind> NOTIFICATION_KIND = strict(NotificationKind.values());
    public static final WireEnum<PushKind> PUSH_KIND = strict(PushKind.values());
    static final WireEnum<PushKind> PUSH_KIND_SENT = open(PushKind.values(), PushKind.OTHER);
    static final WireEnum<PushTest.State> PUSH_TEST_STATE = open(PushTest.State.values(), PushTest.State.NONE);
    static final WireEnum<ScheduleAction> SCHEDULE_ACTION = strict(ScheduleAction.values());
    static final WireEnum<ScheduleOccurrence.State> OCCURRENCE_STATE =
            open(ScheduleOccurrence.State.values(), ScheduleOccurrence.State.OTHER);
    static final WireEnum<ChangedFile.State> CHANGE_STATE = open(ChangedFile.State.values(), ChangedFile.State.OTHER);
    static final WireEnum<PullMode> PULL_MODE = strict(PullMode.values());
    static final WireEnum<PushForm> PUSH_FORM = open(PushForm.values(), PushForm.OTHER);
    static final WireEnum<GitActivity> GIT_ACTIVITY = open(GitActivity.values(), GitActivity.OTHER);
    static final WireEnum<CommitFile.Staging> STAGING = open(CommitFile.Staging.values(), CommitFile.Staging.NONE);
    static final WireEnum<CommitOrder.Files> COMMIT_FILES = strict(CommitOrder.Files.values());
    public static final WireEnum<InstallKind> INSTALL_KIND = open(InstallKind.values(), InstallKind.OTHER);
    static final WireEnum<JobKind> JOB_KIND = open(JobKind.values(), JobKind.OTHER);
    static final WireEnum<JobState> JOB_STATE = open(JobState.values(), JobState.UNKNOWN);
    static final WireEnum<RunKind> RUN_KIND = open(RunKind.values(), RunKind.OTHER);
    static final WireEnum<RunState> RUN_STATE = open(RunState.values(), RunState.RUNNING);
    static final WireEnum<RunStopReason> RUN_STOP_REASON = open(RunStopReason.values(), RunStopReason.OTHER);
    static final WireEnum<RunRole> RUN_ROLE = open(RunRole.values(), RunRole.OTHER);
    static final WireEnum<RunMemberState> RUN_MEMBER_STATE = open(RunMemberState.values(), RunMemberState.UNKNOWN);
    static final WireEnum<RunCheck> RUN_CHECK = open(RunCheck.values(), RunCheck.NONE);
    static final WireEnum<PullRequestState> PULL_REQUEST_STATE =
            open(PullRequestState.values(), PullRequestState.OTHER);
    static final WireEnum<PullRequestTrouble> PULL_REQUEST_TROUBLE =
            open(PullRequestTrouble.values(), PullRequestTrouble.OTHER);
    static final WireEnum<SessionFile.Kind> FILE_KIND = open(SessionFile.Kind.values(), SessionFile.Kind.BINARY);
    static final WireEnum<SearchHit.Kind> HIT_KIND = open(SearchHit.Kind.values(), SearchHit.Kind.OTHER);
    static final WireEnum<WhenBusy> WHEN_BUSY = strict(WhenBusy.values());
    static final WireEnum<IntentResult.Outcome> OUTCOME =
            open(IntentResult.Outcome.values(), IntentResult.Outcome.ACCEPTED);

    private final Map<String, E> byWord = new HashMap<>();
    private final List<JsonPrimitive> words = new ArrayList<>();
    private final @Nullable E unknown;

    private WireEnum(E[] constants, @Nullable E unknown) {
        for (E constant : constants) {
            byWord.put(toWire(constant), constant);
            words.add(new JsonPrimitive(toWire(constant)));
        }
        this.unknown = unknown;
    }

    private static <E extends Enum<E>> WireEnum<E> strict(E[] constants) {
        return new WireEnum<>(constants, null);
    }

    private static <E extends Enum<E>> WireEnum<E> open(E[] constants, E unknown) {
        return new WireEnum<>(constants, unknown);
    }

    @Override
    public E read(FieldReader in, String member) throws CodecException {
        return in.enumValue(member, this);
    }

    @Override
    public JsonElement write(E constant) {
        return words.get(constant.ordinal());
    }

    /** Returns the constant of a word. For an unknown word, returns the fallback, if there is one. */
    public @Nullable E parse(String word) {
        return byWord.getOrDefault(word, unknown);
    }

    /**
     * Converts upper snake case to lower snake case for words of the Agent Client Protocol, else to lower camel case.
     */
    public static String toWire(Enum<?> constant) {
        String name = constant.name().toLowerCase(Locale.ROOT);
        if (name.indexOf('_') < 0 || AGENT_CLIENT_PROTOCOL.contains(constant.getDeclaringClass())) {
            return name;
        }
        StringBuilder word = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            word.append(c == '_' ? Character.toUpperCase(name.charAt(++i)) : c);
        }
        return word.toString();
    }
}
