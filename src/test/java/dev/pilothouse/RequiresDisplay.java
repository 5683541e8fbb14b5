package dev.pilothouse;

import java.util.Locale;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test if no window can open. */
final class RequiresDisplay implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (!os.contains("linux") || present("DISPLAY")) {
            return ConditionEvaluationResult.enabled("there is a display");
        }
        return ConditionEvaluationResult.disabled(
                "no display and no xvfb-run: './pilothouse verify' sets both up for the robot tests");
    }

    private static boolean present(String variable) {
        String value = System.getenv(variable);
        return value != null && !value.isEmpty();
    }
}
