package dev.pilothouse.ui.transcript;

import dev.pilothouse.model.ItemId;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.PendingIntent;
import dev.pilothouse.session.WhenBusy;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.HostTexts;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Sends prompts of the conversation on screen again: those that did not reach the host, and the prompt of a last turn
 * that did not finish. Confined to the FX thread; ends with its presenter.
 */
final class PromptActions {
    private final TranscriptFeed feed;
    private final Executor fx;
    private final TranscriptPresenter.Outside outside;
    private @Nullable HostLink link;
    private @Nullable SessionKey key;
    /** The prompt that was last sent again, null if none was. */
    private @Nullable ItemId retried;

    PromptActions(TranscriptFeed feed, Executor fx, TranscriptPresenter.Outside outside) {
        this.feed = feed;
        this.fx = fx;
        this.outside = outside;
    }

    void show(HostLink of, SessionKey session) {
        link = of;
        key = session;
        retried = null;
    }

    void hide() {
        link = null;
        key = null;
    }

    void sendAgain(String rowId) {
        HostLink to = link;
        if (to == null) {
            return;
        }
        unconfirmed(rowId).ifPresent(pending -> {
            if (pending.isDelayed()) {
                to.sessions().confirm(pending.requestId());
            } else if (pending.intent() instanceof Intent.Prompt prompt) {
                to.sessions().dismiss(pending.requestId());
                to.sessions()
                        .submit(new Intent.Prompt(
                                prompt.sessionId(), prompt.text(), WhenBusy.QUEUE, prompt.attachments()))
                        .thenAcceptAsync(this::submitted, fx);
            } else if (pending.intent() instanceof Intent.SendReview) {
                to.sessions().dismiss(pending.requestId());
                to.sessions().submit(pending.intent()).thenAcceptAsync(this::submitted, fx);
            }
        });
    }

    void retry() {
        HostLink to = link;
        SessionKey of = key;
        ProjectedTranscript projected = feed.latest();
        if (to == null || of == null || projected == null) {
            return;
        }
        UnansweredPrompt.of(projected.view())
                // The projection may be older than the first press of two.
                .filter(prompt -> !prompt.id().equals(retried))
                .ifPresent(prompt -> {
                    retried = prompt.id();
                    // The host starts the agent for it if the agent is not running.
                    to.sessions()
                            .submit(new Intent.Prompt(
                                    of.sessionId(), prompt.text(), WhenBusy.QUEUE, prompt.attachments()))
                            .thenAcceptAsync(this::submitted, fx);
                });
    }

    void editAndResend() {
        ProjectedTranscript projected = feed.latest();
        if (projected != null) {
            UnansweredPrompt.of(projected.view())
                    .ifPresent(prompt -> outside.edit(prompt.text(), prompt.attachments()));
        }
    }

    void discard(String rowId) {
        HostLink to = link;
        if (to != null) {
            unconfirmed(rowId).ifPresent(pending -> to.sessions().dismiss(pending.requestId()));
        }
    }

    private Optional<PendingIntent> unconfirmed(String rowId) {
        ProjectedTranscript projected = feed.latest();
        return projected == null
                ? Optional.empty()
                : projected.view().unconfirmed().stream()
                        .filter(pending -> rowId.equals("request-" + pending.requestId()))
                        .findFirst();
    }

    private void submitted(IntentResult result) {
        if (result instanceof IntentResult.Refused refused) {
            outside.notice(HostTexts.text(refused.sentence()));
        }
    }
}
