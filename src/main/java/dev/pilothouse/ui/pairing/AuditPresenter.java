package dev.pilothouse.ui.pairing;

import dev.pilothouse.model.AuditAction;
import dev.pilothouse.model.AuditEntry;
import dev.pilothouse.model.DeviceInfo;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.text.TimeFormatter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * The audit log of one host, for devices that may manage it.
 *
 * <p>Owns the lines that were read. Confined to the FX thread. Ends with its sheet.
 */
public final class AuditPresenter {
    static final int LINES = 100;

    /** Actions whose {@code about} starts with the id of a session or device, whether it still exists or not. */
    private static final Set<AuditAction> ABOUT_SOMETHING = EnumSet.complementOf(EnumSet.of(
            AuditAction.PAIRED,
            AuditAction.REFUSED,
            AuditAction.FORBIDDEN,
            AuditAction.TICKET_MADE,
            AuditAction.SHARING_SET,
            AuditAction.JOB_CANCELLED,
            AuditAction.JOB_RETRIED,
            AuditAction.RUN_STARTED,
            AuditAction.RUN_CHANGED,
            AuditAction.WORKTREE_REMOVED,
            AuditAction.WORKTREE_RESTORED,
            AuditAction.SNAPSHOT_DELETED,
            AuditAction.OTHER));

    private final HostLink link;
    private final Supplier<List<DeviceInfo>> devices;
    private final Clock clock;
    private final Executor fx;
    private final AuditText words;
    private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>(this, "shown", Shown.LOADING);
    private int asked;

    /**
     * One audited action.
     *
     * @param what the device and the action
     * @param about time, target and address
     */
    public record Line(String what, String about) {}

    /**
     * The content of the sheet. Immutable.
     *
     * @param loading whether the host has not answered yet
     * @param problem the reason why there is nothing to show, else empty
     * @param more whether the host has earlier entries
     */
    public record Shown(boolean loading, String problem, List<Line> lines, boolean more) {
        static final Shown LOADING = new Shown(true, "", List.of(), false);

        public Shown {
            lines = List.copyOf(lines);
        }
    }

    AuditPresenter(HostLink link, Supplier<List<DeviceInfo>> devices, Clock clock, Executor fx) {
        this.link = link;
        this.devices = devices;
        this.clock = clock;
        this.fx = fx;
        this.words = new AuditText(link);
    }

    public ReadOnlyObjectProperty<Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** Requests the log from the host. May be called repeatedly. */
    public void load() {
        int mine = ++asked;
        shown.set(Shown.LOADING);
        link.host()
                .audit(null, null, LINES)
                .thenAcceptAsync(
                        reply -> {
                            if (mine == asked) {
                                shown.set(shown(reply));
                            }
                        },
                        fx);
    }

    private Shown shown(HostGateway.Reply<HostGateway.Audit> reply) {
        if (reply instanceof HostGateway.Reply.Refused<HostGateway.Audit> refused) {
            return new Shown(false, HostTexts.text(refused.sentence()), List.of(), false);
        }
        HostGateway.Audit audit = ((HostGateway.Reply.Value<HostGateway.Audit>) reply).value();
        return new Shown(false, "", audit.entries().stream().map(this::line).toList(), audit.more());
    }

    private Line line(AuditEntry entry) {
        String who = entry.deviceName().isEmpty() ? Texts.text("deeds.stranger") : HostTexts.device(entry.deviceName());
        List<String> about = new ArrayList<>();
        about.add(TimeFormatter.dateOrTime(entry.at(), clock.instant()));
        about.addAll(named(entry));
        if (!entry.address().isEmpty()) {
            String address = HostTexts.device(entry.address());
            about.add(
                    address.equals(entry.address())
                            ? Texts.text("deeds.from", address)
                            : Texts.text("deeds.fromThisComputer"));
        }
        return new Line(
                Texts.text("deeds.line", who, Texts.text("deed." + entry.deed().name())),
                String.join(" \u00b7 ", about));
    }

    /** The target by the name that the person sees elsewhere, and the log's code as text. */
    private List<String> named(AuditEntry entry) {
        String about = entry.about();
        int space = about.indexOf(' ');
        String first = space < 0 ? about : about.substring(0, space);
        Optional<String> name = name(first);
        // Otherwise it is a session or device that is gone, or a code without a target.
        boolean id = name.isPresent() || ABOUT_SOMETHING.contains(entry.deed());
        String code = !id ? about : space < 0 ? "" : about.substring(space + 1);
        List<String> parts = new ArrayList<>();
        // A revoked device is gone; the code then holds its name.
        if (id && !first.isEmpty() && !(entry.deed() == AuditAction.REVOKED && !code.isEmpty())) {
            parts.add(name.orElse(Texts.text("deeds.gone")));
        }
        String said = words.of(entry.deed(), id ? first : "", code);
        if (!said.isEmpty()) {
            parts.add(said);
        }
        return parts;
    }

    private Optional<String> name(String id) {
        for (SessionSummary session : link.reader().host().sessions()) {
            if (session.sessionId().value().equals(id)) {
                return Optional.of(session.name());
            }
        }
        for (DeviceInfo device : devices.get()) {
            if (device.deviceId().value().equals(id)) {
                return Optional.of(device.name());
            }
        }
        return Optional.empty();
    }
}
