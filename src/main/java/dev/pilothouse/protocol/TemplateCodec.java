package dev.pilothouse.protocol;

import dev.pilothouse.model.SavedTemplate;
import dev.pilothouse.model.SessionTemplate;

/** Templates as JSON objects. Stateless. */
public final class TemplateCodec {
    public static final RecordCodec<SessionTemplate> TEMPLATE = io -> new SessionTemplate(
            io.put("name", Json.TEXT, SessionTemplate::name),
            io.opt("agent", Json.TEXT, SessionTemplate::agent),
            io.opt("directory", Json.TEXT, SessionTemplate::directory),
            io.opt("branch", Json.TEXT, SessionTemplate::branch),
            io.opt("profile", Json.TEXT, SessionTemplate::profile),
            io.put("prompt", Json.TEXT, SessionTemplate::prompt),
            io.opt("check", Json.TEXTS, SessionTemplate::check));

    public static final RecordCodec<SavedTemplate> SAVED = io -> new SavedTemplate(
            io.inline(TEMPLATE, SavedTemplate::template), io.opt("revision", Json.TEXT, SavedTemplate::revision));

    private TemplateCodec() {}
}
