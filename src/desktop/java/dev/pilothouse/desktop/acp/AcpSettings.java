package dev.pilothouse.desktop.acp;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.rpc.RpcOutcome;
import java.util.Optional;

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
            option(option.get(), modeId, "mode " + modeId, then);
            return;
        }
        JsonObject params = session.params();
        params.addProperty("modeId", modeId);
        session.ask("session/set_mode", params, outcome -> {
            if (accepted(outcome, "mode " + modeId)) {
                translator.setMode(modeId);
            }
            then.run();
        });
    }

    void model(String modelId, Runnable then) {
        Optional<String> option = translator.offer().model().optionId();
        if (option.isPresent()) {
            option(option.get(), modelId, "model " + modelId, then);
            return;
        }
        // Not in the schema, but implemented by agents that list their models separately.
        JsonObject params = session.params();
        params.addProperty("modelId", modelId);
        session.ask("session/set_model", params, outcome -> {
            if (accepted(outcome, "model " + modelId)) {
                translator.setModel(modelId);
            }
            then.run();
        });
    }

    void option(String optionId, String value) {
        option(optionId, value, "value " + value + " of the option " + optionId, () -> {});
    }

    private void option(String optionId, String value, String what, Runnable then) {
        JsonObject params = session.params();
        translator
                .offer()
                .setting(optionId, value)
                .entrySet()
                .forEach(entry -> params.add(entry.getKey(), entry.getValue()));
        session.ask("session/set_config_option", params, outcome -> {
            if (accepted(outcome, what) && outcome instanceof RpcOutcome.Result result) {
                translator.setOption(optionId, value, JsonFields.of(result.value()));
            }
            then.run();
        });
    }

    private boolean accepted(RpcOutcome outcome, String what) {
        return outcome.match(
                result -> true,
                error -> {
                    translator.addNote(
                            true,
                            "notChanged",
                            agent + " did not accept the " + what + ": " + AcpMessages.describe(error));
                    return false;
                },
                lost -> false);
    }
}
