package dev.pilothouse.ui.pairing;

import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.DeviceInfo;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.PairingRequest;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.TunnelWay;
import dev.pilothouse.platform.AttachmentPicker;
import dev.pilothouse.platform.HostFinder;
import dev.pilothouse.platform.QrEncoder;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.ui.sessions.ConnectionWords;
import dev.pilothouse.ui.text.Moments;
import dev.pilothouse.ui.text.Texts;
import java.time.Clock;
import java.time.Instant;
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

/**
 * The hosts that this device knows, pairing with another, and for a host that this device may manage its devices, its
 * tickets and whether it listens on the network.
 *
 * <p>Owns the ticket that is shown and the device lists that were read; confined to the FX thread; ends with the shell.
 */
public final class HostsPresenter {
    /** How the text of a ticket begins. */
    public static final String TICKET = "pilothouse://pair#";

    private final Hosts hosts;
    private final Optional<QrEncoder> qr;
    private final NearbyPresenter nearby;
    private final TicketPicturePresenter picture;
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
    private Runnable paired = () -> {};
    /** The ticket that the key question is about. */
    private String questioned = "";

    /**
     * A ticket on screen. Immutable.
     *
     * @param code its picture, or null where this device draws none
     */
    public record TicketShown(HostId hostId, Scope scope, String text, String expires, QrEncoder.QrCode code) {
        @Override
        public String toString() {
            return "TicketShown[" + hostId + ", expires " + expires + "]";
        }
    }

    /**
     * Whether a host that is paired already may get another key. Immutable.
     *
     * @param hostName as this device knows the host
     * @param knownKey the fingerprint of the pinned key, in groups of four
     * @param ticketKey the fingerprint of the ticket's key, in groups of four
     */
    public record KeyQuestion(String hostName, String knownKey, String ticketKey) {}

    /**
     * What a device lends for pairing. Immutable.
     *
     * @param qr draws a ticket's code; empty on a device that gives no tickets
     * @param finder looks for hosts in this device's networks
     * @param picker lets the person choose a picture
     * @param pictures where pictures are read, since that takes its time
     */
    public record Device(
            Optional<QrEncoder> qr,
            Optional<HostFinder> finder,
            Optional<AttachmentPicker> picker,
            Executor pictures) {}

    public HostsPresenter(Hosts hosts, Device device, Clock clock, Executor fx, Consumer<String> notice) {
        this.nearby = new NearbyPresenter(
                device.finder(),
                fx,
                id -> links.stream().anyMatch(link -> link.hostId().value().equals(id)));
        this.hosts = hosts;
        this.qr = device.qr();
        this.picture = new TicketPicturePresenter(device.picker(), device.pictures(), fx, this::onOffer);
        this.clock = clock;
        this.fx = fx;
        this.notice = notice;
    }

    /** @param told is told when this device was paired with another host */
    public void setOnPaired(Runnable told) {
        paired = told;
    }

    /** Hosts that are there to be paired with. */
    public NearbyPresenter nearby() {
        return nearby;
    }

    /** A ticket in a picture of its code. */
    public TicketPicturePresenter picture() {
        return picture;
    }

    public ReadOnlyObjectProperty<List<HostCard>> cardsProperty() {
        return cards.getReadOnlyProperty();
    }

    /** The ticket that another device can take, or null. */
    public ReadOnlyObjectProperty<TicketShown> ticketProperty() {
        return ticket.getReadOnlyProperty();
    }

    /** What the person is waiting for while this device is being paired, else empty. */
    public ReadOnlyStringProperty pairingProperty() {
        return pairing.getReadOnlyProperty();
    }

    /** A ticket that came with a link, for the form to show; empty again when it was used. */
    ReadOnlyStringProperty offeredProperty() {
        return offered.getReadOnlyProperty();
    }

    /** Shows a ticket in the form. Whoever made the link does not pair by it: the person does. */
    public void onOffer(String ticketText) {
        problem.set("");
        onKeepKey();
        picture.onOver();
        // The same link once more is shown once more.
        offered.set("");
        offered.set(ticketText.strip());
    }

    /** Why pairing did not work, else empty. */
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

    /** Shows these hosts as they are now. */
    public void render(List<HostLink> current) {
        links = current;
        List<HostCard> before = cards.get();
        cards.set(current.stream().map(this::card).toList());
        if (asking(cards.get()) > asking(before)) {
            // The ticket is spent, and its sheet would hide the question.
            onHideTicket();
        }
        asking.set(asking(cards.get()));
    }

    private static int asking(List<HostCard> hosts) {
        return hosts.stream().mapToInt(host -> host.asking().size()).sum();
    }

