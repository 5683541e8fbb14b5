package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.question.QuestionRequest;
import dev.pilothouse.model.AgentTrial.LoginMethod;
import dev.pilothouse.model.HostQuestion;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The question which login an agent starts, asked in a session that needs one. Its answer starts the agent with that
 * login. It outlives the host, since only the session itself waits for it. An answer is lost if the host ends before that
 * start; the next start asks again. Stateless; any thread.
 */
final class LoginQuestion {
    /** So that no id of an agent is the word of a text of the host. */
    private static final String METHOD = "login:";

    private LoginQuestion() {}

    /** @param number has not been used for a question of this session */
    static QuestionRequest of(SessionId sessionId, long number, List<LoginMethod> methods) {
        List<PendingOption> options = new ArrayList<>();
        methods.forEach(method ->
                options.add(new PendingOption(METHOD + method.id(), method.name(), PendingOption.Kind.ALLOW_ONCE)));
        options.add(new PendingOption(
                HostTextCode.LOGIN_LATER.word(), HostTextCode.LOGIN_LATER.english(), PendingOption.Kind.REJECT_ONCE));
        return new QuestionRequest(
                sessionId,
                HostQuestion.loginOf(sessionId),
                String.valueOf(number),
                Scope.STEER,
                HostText.of(HostTextCode.LOGIN_QUESTION),
                methods.stream()
                        .filter(method -> !method.description().isEmpty())
                        .map(method -> "- " + exact(method.name()) + ": " + exact(method.description()))
                        .collect(Collectors.joining("\n")),
                options);
    }

    /** A text of the agent without markup, which could pass for words of the host. */
    private static String exact(String text) {
        return text.replaceAll("\\p{Punct}", "\\\\$0");
    }

    /** The id of the chosen method; empty for none. */
    static Optional<String> chosen(String optionId) {
        return optionId.startsWith(METHOD) ? Optional.of(optionId.substring(METHOD.length())) : Optional.empty();
    }
}
