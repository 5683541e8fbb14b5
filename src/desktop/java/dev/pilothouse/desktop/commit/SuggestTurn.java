package dev.pilothouse.desktop.commit;

import dev.pilothouse.desktop.agent.AgentAdapter;
import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.model.AgentModel;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.Usage;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One prompt to an agent and its answer. Refuses all that the agent asks for. Receives events on the lane of its inbox;
 * its state may be read on any thread.
 */
final class SuggestTurn implements AgentAdapter.Listener {
    /** The most characters of an answer. */
    static final int MAX_ANSWER = 32_000;

    private final String prompt;
    private final StringBuilder text = new StringBuilder();
    private final CompletableFuture<Answered> answered = new CompletableFuture<>();

    private @Nullable AgentAdapter adapter;
    private boolean sent;
    private String model = "";
    private Usage usage = Usage.UNKNOWN;
    private TokenCount tokens = TokenCount.NONE;

    /**
     * The end of the turn.
     *
     * @param failure the reason for which there is no answer
     */
    record Answered(String text, Optional<HostText> failure) {}

    SuggestTurn(String prompt) {
        this.prompt = prompt;
    }

    synchronized void begins(AgentAdapter other) {
        adapter = other;
    }

    CompletableFuture<Answered> answered() {
        return answered;
    }

    /** Whether the agent has the prompt, so that it has used tokens. */
    synchronized boolean isSent() {
        return sent;
    }

    synchronized String model() {
        return model;
    }

    synchronized Usage usage() {
        return usage;
    }

    synchronized TokenCount tokens() {
        return tokens;
    }

    @Override
    public synchronized void onEvent(AgentEvent event) {
        if (event instanceof AgentEvent.Ready && adapter != null && !sent) {
            sent = true;
            adapter.prompt(prompt);
        } else if (event instanceof AgentEvent.MessageChunk chunk && sent) {
            text.append(chunk.text(), 0, Math.min(chunk.text().length(), MAX_ANSWER + 1 - text.length()));
            if (text.length() > MAX_ANSWER) {
                answered.complete(new Answered("", Optional.empty()));
            }
        } else if (event instanceof AgentEvent.Ask ask && adapter != null) {
            adapter.answer(ask.askId(), refusal(ask));
        } else if (event instanceof AgentEvent.ModelChanged changed) {
            model = changed.available().stream()
                    .filter(each -> each.modelId().equals(changed.current()))
                    .map(AgentModel::name)
                    .findFirst()
                    .orElse(changed.current());
        } else if (event instanceof AgentEvent.UsageChanged changed) {
            usage = changed.usage();
        } else if (event instanceof AgentEvent.TurnDone done) {
            tokens = done.tokens();
            answered.complete(
                    done.reason() == StopReason.END_TURN
                            ? new Answered(text.toString(), Optional.empty())
                            : failed(done.sentence()));
        } else if (event instanceof AgentEvent.StartFailed failed) {
            answered.complete(failed(failed.sentence()));
        } else if (event instanceof AgentEvent.LoginNeeded needed) {
            answered.complete(failed(needed.sentence()));
        } else if (event instanceof AgentEvent.Exited exited) {
            answered.complete(failed(exited.sentence()));
        }
    }

    private static Answered failed(HostText reason) {
        return new Answered("", Optional.of(reason));
    }

    /** Refuses once, so that the agent remembers nothing, and declines a question. */
    private static Answer refusal(AgentEvent.Ask ask) {
        return ask.kind() == PendingKind.PERMISSION
                ? ask.options().stream()
                        .filter(option -> option.kind() == PendingOption.Kind.REJECT_ONCE)
                        .findFirst()
                        .<Answer>map(option -> new Answer.Option(option.optionId()))
                        .orElseGet(Answer.Decline::new)
                : new Answer.Decline();
    }
}
