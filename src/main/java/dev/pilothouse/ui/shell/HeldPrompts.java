package dev.pilothouse.ui.shell;

import dev.pilothouse.model.RequestId;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.IntentTarget;
import dev.pilothouse.session.PendingIntent;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.sessions.SessionKey;
import dev.pilothouse.ui.text.Texts;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Says over the window where prompts wait for the person's word that were written without a connection, once for each, and
 * takes it back when none does any more.
 *
 * <p>Owns which it has spoken of; confined to the FX thread; ends with the shell.
 */
final class HeldPrompts {
    private final NoticesPresenter notices;
    private final Predicate<SessionKey> onScreen;
    private Map<SessionKey, Set<RequestId>> told = Map.of();

    /** @param onScreen whether the person sees this session now, and with it the prompt */
    HeldPrompts(NoticesPresenter notices, Predicate<SessionKey> onScreen) {
        this.notices = notices;
        this.onScreen = onScreen;
    }

    void render(List<HostLink> links) {
        Map<SessionKey, Set<RequestId>> held = new HashMap<>();
        Map<SessionKey, String> names = new HashMap<>();
        for (HostLink link : links) {
            for (PendingIntent prompt : link.reader().held()) {
                SessionKey key = new SessionKey(link.hostId(), IntentTarget.of(prompt.intent()));
                held.computeIfAbsent(key, first -> new HashSet<>()).add(prompt.requestId());
                names.put(key, name(link, key));
            }
        }
        for (SessionKey key : told.keySet()) {
            if (!held.containsKey(key)) {
                notices.dismiss(noticeKey(key));
            }
        }
        held.forEach((key, prompts) -> {
            if (!told.getOrDefault(key, Set.of()).containsAll(prompts) && !onScreen.test(key)) {
                notices.show(new Notice(
                        noticeKey(key),
                        Notice.Tone.PROBLEM,
                        Texts.text("notices.held", names.get(key)),
                        Optional.of(key),
                        "",
                        1));
            }
        });
        told = held;
    }

    /** The person looks at this session, and sees its prompts themselves. */
    void seen(SessionKey key) {
        notices.dismiss(noticeKey(key));
    }

    private static String name(HostLink link, SessionKey key) {
        return link.reader().host().sessions().stream()
                .filter(session -> session.sessionId().equals(key.sessionId()))
                .map(SessionSummary::name)
                .findFirst()
                .orElse(key.sessionId().value());
    }

    private static String noticeKey(SessionKey key) {
        return "held:" + key.asText();
    }
}
