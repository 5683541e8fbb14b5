package dev.pilothouse.ui.pairing;

import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.DeviceInfo;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.PairingRequest;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.TunnelProvider;
import dev.pilothouse.platform.AttachmentPicker;
import dev.pilothouse.platform.CodeScanner;
import dev.pilothouse.platform.HostFinder;
import dev.pilothouse.platform.QrEncoder;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.ui.status.ConnectionText;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.text.TimeFormatter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The known hosts, and pairing with another one. For hosts that this device may manage: their devices, tickets, sharing
 * and tunnels.
 *
 * <p>Owns the ticket on screen and the device lists that were read. Confined to the FX thread. Ends with the shell.
 */
public final class HostsPresenter {
    /** The prefix of a ticket's text. */
    public static final String TICKET = "pilothouse://pair#";

    private final Hosts hosts;
    private final Optional<QrEncoder> qr;
    private final NearbyPresenter nearby;
    private final TicketImagePresenter picture;
    private final Clock clock;
    private final Executor fx;
    private final Consumer<String> notice;
    private final ReadOnlyObjectWrapper<List<HostCard>> cards = new ReadOnlyObjectWrapper<>(this, "cards", List.of());
    private final ReadOnlyObjectWrapper<TicketShown> ticket = new ReadOnlyObjectWrapper<>(this, "ticket");
    private final ReadOnlyStringWrapper pairing = new ReadOnlyStringWrapper(this, "pairing", "");
    private final ReadOnlyStringWrapper offered = new ReadOnlyStringWrapper(this, "offered", "");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");
    private final ReadOnlyObjectWrapper<KeyQuestion> keyQuestion = new ReadOnlyObjectWrapper<>(this, "keyQuestion");
    private final ReadOnlyIntegerWrapper asking = new ReadOnlyIntegerWrapper(this, "asking");
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
    private final Map<HostId, List<DeviceInfo>> devices = new HashMap<>();
    private List<HostLink> links = List.of();
    private final List<Runnable> pairListeners = new ArrayList<>();
    /** The ticket that the key question is about. */
    private String questioned = "";

    /**
     * A ticket on screen. Immutable.
     *
     * @param code its QR code, or null if this device cannot draw one
     */
    public record TicketShown(
            HostId hostId, Scope scope, String text, String expires, QrEncoder.@Nullable QrCode code) {
        @Override
        public String toString() {
            return "TicketShown[" + hostId + ", expires " + expires + "]";
        }
    }

    /**
     * The question whether a paired host may get another key. Immutable.
     *
     * @param hostName the host's name on this device
     * @param knownKey the fingerprint of the pinned key, in groups of four
     * @param ticketKey the fingerprint of the ticket's key, in groups of four
     */
    public record KeyQuestion(String hostName, String knownKey, String ticketKey) {}

    /**
     * The device's services for pairing. Immutable.
     *
     * @param qr encodes a ticket; empty on a device that offers no tickets
     * @param finder finds hosts in this device's networks
     * @param picker lets the person choose a picture
     * @param scanner scans a code with the camera
     * @param pictures decodes pictures in the background, because it is slow
     */
    public record Device(
            Optional<QrEncoder> qr,
            Optional<HostFinder> finder,
            Optional<AttachmentPicker> picker,
            Optional<CodeScanner> scanner,
            Executor pictures) {
        /** A device without a camera. */
        public Device(
                Optional<QrEncoder> qr,
                Optional<HostFinder> finder,
                Optional<AttachmentPicker> picker,
                Executor pictures) {
            this(qr, finder, picker, Optional.empty(), pictures);
        }
    }

    public HostsPresenter(Hosts hosts, Device device, Clock clock, Executor fx, Consumer<String> notice) {
        this.nearby = new NearbyPresenter(
                device.finder(),
                fx,
                id -> links.stream().anyMatch(link -> link.hostId().value().equals(id)));
        this.hosts = hosts;
        this.qr = device.qr();
        this.picture =
                new TicketImagePresenter(device.picker(), device.scanner(), device.pictures(), fx, this::onOffer);
        this.clock = clock;
        this.fx = fx;
        this.notice = notice;
    }

    /** @param paired runs after this device was paired with another host */
    public void onPaired(Runnable paired) {
        pairListeners.add(paired);
    }

    /** Hosts on the network that can be paired. */
    public NearbyPresenter nearby() {
        return nearby;
    }

    /** Reads a ticket from a picture of its code. */
    public TicketImagePresenter picture() {
        return picture;
    }

    public ReadOnlyObjectProperty<List<HostCard>> cardsProperty() {
        return cards.getReadOnlyProperty();
    }

    /** The ticket for another device, or null. */
    public ReadOnlyObjectProperty<TicketShown> ticketProperty() {
        return ticket.getReadOnlyProperty();
    }

    /** The progress of a running pairing, else empty. */
    public ReadOnlyStringProperty pairingProperty() {
        return pairing.getReadOnlyProperty();
    }

    /** A ticket from a link, for the form. Empty again after pairing. */
    ReadOnlyStringProperty offeredProperty() {
        return offered.getReadOnlyProperty();
    }