    /** How many devices wait to be let in. */
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
                ConnectionWords.line(view.connection(), link.local()),
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
                        : Texts.text("device.seen", Moments.when(device.lastSeen(), clock.instant()));
        String about = device.platform() + " \u00b7 "
                + Texts.text("scope." + device.scope().name()) + " \u00b7 " + seen;
        String until = until(device);
        return new HostCard.DeviceLine(
                device.deviceId(),
                device.name(),
                until.isEmpty() ? about : about + " \u00b7 " + until,
                device.scope(),
                device.connected(),
                device.self(),
                until);
    }

    private String until(DeviceInfo device) {
        Instant end = device.expiresAt();
        if (end == null) {
            return "";
        }
        return Texts.text(end.isAfter(clock.instant()) ? "device.until" : "device.ended", Moments.date(end));
    }

    /** Who did what on a host that this device may manage. */
    public Optional<AuditPresenter> audit(HostId hostId) {
        return link(hostId)
                .map(link -> new AuditPresenter(link, () -> devices.getOrDefault(hostId, List.of()), clock, fx));
    }

    /** Lets a device in up to that end. */
    void onEnd(HostId hostId, DeviceId deviceId, DeviceEnd end) {
        if (end != DeviceEnd.KEEP) {
            link(hostId).ifPresent(link -> done(link.host().setExpiry(deviceId, end.at(clock.instant()))));
        }
    }

    /** Reads the devices of every host that this device may manage; when the screen is shown and after a change. */
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

    /** Makes a ticket for another device and shows it. */
    public void onTicket(HostId hostId, Scope scope) {
        onTicket(hostId, scope, DeviceEnd.NEVER);
    }

    /** @param end when the access ends of the device that pairs with it */
    void onTicket(HostId hostId, Scope scope, DeviceEnd end) {
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
                                                Moments.clockSeconds(
                                                        made.value().expiresAt()),
                                                qr.map(encoder -> encoder.encode(text))
                                                        .orElse(null)));
                                    } else if (reply instanceof HostGateway.Reply.Refused<HostGateway.Ticket> refused) {
                                        notice.accept(refused.text());
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

    /** Starts a tunnel of the host, or tries it again at once. */
    public void onTunnel(HostId hostId, TunnelWay way) {
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

    /** Calls a device something else on its host. */
    public void onRename(HostId hostId, DeviceId deviceId, String name) {
        String wanted = name.strip();
        if (!wanted.isEmpty()) {
            link(hostId).ifPresent(link -> done(link.host().renameDevice(deviceId, wanted)));
        }
    }

    /** Lets a device do more or less from now on. */
    public void onScope(HostId hostId, DeviceId deviceId, Scope scope) {
        link(hostId).ifPresent(link -> done(link.host().setScope(deviceId, scope)));
    }

    private void done(CompletionStage<HostGateway.Reply<HostGateway.Done>> stage) {
        stage.thenAcceptAsync(
                reply -> {
                    if (reply instanceof HostGateway.Reply.Refused<HostGateway.Done> refused) {
                        notice.accept(refused.text());
                    }
                    render(links);
                    refreshDevices();
                },
                fx);
    }

    /** Tries the hosts that cannot be reached again at once. */
    public void onRetry() {
        hosts.retryNow();
    }

    public void onForget(HostId hostId) {
        hosts.forget(hostId);
    }

    /** Pairs this device with the host that a ticket names. */
    public void onPair(String ticketText) {
        pair(ticketText, "");
    }

    /** Pairs under the ticket's key, which then replaces the one that was known. */
    public void onAcceptKey() {
        if (keyQuestion.get() != null) {
            pair(questioned, keyQuestion.get().ticketKey().replace(" ", ""));
        }
    }

    /** Leaves the pairing that is there as it is. */
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
        picture.onOver();
        pairing.set(Texts.text("pairing.connecting"));
        hosts.pair(ticketText, acceptedKey)
                .thenAcceptAsync(
                        result -> {
                            if (result instanceof Hosts.PairingResult.OtherKey other) {
                                questioned = ticketText;
                                keyQuestion.set(new KeyQuestion(
                                        other.hostName(), grouped(other.knownKey()), grouped(other.ticketKey())));
                            } else if (result instanceof Hosts.PairingResult.Failed failed) {
                                problem.set(failed.text());
                            }
                            busy.set(false);
                            pairing.set("");
                            if (result instanceof Hosts.PairingResult.Paired) {
                                offered.set("");
                                paired.run();
                            }
                        },
                        fx);
    }

    /** A fingerprint as it is compared: in groups of four. */
    private static String grouped(String fingerprint) {
        return String.join(" ", fingerprint.split("(?<=\\G.{4})"));
    }

    /** A code as it is read out: in two halves. */
    static String spaced(String code) {
        return code.length() == 6 ? code.substring(0, 3) + "\u00a0" + code.substring(3) : code;
    }

    /** The host's person is asked and compares this code. */
    public void renderPairing(String hostName, String code) {
        if (busy.get()) {
            pairing.set(Texts.text("pairing.awaiting", hostName, spaced(code)));
        }
    }
}
