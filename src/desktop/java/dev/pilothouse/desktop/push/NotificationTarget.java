package dev.pilothouse.desktop.push;

import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.NotificationKind;
import dev.pilothouse.model.PushKind;
import dev.pilothouse.model.PushRules;
import dev.pilothouse.model.PushTarget;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A receiver of notifications, as the user configured it. Its address and its other secrets are neither in
 * {@link #toString} nor in a log.
 *
 * @param url null after the push service has removed the subscription
 * @param token sent in the Authorization header; may be empty
 * @param publicKey of a receiver with keys, in base64url; else empty
 * @param authSecret of a receiver with keys, in base64url; else empty
 * @param addedBy the paired device that entered the address; null for the host's own window or a person's editor
 */
public record NotificationTarget(
        PushTarget settings,
        @Nullable URI url,
        String token,
        String publicKey,
        String authSecret,
        @Nullable DeviceId addedBy) {

    /** A target without keys. Its name is also its id. */
    static NotificationTarget of(
            String name,
            PushKind kind,
            URI url,
            String token,
            Set<NotificationKind> kinds,
            boolean transcript,
            boolean idempotent) {
        PushRules usual = PushRules.USUAL;
        PushRules rules = new PushRules(List.copyOf(kinds), List.of(), usual.quiet(), "", 0);
        return new NotificationTarget(
                new PushTarget(name, kind, name, rules, transcript, idempotent, false, null), url, token, "", "", null);
    }

    public String id() {
        return settings.id();
    }

    public String name() {
        return settings.name();
    }

    public PushKind kind() {
        return settings.kind();
    }

    public Set<NotificationKind> kinds() {
        Set<NotificationKind> kinds = EnumSet.noneOf(NotificationKind.class);
        kinds.addAll(settings.rules().events());
        return kinds;
    }

    public boolean transcript() {
        return settings.transcript();
    }

    public boolean idempotent() {
        return settings.idempotent();
    }

    /** The name of its server, which is no secret. Empty without an address. */
    public String server() {
        return url == null ? "" : url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    NotificationTarget withoutAddress() {
        return new NotificationTarget(settings, null, token, "", "", addedBy);
    }

    /** Ends an escalation to a target that is removed. */
    NotificationTarget withoutEscalationTo(String id) {
        PushRules rules = settings.rules();
        if (!rules.escalateTo().equals(id)) {
            return this;
        }
        PushRules fewer = new PushRules(rules.events(), rules.sessions(), rules.quiet(), "", 0);
        PushTarget changed = new PushTarget(
                settings.id(),
                settings.kind(),
                settings.name(),
                fewer,
                settings.transcript(),
                settings.idempotent(),
                settings.privateAddress(),
                settings.answersAs());
        return new NotificationTarget(changed, url, token, publicKey, authSecret, addedBy);
    }

    @Override
    public String toString() {
        return "NotificationTarget[" + id() + "]";
    }
}
