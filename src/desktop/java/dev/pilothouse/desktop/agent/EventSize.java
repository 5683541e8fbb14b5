package dev.pilothouse.desktop.agent;

import dev.pilothouse.model.ContentSize;

/** Estimates the number of characters in an event, so that queues can be bounded. Pure; any thread. */
public final class EventSize {
    private EventSize() {}

    /** Counts the parts that may be long; the rest of an event is small. */
    public static long of(AgentEvent event) {
        if (event instanceof AgentEvent.MessageChunk chunk) {
            return chunk.text().length();
        } else if (event instanceof AgentEvent.ThoughtChunk chunk) {
            return chunk.text().length();
        } else if (event instanceof AgentEvent.UserChunk chunk) {
            return chunk.text().length();
        } else if (event instanceof AgentEvent.Media media) {
            return media.base64().length();
        } else if (event instanceof AgentEvent.Compaction compaction) {
            return ContentSize.of(compaction.summary(), compaction.error());
        } else if (event instanceof AgentEvent.ToolCall call) {
            return ContentSize.of(call.toolCallId()) + ContentSize.of(call.patch());
        } else if (event instanceof AgentEvent.Ask ask) {
            return ContentSize.of(ask.title(), ask.detail(), ask.object())
                    + ContentSize.question(ask.options(), ask.fields());
        } else if (event instanceof AgentEvent.Plan plan) {
            return ContentSize.plan(plan.entries());
        } else if (event instanceof AgentEvent.Unknown unknown) {
            return ContentSize.of(unknown.sourceKind(), unknown.json());
        } else if (event instanceof AgentEvent.ModeChanged modes) {
            return ContentSize.of(modes.current()) + ContentSize.modes(modes.available());
        } else if (event instanceof AgentEvent.ModelChanged models) {
            return ContentSize.of(models.current()) + ContentSize.models(models.available());
        } else if (event instanceof AgentEvent.OptionsChanged options) {
            return ContentSize.options(options.options());
        } else if (event instanceof AgentEvent.CommandsChanged commands) {
            return ContentSize.commands(commands.commands());
        } else if (event instanceof AgentEvent.TitleChanged title) {
            return ContentSize.of(title.title());
        } else if (event instanceof AgentEvent.Remark remark) {
            return ContentSize.of(remark.text());
        } else if (event instanceof AgentEvent.TurnDone done) {
            return ContentSize.of(done.text());
        } else if (event instanceof AgentEvent.Replayed replayed) {
            return of(replayed.event());
        }
        return 0;
    }
}
