package dev.pilothouse.protocol;

import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.SessionUpdate;

/** Writes the fields of each kind of update into an object that already has the kind. */
final class UpdateEncoder implements SessionUpdate.Visitor<FieldWriter> {
    private final FieldWriter fields;

    UpdateEncoder(FieldWriter fields) {
        this.fields = fields;
    }

    private FieldWriter item(ItemId item) {
        return fields.put("item", item.born());
    }

    @Override
    public FieldWriter sessionCreated(SessionUpdate.SessionCreated update) {
        return fields.put("agentId", update.agentId().value())
                .put("agentName", update.agentName())
                .put("cwd", update.cwd())
                .put("name", update.name())
                .opt("mode", update.wish().mode())
                .opt("model", update.wish().model())
                .opt("agentSessionId", update.wish().agentSessionId());
    }

    @Override
    public FieldWriter agentStarting(SessionUpdate.AgentStarting update) {
        return fields;
    }

    @Override
    public FieldWriter agentStarted(SessionUpdate.AgentStarted update) {
        return fields.opt("title", update.title())
                .opt("version", update.version())
                .opt("agentSessionId", update.agentSessionId())
                .put("memory", update.memory())
                .opt("images", update.support().images())
                .opt("embedded", update.support().embedded());
    }

    @Override
    public FieldWriter agentExited(SessionUpdate.AgentExited update) {
        if (update.exitCode() != null) {
            fields.put("exitCode", update.exitCode());
        }
        return fields.opt("expected", update.expected()).put("text", update.text());
    }

    @Override
    public FieldWriter loginNeeded(SessionUpdate.LoginNeeded update) {
        return fields.opt("command", update.command()).put("text", update.text());
    }

    @Override
    public FieldWriter sessionClosed(SessionUpdate.SessionClosed update) {
        return fields;
    }

    @Override
    public FieldWriter turnStarted(SessionUpdate.TurnStarted update) {
        return fields;
    }

    @Override
    public FieldWriter turnEnded(SessionUpdate.TurnEnded update) {
        return item(update.item())
                .put("turn", update.turn().started())
                .put("reason", update.reason())
                .opt("text", update.text())
                .put("durationMillis", update.durationMillis())
                .opt("tokensIn", update.tokens().in())
                .opt("tokensOut", update.tokens().out());
    }

    @Override
    public FieldWriter userMessage(SessionUpdate.UserMessage update) {
        return item(update.item())
                .put("text", update.text())
                .opt("attachments", update.attachments(), AttachmentCodec::encode);
    }

    @Override
    public FieldWriter passedOn(SessionUpdate.PassedOn update) {
        return fields.put("intent", update.intent());
    }

    @Override
    public FieldWriter agentMessageChunk(SessionUpdate.AgentMessageChunk update) {
        return item(update.item())
                .put("text", update.text())
                .opt("attachments", update.attachments(), AttachmentCodec::encode);
    }

    @Override
    public FieldWriter thoughtChunk(SessionUpdate.ThoughtChunk update) {
        return item(update.item()).put("text", update.text());
    }

    @Override
    public FieldWriter toolCallStarted(SessionUpdate.ToolCallStarted update) {
        return item(update.item()).put("call", ToolCodec.encode(update.call()));
    }

    @Override
    public FieldWriter toolCallChanged(SessionUpdate.ToolCallChanged update) {
        return item(update.item()).put("patch", ToolCodec.encode(update.patch()));
    }

    @Override
    public FieldWriter planChanged(SessionUpdate.PlanChanged update) {
        return fields.opt("entries", update.entries(), UpdateCodec::encode);
    }

    @Override
    public FieldWriter pendingAsked(SessionUpdate.PendingAsked update) {
        return item(update.item()).put("pending", PendingCodec.encode(update.pending()));
    }

    @Override
    public FieldWriter pendingAnswered(SessionUpdate.PendingAnswered update) {
        return item(update.item())
                .put("pendingId", update.pendingId().value())
                .put("answer", PendingCodec.encode(update.answer()));
    }

    @Override
    public FieldWriter modeChanged(SessionUpdate.ModeChanged update) {
        return fields.put("current", update.current()).opt("available", update.available(), OfferCodec::encode);
    }

    @Override
    public FieldWriter modelChanged(SessionUpdate.ModelChanged update) {
        return fields.put("current", update.current()).opt("available", update.available(), OfferCodec::encode);
    }

    @Override
    public FieldWriter optionsChanged(SessionUpdate.OptionsChanged update) {
        return fields.opt("options", update.options(), OfferCodec::encode);
    }

    @Override
    public FieldWriter commandsChanged(SessionUpdate.CommandsChanged update) {
        return fields.opt("commands", update.commands(), OfferCodec::encode);
    }

    @Override
    public FieldWriter usageChanged(SessionUpdate.UsageChanged update) {
        UpdateCodec.encode(fields, update.usage());
        return fields;
    }

    @Override
    public FieldWriter note(SessionUpdate.Note update) {
        return item(update.item())
                .put("level", update.level())
                .put("code", update.code())
                .put("text", update.text())
                .opt("detail", update.detail());
    }

    @Override
    public FieldWriter renamed(SessionUpdate.Renamed update) {
        return fields.put("name", update.name()).opt("byPerson", update.byPerson());
    }

    @Override
    public FieldWriter organised(SessionUpdate.Organised update) {
        return OrganisationCodec.encode(fields, update.organisation());
    }

    @Override
    public FieldWriter queueChanged(SessionUpdate.QueueChanged update) {
        return fields.opt("queue", update.queue(), UpdateCodec::encode);
    }

    @Override
    public FieldWriter unknown(SessionUpdate.Unknown update) {
        return fields.put("sourceKind", update.sourceKind()).put("json", update.json());
    }
}
