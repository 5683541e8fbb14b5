package dev.pilothouse.ui.targets;

import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.NotificationKind;
import dev.pilothouse.model.PushKind;
import dev.pilothouse.model.PushOverride;
import dev.pilothouse.model.PushRules;
import dev.pilothouse.model.PushSecrets;
import dev.pilothouse.model.PushTarget;
import dev.pilothouse.model.PushTargetStatus;
import dev.pilothouse.model.QuietHours;
import dev.pilothouse.session.HostLink;
import java.util.List;
import java.util.UUID;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableSet;
import org.jspecify.annotations.Nullable;

/** The values of the form of a target. The host checks them. Confined to the FX thread. */
public final class TargetForm {
    private static final int ID_DIGITS = 12;
    private static final int USUAL_MINUTES = 10;

    private final HostLink link;
    private final @Nullable PushTargetStatus edited;
    private final String id;
    final ObjectProperty<PushKind> kind = new SimpleObjectProperty<>(this, "kind", PushKind.NTFY);
    final StringProperty name = new SimpleStringProperty(this, "name", "");
    final StringProperty url = new SimpleStringProperty(this, "url", "");
    final StringProperty token = new SimpleStringProperty(this, "token", "");
    final BooleanProperty noToken = new SimpleBooleanProperty(this, "noToken");
    final StringProperty publicKey = new SimpleStringProperty(this, "publicKey", "");
    final StringProperty authSecret = new SimpleStringProperty(this, "authSecret", "");
    final BooleanProperty privateAddress = new SimpleBooleanProperty(this, "privateAddress");
    final ObservableSet<NotificationKind> events =
            FXCollections.observableSet(NotificationKind.NEEDS_YOU, NotificationKind.FAILED);
    final BooleanProperty content = new SimpleBooleanProperty(this, "content");
    final StringProperty from = new SimpleStringProperty(this, "from", "");
    final StringProperty to = new SimpleStringProperty(this, "to", "");
    final StringProperty zone = new SimpleStringProperty(this, "zone", "");
    final ObservableSet<NotificationKind> except = FXCollections.observableSet();
    final StringProperty escalateTo = new SimpleStringProperty(this, "escalateTo", "");
    final StringProperty minutes = new SimpleStringProperty(this, "minutes", String.valueOf(USUAL_MINUTES));
    final ObjectProperty<@Nullable DeviceId> answersAs = new SimpleObjectProperty<>(this, "answersAs");
    final ObservableList<PushOverride> sessions = FXCollections.observableArrayList();
    private final StringProperty problem = new SimpleStringProperty(this, "problem", "");

    /** @param edited null for a new target @param ownZone the zone of this device */
    TargetForm(HostLink link, @Nullable PushTargetStatus edited, String ownZone) {
        this.link = link;
        this.edited = edited;
        this.id = edited == null
                ? "t" + UUID.randomUUID().toString().replace("-", "").substring(0, ID_DIGITS)
                : edited.target().id();
        zone.set(ownZone);
        if (edited != null) {
            fill(edited.target());
        }
    }

    private void fill(PushTarget target) {
        PushRules rules = target.rules();
        kind.set(target.kind());
        name.set(target.name());
        privateAddress.set(target.privateAddress());
        events.clear();
        events.addAll(rules.events());
        content.set(target.transcript());
        answersAs.set(target.answersAs());
        sessions.setAll(rules.sessions());
        if (rules.quiet().isSet()) {
            from.set(rules.quiet().from());
            to.set(rules.quiet().to());
            zone.set(rules.quiet().zone());
            except.addAll(rules.quiet().except());
        }
        if (!rules.escalateTo().isEmpty()) {
            escalateTo.set(rules.escalateTo());
            minutes.set(String.valueOf(rules.escalateMinutes()));
        }
    }

    HostLink link() {
        return link;
    }

    String id() {
        return id;
    }

    boolean isEdit() {
        return edited != null;
    }

    boolean hasAddress() {
        return edited != null && !edited.server().isEmpty() && !isOfRevoked();
    }

    boolean hasToken() {
        return edited != null && edited.tokenSet() && !isOfRevoked();
    }

    boolean hasKeys() {
        return edited != null && edited.keysSet() && !isOfRevoked();
    }

    /** Then the host asks for the address and its secrets again. */
    private boolean isOfRevoked() {
        return edited != null && edited.notice().code().word().equals(HostTextCode.NOTIFY_DEVICE_REVOKED.word());
    }

    StringProperty problemProperty() {
        return problem;
    }

    PushTarget target() {
        boolean quiet = !(from.get().isBlank() && to.get().isBlank());
        return new PushTarget(
                id,
                kind.get(),
                name.get().strip(),
                new PushRules(
                        List.copyOf(events),
                        List.copyOf(sessions),
                        quiet
                                ? new QuietHours(
                                        from.get().strip(),
                                        to.get().strip(),
                                        zone.get().strip(),
                                        List.copyOf(except))
                                : QuietHours.NONE,
                        escalateTo.get(),
                        escalateTo.get().isEmpty() ? 0 : number(minutes.get())),
                content.get(),
                edited != null && edited.target().idempotent(),
                kind.get().isSealed() && privateAddress.get(),
                kind.get() == PushKind.NTFY ? answersAs.get() : null);
    }

    /** An empty field leaves a secret as it is. */
    PushSecrets secrets() {
        return new PushSecrets(
                entered(url),
                noToken.get() ? "" : entered(token),
                kind.get().isSealed() ? entered(publicKey) : null,
                kind.get().isSealed() ? entered(authSecret) : null);
    }

    private static @Nullable String entered(StringProperty field) {
        String text = field.get().strip();
        return text.isEmpty() ? null : text;
    }

    /** The host refuses 0. */
    private static int number(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
