package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.AuditAction;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.Intent;
import java.util.Map;

/** Maps an accepted intent to its audit log entry. The entry contains names, never content. Stateless. */
public final class AuditActions {
    private static final Map<Class<?>, AuditAction> ACTIONS = Map.ofEntries(
            Map.entry(Intent.CreateSession.class, AuditAction.SESSION_CREATED),
            Map.entry(Intent.ResumeSession.class, AuditAction.SESSION_RESUMED),
            Map.entry(Intent.CloseSession.class, AuditAction.SESSION_CLOSED),
            Map.entry(Intent.DeleteSession.class, AuditAction.SESSION_DELETED),
            Map.entry(Intent.RenameSession.class, AuditAction.SESSION_RENAMED),
            Map.entry(Intent.RestoreFiles.class, AuditAction.FILES_RESTORED),
            Map.entry(Intent.Organise.class, AuditAction.SESSION_ORGANISED),
            Map.entry(Intent.Prompt.class, AuditAction.PROMPTED),
            Map.entry(Intent.Cancel.class, AuditAction.CANCELLED),
            Map.entry(Intent.AnswerPending.class, AuditAction.ANSWERED),
            Map.entry(Intent.SetMode.class, AuditAction.MODE_SET),
            Map.entry(Intent.SetModel.class, AuditAction.MODEL_SET),
            Map.entry(Intent.SetOption.class, AuditAction.OPTION_SET),
            Map.entry(Intent.EditQueued.class, AuditAction.QUEUE_CHANGED),
            Map.entry(Intent.MoveQueued.class, AuditAction.QUEUE_CHANGED),
            Map.entry(Intent.RemoveQueued.class, AuditAction.QUEUE_CHANGED),
            Map.entry(Intent.SendQueued.class, AuditAction.QUEUE_CHANGED),
            Map.entry(Intent.AddComment.class, AuditAction.COMMENTED),
            Map.entry(Intent.EditComment.class, AuditAction.COMMENTED),
            Map.entry(Intent.DeleteComment.class, AuditAction.COMMENTED),
            Map.entry(Intent.ResolveComment.class, AuditAction.COMMENTED),
            Map.entry(Intent.SendReview.class, AuditAction.PROMPTED));

    private AuditActions() {}

    public static AuditAction of(Intent intent) {
        return of(intent.getClass());
    }

    static AuditAction of(Class<?> intent) {
        return ACTIONS.getOrDefault(intent, AuditAction.OTHER);
    }

    public static String about(Intent intent, SessionId sessionId) {
        if (intent instanceof Intent.AnswerPending answer) {
            return sessionId + " " + answer.pendingId();
        } else if (intent instanceof Intent.CreateSession create) {
            return sessionId + " " + create.agentId();
        } else if (intent instanceof Intent.SetMode set) {
            return sessionId + " " + set.modeId();
        } else if (intent instanceof Intent.SetModel set) {
            return sessionId + " " + set.modelId();
        } else if (intent instanceof Intent.SetOption set) {
            return sessionId + " " + set.optionId();
        }
        return sessionId.value();
    }
}
