package dev.pilothouse.desktop.pairing;

import dev.pilothouse.desktop.journal.IoErrorText;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PairingRequest;
import dev.pilothouse.model.Scope;
import dev.pilothouse.pairing.PairingTicket;
import dev.pilothouse.pairing.TicketSecret;
import dev.pilothouse.platform.Subscription;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.secure.PublicKey;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live pairing tickets and the devices that request pairing with them. A ticket is valid for two minutes and for
 * one device. The first key that proves it binds the ticket; refusal, expiry or success spends it. A ticket stays valid
 * if the host could not store the device. A requesting device waits for approval for up to two minutes of its own. A
 * ticket and its request end when the issuing device loses its rights. The access that a ticket grants ends no later
 * than that of the issuing device.
 *
 * <p>Owns the tickets, in memory only, at most {@value #MAX_LIVE}. A new ticket displaces the oldest one that no device
 * has presented. Thread-safe. Callbacks and listeners run on the calling thread, outside the lock. Every call checks
 * expiry; the owner must also call {@link #expire()} every few seconds. There is nothing to close.
 */
public final class PairingService {
    public static final Duration LIFETIME = Duration.ofMinutes(2);
    public static final int MAX_LIVE = 4;

    private static final Logger LOG = LoggerFactory.getLogger(PairingService.class);
    private static final int MAX_WRONG_PROOFS = 3;
    private static final int REMEMBERED_SPENT = 64;
    private static final int TICKET_ID_BYTES = 8;
    private static final HostText NEW_TICKET = HostText.of(HostTextCode.TICKET_MAKE_NEW);

    private final DeviceRegistry devices;
    private final boolean autoAccept;
    private final LongSupplier ticker;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Live> live = new LinkedHashMap<>();
    private final Map<String, ErrorCode> spent = new LinkedHashMap<>();
    private final List<Consumer<List<PairingRequest>>> listeners = new CopyOnWriteArrayList<>();

    /**
     * @param autoAccept whether a proved ticket needs no approval, as on a headless host that printed the ticket itself
     * @param ticker a monotonic clock in nanoseconds that decides when tickets expire
     * @param clock only for the expiry time printed in the ticket
     */
    public PairingService(DeviceRegistry devices, boolean autoAccept, LongSupplier ticker, Clock clock) {
        this.devices = devices;
        this.autoAccept = autoAccept;
        this.ticker = ticker;
        this.clock = clock;
        devices.listen(new DeviceRegistry.Listener() {
            @Override
            public void revoked(Device device) {
                expire();
            }

            @Override
            public void changed(Device device) {
                expire();
            }
        });
    }

    /** @return a new ticket issued by the host itself, or empty if all {@value #MAX_LIVE} tickets have open requests */
    public Optional<PairingTicket> issue(Scope scope, HostDescription host) {
        try {
            return issue(scope, null, host, devices.local().key());
        } catch (DeviceRegistry.BeyondRightsException e) {
            throw new IllegalStateException("The local device may do all", e);
        }
    }

    /**
     * Issues a ticket that grants access for a limited time.
     *
     * @param accessUntil when the access of the paired device ends; null for never
     * @param issuer key of the device that requests the ticket
     * @throws DeviceRegistry.BeyondRightsException if that device may not issue such a ticket
     */
    public Optional<PairingTicket> issue(
            Scope scope, @Nullable Instant accessUntil, HostDescription host, PublicKey issuer)
            throws DeviceRegistry.BeyondRightsException {
        Instant limit = devices.latestExpiryFor(issuer);
        if (DeviceRegistry.outlasts(accessUntil, limit)) {
            throw DeviceRegistry.BeyondRightsException.outlasts(limit);
        }
        Effects effects = new Effects();
        PairingTicket ticket;
        synchronized (this) {
            removeExpired(effects);
            if (live.size() >= MAX_LIVE && !dropOldestUnshown()) {
                ticket = null;
            } else {
                byte[] id = new byte[TICKET_ID_BYTES];
                random.nextBytes(id);
                Instant expiresAt = clock.instant().plus(LIFETIME);
                ticket = PairingTicket.fitting(
                        host.hostId(),
                        host.name(),
                        host.key(),
                        host.urls(),
                        Base64.getUrlEncoder().withoutPadding().encodeToString(id),
                        TicketSecret.random(random),
                        scope,
                        expiresAt);
                live.put(ticket.ticketId(), new Live(ticket.secret(), scope, accessUntil, issuer, deadline()));
            }
        }
        effects.run();
        return Optional.ofNullable(ticket);
    }

    /**
     * Handles a ticket presented by a device with an unknown key.
     *
     * @param code six digits of its handshake
     * @param later called once with the final outcome if this call returns {@code Asked}; not called if the device asks
     *     again before the outcome
     */
    public PairingOutcome show(
            PublicKey key, ClientMessage.Pair pair, String address, String code, Consumer<PairingOutcome> later) {
        Effects effects = new Effects();
        PairingOutcome outcome;
        synchronized (this) {
            removeExpired(effects);
            outcome = decide(key, pair, address, code, later, effects);
        }
        effects.run();
        return outcome;
    }

    private PairingOutcome decide(
            PublicKey key,
            ClientMessage.Pair pair,
            String address,
            String code,
            Consumer<PairingOutcome> later,
            Effects effects) {
        Live ticket = live.get(pair.ticketId());
        if (ticket == null) {
            return refusal(spent.getOrDefault(pair.ticketId(), ErrorCode.TICKET_UNKNOWN));
        }
        if (!ticket.secret.matches(pair.secret())) {
            if (++ticket.wrongProofs >= MAX_WRONG_PROOFS && ticket.asker == null) {
                consume(pair.ticketId(), ErrorCode.TICKET_UNKNOWN);
            }
            return refusal(ErrorCode.TICKET_UNKNOWN);
        }
        if (ticket.asker != null && !ticket.asker.key().equals(key)) {
            return refusal(ErrorCode.TICKET_USED);
        }
        String name = Device.shown(pair.name(), "Unnamed device");
        String platform = Device.shown(pair.platform(), "");
        PairingRequest request = new PairingRequest(Device.idOf(key), name, platform, address, ticket.scope, code);
        if (autoAccept) {
            PairingOutcome outcome = accept(key, request, ticket);
            if (outcome instanceof PairingOutcome.Paired) {
                consume(pair.ticketId(), ErrorCode.TICKET_USED);
            }
            return outcome;
        }
        if (ticket.asker == null) {
            ticket.deadline = deadline();
        }
        ticket.asker = new Asker(key, request, later);
        effects.askingChanged = true;
        return new PairingOutcome.Asked(request);
    }

    private PairingOutcome accept(PublicKey key, PairingRequest request, Live ticket) {
        try {
            return new PairingOutcome.Paired(devices.add(
                    key,
                    request.name(),
                    request.platform(),
                    request.scope(),
                    request.address(),
                    ticket.accessUntil,
                    ticket.issuer));
        } catch (DeviceRegistry.BeyondRightsException e) {
            return refusal(ErrorCode.TICKET_EXPIRED);
        } catch (IOException e) {
            LOG.error("A device could not be added: {}", e.toString());
            return new PairingOutcome.Refused(
                    ErrorCode.JOURNAL_FAILED,
                    HostText.of(
                            IoErrorText.isFull(e) ? HostTextCode.PAIRING_DISK_FULL : HostTextCode.PAIRING_UNWRITABLE));
        }
    }

    /**
     * Approves a device.
     *
     * @param code the code that the person read on the device, or that the window shows beside it
     * @param by key of the approving device
     */
    public ApprovalResult approve(DeviceId deviceId, String code, PublicKey by) {
        Effects effects = new Effects();
        ApprovalResult approval;
        synchronized (this) {
            removeExpired(effects);
            Map.Entry<String, Live> asking = asking(deviceId);
            Asker asker = asking == null ? null : asking.getValue().asker;
            if (asking == null || asker == null) {
                approval = ApprovalResult.NOBODY_ASKS;
            } else if (!asker.request().code().equals(code)) {
                approval = ApprovalResult.WRONG_CODE;
            } else if (!devices.canGrant(by, asking.getValue().accessUntil)) {
                approval = ApprovalResult.NOT_ALLOWED;
            } else {
                Live ticket = asking.getValue();
                PairingOutcome outcome = accept(asker.key(), asker.request(), ticket);
                if (outcome instanceof PairingOutcome.Paired) {
                    approval = ApprovalResult.DONE;
                    end(asking.getKey(), ErrorCode.TICKET_USED, outcome, effects);
                } else {
                    approval = ApprovalResult.NOT_STORED;
                    ticket.answer(outcome, effects);
                }
            }
        }
        effects.run();
        return approval;
    }

    /** Refuses a device. */
    public ApprovalResult refuse(DeviceId deviceId) {
        Effects effects = new Effects();
        ApprovalResult approval;
        synchronized (this) {
            removeExpired(effects);
            Map.Entry<String, Live> asking = asking(deviceId);
            approval = asking == null ? ApprovalResult.NOBODY_ASKS : ApprovalResult.DONE;
            if (asking != null) {
                end(asking.getKey(), ErrorCode.PAIRING_REFUSED, refusal(ErrorCode.PAIRING_REFUSED), effects);
            }
        }
        effects.run();
        return approval;
    }

    /** The requests that wait for approval, oldest first. */
    public synchronized List<PairingRequest> asking() {
        return live.values().stream()
                .flatMap(ticket -> Stream.ofNullable(ticket.asker))
                .map(Asker::request)
                .toList();
    }

    /**
     * Passes the whole list of waiting requests to the listener whenever it changes, until the subscription is closed.
     */
    public Subscription listen(Consumer<List<PairingRequest>> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Spends expired tickets and answers the devices that waited with them. Cheap; call it every few seconds. */
    public void expire() {
        Effects effects = new Effects();
        synchronized (this) {
            removeExpired(effects);
        }
        effects.run();
    }

    private void removeExpired(Effects effects) {
        long now = ticker.getAsLong();
        for (Map.Entry<String, Live> entry : List.copyOf(live.entrySet())) {
            Live ticket = entry.getValue();
            if (now - ticket.deadline >= 0 || !devices.covers(ticket.issuer, Scope.ADMIN)) {
                end(entry.getKey(), ErrorCode.TICKET_EXPIRED, refusal(ErrorCode.TICKET_EXPIRED), effects);
            }
        }
    }

    private long deadline() {
        return ticker.getAsLong() + LIFETIME.toNanos();
    }

    private boolean dropOldestUnshown() {
        Iterator<Map.Entry<String, Live>> all = live.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<String, Live> ticket = all.next();
            if (ticket.getValue().asker == null) {
                all.remove();
                markSpent(ticket.getKey(), ErrorCode.TICKET_EXPIRED);
                return true;
            }
        }
        return false;
    }

    private Map.@Nullable Entry<String, Live> asking(DeviceId deviceId) {
        for (Map.Entry<String, Live> ticket : live.entrySet()) {
            Asker asker = ticket.getValue().asker;
            if (asker != null && asker.request().deviceId().equals(deviceId)) {
                return ticket;
            }
        }
        return null;
    }

    private void end(String ticketId, ErrorCode why, PairingOutcome outcome, Effects effects) {
        Live ticket = consume(ticketId, why);
        Asker asker = ticket == null ? null : ticket.asker;
        if (asker != null) {
            effects.askingChanged = true;
            effects.outcomes.add(() -> asker.later().accept(outcome));
        }
    }

    private @Nullable Live consume(String ticketId, ErrorCode why) {
        markSpent(ticketId, why);
        return live.remove(ticketId);
    }

    private void markSpent(String ticketId, ErrorCode why) {
        spent.put(ticketId, why);
        if (spent.size() > REMEMBERED_SPENT) {
            spent.remove(spent.keySet().iterator().next());
        }
    }

    private static PairingOutcome refusal(ErrorCode code) {
        return new PairingOutcome.Refused(code, sentence(code));
    }

    private static HostText sentence(ErrorCode code) {
        HostTextCode why = switch (code) {
            case TICKET_USED -> HostTextCode.TICKET_WAS_USED;
            case TICKET_EXPIRED -> HostTextCode.TICKET_HAS_EXPIRED;
            case PAIRING_REFUSED -> HostTextCode.TICKET_DEVICE_REFUSED;
            default -> HostTextCode.TICKET_NOT_KNOWN;
        };
        return HostText.of(why).then(NEW_TICKET);
    }

    /** Callbacks that run outside the lock after the state has changed. */
    private final class Effects {
        private final List<Runnable> outcomes = new ArrayList<>();
        private boolean askingChanged;

        void run() {
            outcomes.forEach(Runnable::run);
            if (askingChanged) {
                List<PairingRequest> now = asking();
                listeners.forEach(listener -> listener.accept(now));
            }
        }
    }

    /**
     * A device that waits for approval.
     *
     * @param later receives the outcome
     */
    private record Asker(PublicKey key, PairingRequest request, Consumer<PairingOutcome> later) {}

    private static final class Live {
        private final TicketSecret secret;
        private final Scope scope;
        private final @Nullable Instant accessUntil;
        private final PublicKey issuer;
        private long deadline;
        private int wrongProofs;
        private @Nullable Asker asker;

        Live(TicketSecret secret, Scope scope, @Nullable Instant accessUntil, PublicKey issuer, long deadline) {
            this.secret = secret;
            this.scope = scope;
            this.accessUntil = accessUntil;
            this.issuer = issuer;
            this.deadline = deadline;
        }

        /** Answers the requesting device and resets the ticket, as if no device had presented it. */
        void answer(PairingOutcome outcome, Effects effects) {
            Asker answered = asker;
            asker = null;
            effects.askingChanged = true;
            if (answered != null) {
                effects.outcomes.add(() -> answered.later().accept(outcome));
            }
        }
    }
}
