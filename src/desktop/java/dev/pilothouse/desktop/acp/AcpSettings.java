package dev.pilothouse.desktop.acp;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.rpc.RpcOutcome;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.util.Optional;
import java.util.function.Function;

/**
 * Sets modes, models and options in the way the agent offers them: by separate methods, or as configuration options. A
 * refusal becomes a remark. Any thread; callbacks run on the session's lane.
 */
final class AcpSettings {
    private final String agent;
    private final AcpSession session;
    private final AcpEventTranslator translator;

    AcpSettings(String agent, AcpSession session, AcpEventTranslator translator) {
        this.agent = agent;
        this.session = session;
        this.translator = translator;
    }

    void mode(String modeId, Runnable then) {
        Optional<String> option = translator.offer().mode().optionId();
        if (option.isPresent()) {
            option(option.get(), modeId, error -> modeRefused(modeId, error), then);
            return;
        }
        JsonObject params = session.params();
        params.addProperty("modeId", modeId);
        session.ask("session/set_mode", params, outcome -> {
            if (accepted(outcome, error -> modeRefused(modeId, error))) {
                translator.setMode(modeId);
            }
            then.run();
        });
    }

    void model(String modelId, Runnable then) {
        Optional<String> option = translator.offer().model().optionId();
        if (option.isPresent()) {
            option(option.get(), modelId, error -> modelRefused(modelId, error), then);
            return;
        }
        // Not in the schema, but implemented by agents that list their models separately.
        JsonObject params = session.params();
        params.addProperty("modelId", modelId);
        session.ask("session/set_model", params, outcome -> {
            if (accepted(outcome, error -> modelRefused(modelId, error))) {
                translator.setModel(modelId);
            }
            then.run();
        });
    }

    void option(String optionId, String value, Runnable then) {
        option(
                optionId,
                value,
                error -> HostText.of(HostTextCode.ACP_OPTION_REFUSED, agent, value, optionId, error),
                then);
    }

    private void option(String optionId, String value, Function<String, HostText> refusal, Runnable then) {
        JsonObject params = session.params();
        translator
                .offer()
                .setting(optionId, value)
                .entrySet()
                .forEach(entry -> params.add(entry.getKey(), entry.getValue()));
        session.ask("session/set_config_option", params, outcome -> {
            if (accepted(outcome, refusal) && outcome instanceof RpcOutcome.Result result) {
                translator.setOption(optionId, value, JsonFields.of(result.value()));
            }
            then.run();
        });
    }

    private HostText modeRefused(String modeId, String error) {
        return HostText.of(HostTextCode.ACP_MODE_REFUSED, agent, modeId, error);
    }

    private HostText modelRefused(String modelId, String error) {
        return HostText.of(HostTextCode.ACP_MODEL_REFUSED, agent, modelId, error);
    }

    private boolean accepted(RpcOutcome outcome, Function<String, HostText> refusal) {
        return outcome.match(
                result -> true,
                error -> {
                    translator.addNote(true, "notChanged", refusal.apply(AcpMessages.describe(error)));
                    return false;
                },
                lost -> false);
    }
}
