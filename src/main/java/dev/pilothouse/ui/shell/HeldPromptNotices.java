package dev.pilothouse.ui.shell;

import dev.pilothouse.model.RequestId;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.PendingIntent;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.Texts;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Shows a notice for sessions whose prompts were written offline and wait for the person's confirmation. Each prompt is
 * reported once. The notice is removed when no prompt of the session waits any more.
 *
 * <p>Owns the set of reported prompts. Confined to the FX thread. Ends with the shell.
 */
final class HeldPromptNotices {
    private final NoticesPresenter notices;
    private final Navigation navigation;
    private Map<SessionKey, Set<RequestId>> announced = Map.of();

    HeldPromptNotices(NoticesPresenter notices, Navigation navigation) {
        this.notices = notices;
        this.navigation = navigation;
        // The person sees the prompts themselves.
        navigation.onViewed(notices.attendedProperty(), key -> notices.dismiss(noticeKey(key)));
    }

    void render(List<HostLink> links) {
        Map<SessionKey, Set<RequestId>> held = new HashMap<>();
        Map<SessionKey, String> names = new HashMap<>();
        for (HostLink link : links) {
            for (PendingIntent prompt : link.reader().delayedIntents()) {
                SessionKey key =
                        new SessionKey(link.hostId(), prompt.intent().target().orElseThrow());
                held.computeIfAbsent(key, first -> new HashSet<>()).add(prompt.requestId());
                names.put(key, name(link, key));
            }
        }
        for (SessionKey key : announced.keySet()) {
            if (!held.containsKey(key)) {
                notices.dismiss(noticeKey(key));
            }
        }
        held.forEach((key, prompts) -> {
            if (!announced.getOrDefault(key, Set.of()).containsAll(prompts) && !navigation.isOnScreen(key)) {
                notices.show(new Notice(
                        noticeKey(key),
                        Notice.Tone.PROBLEM,
                        Texts.text("notices.held", names.getOrDefault(key, "")),
                        Optional.of(key),
                        "",
                        1));
            }
        });
        announced = held;
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
