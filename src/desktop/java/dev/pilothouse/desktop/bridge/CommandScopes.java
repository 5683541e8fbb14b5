package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Scope;
import dev.pilothouse.protocol.AdminCommand;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.session.Intent;
import java.util.Map;

/**
 * The scope that each command requires. {@code docs/devices.md} documents this table, and a test compares the two. A
 * command without a row requires the widest scope, so a missing row grants nothing.
 */
final class CommandScopes {
    private static final Map<Class<?>, Scope> TABLE = Map.ofEntries(
            // Viewing.
            Map.entry(ClientMessage.Subscribe.class, Scope.VIEW),
            Map.entry(ClientMessage.Unsubscribe.class, Scope.VIEW),
            Map.entry(ClientMessage.History.class, Scope.VIEW),
            Map.entry(ClientMessage.FetchBlob.class, Scope.VIEW),
            Map.entry(ClientMessage.Search.class, Scope.VIEW),
            Map.entry(ClientMessage.ListJobs.class, Scope.VIEW),
            Map.entry(ClientMessage.ListRuns.class, Scope.VIEW),
            Map.entry(ClientMessage.ReadUsage.class, Scope.VIEW),
            Map.entry(ClientMessage.EstimateTurns.class, Scope.VIEW),
            Map.entry(ClientMessage.ListBudgets.class, Scope.VIEW),
            Map.entry(ClientMessage.SetBudget.class, Scope.STEER),
            Map.entry(ClientMessage.ListPresets.class, Scope.STEER),
            Map.entry(ClientMessage.SavePreset.class, Scope.STEER),
            Map.entry(ClientMessage.ListTemplates.class, Scope.STEER),
            Map.entry(ClientMessage.SaveTemplate.class, Scope.STEER),
            Map.entry(ClientMessage.ListProfiles.class, Scope.VIEW),
            Map.entry(ClientMessage.ListSchedules.class, Scope.VIEW),
            Map.entry(ClientMessage.PreviewSchedule.class, Scope.VIEW),
            Map.entry(ClientMessage.SaveSchedule.class, Scope.STEER),
            Map.entry(ClientMessage.ActOnSchedule.class, Scope.STEER),
            Map.entry(ClientMessage.ListWorktrees.class, Scope.VIEW),
            Map.entry(ClientMessage.ReadPullRequest.class, Scope.VIEW),
            Map.entry(ClientMessage.ReadFailedChecks.class, Scope.VIEW),
            Map.entry(ClientMessage.PreviewRestore.class, Scope.VIEW),
            Map.entry(ClientMessage.ReadFile.class, Scope.VIEW),
            Map.entry(ClientMessage.ListFolder.class, Scope.VIEW),
            Map.entry(ClientMessage.FindFiles.class, Scope.VIEW),
            Map.entry(ClientMessage.WatchRepositories.class, Scope.VIEW),
            Map.entry(ClientMessage.ShowSessions.class, Scope.VIEW),
            Map.entry(ClientMessage.ListChanges.class, Scope.VIEW),
            Map.entry(ClientMessage.ReadDiff.class, Scope.VIEW),
            Map.entry(ClientMessage.ReadChange.class, Scope.VIEW),
            Map.entry(ClientMessage.PlaceComments.class, Scope.VIEW),
            Map.entry(ClientMessage.ReadRemote.class, Scope.VIEW),
            Map.entry(ClientMessage.ReadCommit.class, Scope.VIEW),
            Map.entry(ClientMessage.Ping.class, Scope.VIEW),
            // An accepted device has already sent these; a second one is rejected as invalid.
            Map.entry(ClientMessage.Hello.class, Scope.VIEW),
            Map.entry(ClientMessage.Pair.class, Scope.VIEW),
            Map.entry(ClientMessage.Unknown.class, Scope.VIEW),
            // Answering.
            Map.entry(Intent.AnswerPending.class, Scope.ANSWER),
            // Another device's comment needs steering; the intent handler checks that.
            Map.entry(Intent.AddComment.class, Scope.ANSWER),
            Map.entry(Intent.EditComment.class, Scope.ANSWER),
            Map.entry(Intent.DeleteComment.class, Scope.ANSWER),
            Map.entry(Intent.ResolveComment.class, Scope.ANSWER),
            // Steering. A viewer may see the files of a session, and no other place of the host.
            Map.entry(ClientMessage.ListDirectory.class, Scope.STEER),
            Map.entry(ClientMessage.ListExternal.class, Scope.STEER),
            Map.entry(ClientMessage.ListReferences.class, Scope.STEER),
            Map.entry(ClientMessage.PutBlob.class, Scope.STEER),
            Map.entry(ClientMessage.FetchRemote.class, Scope.STEER),
            Map.entry(ClientMessage.PullRemote.class, Scope.STEER),
            Map.entry(ClientMessage.AbortPull.class, Scope.STEER),
            Map.entry(ClientMessage.PushRemote.class, Scope.STEER),
            Map.entry(ClientMessage.ListKept.class, Scope.STEER),
            Map.entry(ClientMessage.RestoreKept.class, Scope.STEER),
            Map.entry(ClientMessage.ForgetKept.class, Scope.STEER),
            // A job may need a wider scope; the request handler checks that.
            Map.entry(ClientMessage.CancelJob.class, Scope.STEER),
            Map.entry(ClientMessage.RemoveWorktree.class, Scope.STEER),
            Map.entry(ClientMessage.RestoreWorktree.class, Scope.STEER),
            Map.entry(ClientMessage.CreatePullRequest.class, Scope.STEER),
            Map.entry(ClientMessage.StageFiles.class, Scope.STEER),
            Map.entry(ClientMessage.RejectChange.class, Scope.STEER),
            Map.entry(ClientMessage.MakeCommit.class, Scope.STEER),
            Map.entry(ClientMessage.SuggestCommit.class, Scope.STEER),
            Map.entry(ClientMessage.ListRegistry.class, Scope.ADMIN),
            Map.entry(ClientMessage.RefreshRegistry.class, Scope.ADMIN),
            Map.entry(ClientMessage.InstallAgent.class, Scope.ADMIN),
            Map.entry(ClientMessage.RemoveAgent.class, Scope.ADMIN),
            Map.entry(ClientMessage.TestAgent.class, Scope.ADMIN),
            Map.entry(ClientMessage.SaveAgent.class, Scope.ADMIN),
            Map.entry(ClientMessage.DeleteAgent.class, Scope.ADMIN),
            Map.entry(ClientMessage.LogoutAgent.class, Scope.ADMIN),
            Map.entry(ClientMessage.RunCheck.class, Scope.STEER),
            Map.entry(ClientMessage.RetryJob.class, Scope.STEER),
            Map.entry(ClientMessage.StartRun.class, Scope.STEER),
            Map.entry(ClientMessage.ActOnRun.class, Scope.STEER),
            Map.entry(Intent.CreateSession.class, Scope.STEER),
            Map.entry(Intent.Prompt.class, Scope.STEER),
            Map.entry(Intent.Cancel.class, Scope.STEER),
            Map.entry(Intent.ResumeSession.class, Scope.STEER),
            Map.entry(Intent.CloseSession.class, Scope.STEER),
            Map.entry(Intent.DeleteSession.class, Scope.STEER),
            Map.entry(Intent.RenameSession.class, Scope.STEER),
            Map.entry(Intent.RestoreFiles.class, Scope.STEER),
            Map.entry(Intent.Organise.class, Scope.STEER),
            Map.entry(Intent.SetMode.class, Scope.STEER),
            Map.entry(Intent.SetModel.class, Scope.STEER),
            Map.entry(Intent.SetOption.class, Scope.STEER),
            Map.entry(Intent.EditQueued.class, Scope.STEER),
            Map.entry(Intent.MoveQueued.class, Scope.STEER),
            Map.entry(Intent.RemoveQueued.class, Scope.STEER),
            Map.entry(Intent.SendQueued.class, Scope.STEER),
            Map.entry(Intent.SendReview.class, Scope.STEER),
            // Managing the host.
            Map.entry(AdminCommand.ListDevices.class, Scope.ADMIN),
            Map.entry(AdminCommand.MakeTicket.class, Scope.ADMIN),
            Map.entry(AdminCommand.ReadFigures.class, Scope.ADMIN),
            Map.entry(AdminCommand.ListPushTargets.class, Scope.ADMIN),
            Map.entry(AdminCommand.SavePushTarget.class, Scope.ADMIN),
            Map.entry(AdminCommand.RemovePushTarget.class, Scope.ADMIN),
            Map.entry(AdminCommand.TestPushTarget.class, Scope.ADMIN),
            Map.entry(AdminCommand.ListTrust.class, Scope.ADMIN),
            Map.entry(AdminCommand.ForgetTrust.class, Scope.ADMIN),
            Map.entry(AdminCommand.Approve.class, Scope.ADMIN),
            Map.entry(AdminCommand.Refuse.class, Scope.ADMIN),
            Map.entry(AdminCommand.Revoke.class, Scope.ADMIN),
            Map.entry(AdminCommand.RenameDevice.class, Scope.ADMIN),
            Map.entry(AdminCommand.SetScope.class, Scope.ADMIN),
            Map.entry(AdminCommand.ReadAudit.class, Scope.ADMIN),
            Map.entry(AdminCommand.SetExpiry.class, Scope.ADMIN),
            Map.entry(AdminCommand.SetSharing.class, Scope.ADMIN),
            Map.entry(AdminCommand.SetTunnel.class, Scope.ADMIN));

    private CommandScopes() {}

    static Scope neededFor(ClientMessage message) {
        if (message instanceof ClientMessage.Submit submit) {
            return neededFor(submit.intent());
        }
        return message instanceof ClientMessage.Admin admin
                ? needed(admin.command().getClass())
                : needed(message.getClass());
    }

    static Scope neededFor(Intent intent) {
        return needed(intent.getClass());
    }

    /** The sentence for a device whose scope does not cover the request. */
    static HostText refusal(Scope needed) {
        return HostText.of(
                switch (needed) {
                    case VIEW -> HostTextCode.NEEDS_SCOPE_VIEW;
                    case ANSWER -> HostTextCode.NEEDS_SCOPE_ANSWER;
                    case STEER -> HostTextCode.NEEDS_SCOPE_STEER;
                    case ADMIN -> HostTextCode.NEEDS_SCOPE_ADMIN;
                });
    }

    private static Scope needed(Class<?> command) {
        return TABLE.getOrDefault(command, Scope.ADMIN);
    }
}
