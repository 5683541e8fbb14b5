package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.AuditDeed;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.Intent;
import java.util.Map;

/** Maps an accepted intent to its audit log entry. The entry contains names, never content. Stateless. */
final class IntentDeeds {
    private static final Map<Class<?>, AuditDeed> DEEDS = Map.ofEntries(
            Map.entry(Intent.CreateSession.class, AuditDeed.SESSION_CREATED),
            Map.entry(Intent.ResumeSession.class, AuditDeed.SESSION_RESUMED),
            Map.entry(Intent.CloseSession.class, AuditDeed.SESSION_CLOSED),
            Map.entry(Intent.DeleteSession.class, AuditDeed.SESSION_DELETED),
            Map.entry(Intent.RenameSession.class, AuditDeed.SESSION_RENAMED),
            Map.entry(Intent.Organise.class, AuditDeed.SESSION_ORGANISED),
            Map.entry(Intent.Prompt.class, AuditDeed.PROMPTED),
            Map.entry(Intent.Cancel.class, AuditDeed.CANCELLED),
            Map.entry(Intent.AnswerPending.class, AuditDeed.ANSWERED),
            Map.entry(Intent.SetMode.class, AuditDeed.MODE_SET),
            Map.entry(Intent.SetModel.class, AuditDeed.MODEL_SET),
            Map.entry(Intent.SetOption.class, AuditDeed.OPTION_SET),
            Map.entry(Intent.EditQueued.class, AuditDeed.QUEUE_CHANGED),
            Map.entry(Intent.MoveQueued.class, AuditDeed.QUEUE_CHANGED),
            Map.entry(Intent.RemoveQueued.class, AuditDeed.QUEUE_CHANGED),
            Map.entry(Intent.SendQueued.class, AuditDeed.QUEUE_CHANGED));

    private IntentDeeds() {}

    static AuditDeed of(Intent intent) {
        return of(intent.getClass());
    }

    static AuditDeed of(Class<?> intent) {
        return DEEDS.getOrDefault(intent, AuditDeed.OTHER);
    }

    static String about(Intent intent, SessionId sessionId) {
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
