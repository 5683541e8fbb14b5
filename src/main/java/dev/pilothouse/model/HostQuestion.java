package dev.pilothouse.model;

import java.util.Objects;

/**
 * The part of a {@link Pending} that only a question of the host has. Its answer leads to the host and never to the
 * agent. Its title has a translation, and so has each option whose id is the word of a {@link HostTextCode}.
 *
 * @param asker the work of the host that asks: its kind, a slash, and its id, such as {@code job/worktree-s1}
 * @param key names the question among those of its asker; a question that is asked again has another key
 * @param scope the scope that a device needs to answer; at least {@link Scope#ANSWER}
 * @param says the code of the title
 */
public record HostQuestion(String asker, String key, Scope scope, HostText.Code says) {
    private static final String LOGIN = "login/";

    public HostQuestion {
        Objects.requireNonNull(asker, "asker");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(says, "says");
    }

    /** The asker of the question how a session's agent should log in. */
    public static String loginOf(SessionId sessionId) {
        return LOGIN + sessionId;
    }

    /** Whether it asks how the agent should log in. */
    public boolean isLogin() {
        return asker.startsWith(LOGIN);
    }
}