    /** Shows a ticket in the form. A link alone never pairs: the person must confirm. */
    public void onOffer(String ticketText) {
        problem.set("");
        onKeepKey();
        picture.onDone();
        // Cleared first, so that the same link is shown again.
        offered.set("");
        offered.set(ticketText.strip());
    }

    /** The reason why pairing failed, else empty. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** The question whether a paired host may get another key, or null. */
    public ReadOnlyObjectProperty<KeyQuestion> keyQuestionProperty() {
        return keyQuestion.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /** Shows the current state of these hosts. */
    public void render(List<HostLink> current) {
        links = current;
        List<HostCard> before = cards.get();
        cards.set(current.stream().map(this::card).toList());
        if (asking(cards.get()) > asking(before)) {
            // The ticket is used, and its sheet would cover the request.
            onHideTicket();
        }
        asking.set(asking(cards.get()));
    }

    private static int asking(List<HostCard> hosts) {
        return hosts.stream().mapToInt(host -> host.asking().size()).sum();
    }

    /** The number of devices that wait for approval. */
    public ReadOnlyIntegerProperty askingProperty() {
        return asking.getReadOnlyProperty();
    }

    private HostCard card(HostLink link) {
        HostView view = link.reader().host();
        boolean live = view.connection() instanceof ConnectionState.Live;
        return new HostCard(
                link.hostId(),
                view.hostName(),
                link.local(),
                ConnectionText.line(view.connection(), link.local()),
                live,
                view.connection() instanceof ConnectionState.Lost,
                view.scope(),
                live && view.scope().covers(Scope.ADMIN),
                view.sharing().sharing(),
                view.sharing().urls(),
                view.sharing().tunnel(),
                devices.getOrDefault(link.hostId(), List.of()).stream()
                        .map(this::line)
                        .toList(),
                view.asking());
    }

    private HostCard.DeviceLine line(DeviceInfo device) {
        String seen = device.connected()
                ? Texts.text("device.connected")
                : device.lastSeen() == null
                        ? Texts.text("device.never")
                        : Texts.text("device.seen", TimeFormatter.dateOrTime(device.lastSeen(), clock.instant()));
        String about = device.platform() + " \u00b7 "
                + Texts.text("scope." + device.scope().name()) + " \u00b7 " + seen;
        String until = expiryText(device);
        return new HostCard.DeviceLine(
                device.deviceId(),
                device.name(),
                until.isEmpty() ? about : about + " \u00b7 " + until,
                device.scope(),
                device.connected(),
                device.self(),
                until);
    }

    private String expiryText(DeviceInfo device) {
        Instant end = device.expiresAt();
        if (end == null) {
            return "";
        }
        return Texts.text(end.isAfter(clock.instant()) ? "device.until" : "device.ended", TimeFormatter.date(end));
    }

    /** The audit log of a host that this device may manage. */
    public Optional<AuditPresenter> audit(HostId hostId) {
        return link(hostId)
                .map(link -> new AuditPresenter(link, () -> devices.getOrDefault(hostId, List.of()), clock, fx));
    }

    /** Sets the end of a device's access. */
    void onEnd(HostId hostId, DeviceId deviceId, AccessExpiry end) {
        if (end != AccessExpiry.KEEP) {
            link(hostId).ifPresent(link -> done(link.host().setExpiry(deviceId, end.at(clock.instant()))));
        }
    }

    /** @param shown whether this screen is shown now, instead of another one */
    public void onShown(boolean shown) {
        nearby.onStop();
        if (shown) {
            refreshDevices();
        }
    }

    /**
     * Reads the devices of every host that this device may manage. Called when the screen is shown and after a change.
     */
    public void refreshDevices() {
        for (HostLink link : links) {
            HostView view = link.reader().host();
            if (view.connection() instanceof ConnectionState.Live
                    && view.scope().covers(Scope.ADMIN)) {
                link.host()
                        .devices()
                        .thenAcceptAsync(
                                reply -> {
                                    if (reply instanceof HostGateway.Reply.Value<HostGateway.Devices> value) {
                                        devices.put(link.hostId(), value.value().devices());
                                        render(links);
                                    }
                                },
                                fx);
            }
        }
    }

    private Optional<HostLink> link(HostId hostId) {
        return links.stream().filter(link -> link.hostId().equals(hostId)).findFirst();
    }

    /** Creates a ticket for another device and shows it. */
    public void onTicket(HostId hostId, Scope scope) {
        onTicket(hostId, scope, AccessExpiry.NEVER);
    }

    /** @param end the end of access for the device that pairs with it */
    void onTicket(HostId hostId, Scope scope, AccessExpiry end) {
        link(hostId)
                .ifPresent(link -> link.host()
                        .ticket(scope, end.at(clock.instant()))
                        .thenAcceptAsync(
                                reply -> {
                                    if (reply instanceof HostGateway.Reply.Value<HostGateway.Ticket> made) {
                                        String text = made.value().text();
                                        ticket.set(new TicketShown(
                                                hostId,
                                                scope,
                                                text,
                                                TimeFormatter.clockSeconds(
                                                        made.value().expiresAt()),
                                                qr.map(encoder -> encoder.encode(text))
                                                        .orElse(null)));
                                    } else if (reply instanceof HostGateway.Reply.Refused<HostGateway.Ticket> refused) {
                                        notice.accept(HostTexts.text(refused.sentence()));
                                    }
                                },
                                fx));
    }

    /** Lets other devices of the network connect, and then shows a ticket for one of them. */
    void onShareAndTicket(HostId hostId, Scope scope) {
        link(hostId)
                .ifPresent(link -> link.host()
                        .setSharing(true)
                        .thenAcceptAsync(
                                reply -> {
                                    if (reply instanceof HostGateway.Reply.Refused<?> refused) {
                                        notice.accept(HostTexts.text(refused.sentence()));
                                    } else {
                                        onTicket(hostId, scope);
                                    }
                                },
                                fx));
    }

    public void onHideTicket() {
        ticket.set(null);
    }

    public void onSharing(HostId hostId, boolean sharing) {
        link(hostId).ifPresent(link -> done(link.host().setSharing(sharing)));
    }

    /** Starts a tunnel of the host, or retries it at once. */
    public void onTunnel(HostId hostId, @Nullable TunnelProvider way) {
        link(hostId).ifPresent(link -> done(link.host().setTunnel(way)));
    }

    public void onTunnelStop(HostId hostId) {
        link(hostId).ifPresent(link -> done(link.host().setTunnel(null)));
    }

    public void onApprove(HostId hostId, PairingRequest asking) {
        link(hostId).ifPresent(link -> {
            done(link.host().approve(asking.deviceId(), asking.code()));
            onHideTicket();
        });
    }

    public void onRefuse(HostId hostId, PairingRequest asking) {
        link(hostId).ifPresent(link -> done(link.host().refuse(asking.deviceId())));
    }

    public void onRevoke(HostId hostId, DeviceId deviceId) {
        link(hostId).ifPresent(link -> done(link.host().revoke(deviceId)));
    }

    /** Renames a device on its host. */
    public void onRename(HostId hostId, DeviceId deviceId, String name) {
        String wanted = name.strip();
        if (!wanted.isEmpty()) {
            link(hostId).ifPresent(link -> done(link.host().renameDevice(deviceId, wanted)));
        }
    }

    /** Changes a device's scope. */
    public void onScope(HostId hostId, DeviceId deviceId, Scope scope) {
        link(hostId).ifPresent(link -> done(link.host().setScope(deviceId, scope)));
    }

    private void done(CompletionStage<HostGateway.Reply<HostGateway.Done>> stage) {
        stage.thenAcceptAsync(
                reply -> {
                    if (reply instanceof HostGateway.Reply.Refused<HostGateway.Done> refused) {
                        notice.accept(HostTexts.text(refused.sentence()));
                    }
                    render(links);
                    refreshDevices();
                },
                fx);
    }

    /** Retries unreachable hosts at once. */
    public void onRetry() {
        hosts.retryNow();
    }

    public void onForget(HostId hostId) {
        hosts.forget(hostId);
    }

    /** Pairs this device with the host of the ticket. */
    public void onPair(String ticketText) {
        pair(ticketText, "");
    }

    /** Pairs under the ticket's key, which replaces the known key. */
    public void onAcceptKey() {
        if (keyQuestion.get() != null) {
            pair(questioned, keyQuestion.get().ticketKey().replace(" ", ""));
        }
    }

    /** Keeps the existing pairing unchanged. */
    public void onKeepKey() {
        keyQuestion.set(null);
        questioned = "";
    }

    private void pair(String ticketText, String acceptedKey) {
        if (ticketText.isBlank() || busy.get()) {
            return;
        }
        busy.set(true);
        problem.set("");
        onKeepKey();
        picture.onDone();
        pairing.set(Texts.text("pairing.connecting"));
        hosts.pair(ticketText, acceptedKey)
                .thenAcceptAsync(
                        result -> {
                            if (result instanceof Hosts.PairingResult.OtherKey other) {
                                questioned = ticketText;
                                keyQuestion.set(new KeyQuestion(
                                        other.hostName(), grouped(other.knownKey()), grouped(other.ticketKey())));
                            } else if (result instanceof Hosts.PairingResult.Failed failed) {
                                problem.set(HostTexts.text(failed.sentence()));
                            }
                            busy.set(false);
                            pairing.set("");
                            if (result instanceof Hosts.PairingResult.Paired) {
                                offered.set("");
                                pairListeners.forEach(Runnable::run);
                            }
                        },
                        fx);
    }

    /** A fingerprint in groups of four, for comparison. */
    private static String grouped(String fingerprint) {
        return String.join(" ", fingerprint.split("(?<=\\G.{4})"));
    }

    /** A code in two halves, for reading aloud. */
    static String spaced(String code) {
        return code.length() == 6 ? code.substring(0, 3) + "\u00a0" + code.substring(3) : code;
    }

    /** Shows the code while the person at the host is asked to compare it. */
    public void renderPairing(String hostName, String code) {
        if (busy.get()) {
            pairing.set(Texts.text("pairing.awaiting", hostName, spaced(code)));
        }
    }
}
