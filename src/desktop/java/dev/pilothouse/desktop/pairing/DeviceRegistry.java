package dev.pilothouse.desktop.pairing;

import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Scope;
import dev.pilothouse.platform.Subscription;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.secure.PublicKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The devices that may connect: the paired devices in {@code devices.json} of the data folder, and the local key. The
 * local key has the scope admin and cannot be revoked. {@link DeviceFile} reads and writes the file.
 *
 * <p>Owns that file. Thread-safe. A change is on disk when its method returns; reads never wait for a write. Listeners
 * run on the changing thread, after the change and outside the lock. Two concurrent changes may therefore be delivered
 * in either order: a listener that needs the current state reads it from this class. There is nothing to close.
 */
public final class DeviceRegistry {
    /** Receives changes that affect live connections. */
    public interface Listener {
        /** The key was removed. Its connections must be closed now. */
        void revoked(Device device);

        /** The name, the scope or the expiry changed. */
        void changed(Device device);
    }

    private static final Logger LOG = LoggerFactory.getLogger(DeviceRegistry.class);

    /** How old "last seen" may be on disk. The limit bounds disk writes when a device reconnects in a loop. */
    private static final Duration SEEN_GRAIN = Duration.ofMinutes(1);

    private final DeviceFile file;
    private final Clock clock;
    private final Device local;
    private final List<HostText> notices;
    /** An immutable map, replaced as a whole under the lock. */
    private volatile Map<PublicKey, Device> devices = Map.of();

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    private DeviceRegistry(DeviceFile file, Clock clock, Device local, List<HostText> notices) {
        this.notices = notices;
        this.file = file;
        this.clock = clock;
        this.local = local;
    }

    /**
     * Reads the list and creates the file if there is none. A damaged file is renamed and preserved, and the host
     * starts without devices. A device whose pairing cannot be proved is not admitted.
     *
     * @param localKey the key of the host's own window and command line
     * @throws IOException if the file exists but cannot be read at all, or is of a newer version
     */
    public static DeviceRegistry open(Path dataFolder, PublicKey localKey, Clock clock) throws IOException {
        Device local = new Device(
                Device.idOf(localKey), localKey, "this computer", "", Scope.ADMIN, Instant.EPOCH, null, "", null);
        DeviceFile file = new DeviceFile(dataFolder);
        try {
            Map<PublicKey, Device> devices = file.read();
            DeviceRegistry registry = new DeviceRegistry(file, clock, local, file.notices());
            registry.devices = devices;
            if (file.wasMissing()) {
                registry.begin();
            }
            return registry;
        } catch (CodecException damaged) {
            Path aside = file.moveAside();
            HostText notice =
                    HostText.of(HostTextCode.DEVICES_DAMAGED, String.valueOf(damaged.getMessage()), aside, file.path());
            DeviceRegistry registry = new DeviceRegistry(new DeviceFile(dataFolder), clock, local, List.of(notice));
            registry.begin();
            return registry;
        }
    }

    /** Writes an empty list, so that a file that is missing later is recognised as deleted. */
    private void begin() {
        try {
            write(devices);
        } catch (IOException full) {
            LOG.warn("The list of devices could not be written: {}", full.toString());
        }
    }

    /**
     * Checks that the file can be read. Does not change it.
     *
     * @return the problems found, one sentence each
     * @throws IOException if the file cannot be read at all, or is of a newer version
     */
    public static List<HostText> checkFile(Path dataFolder) throws IOException {
        DeviceFile file = new DeviceFile(dataFolder);
        try {
            file.read();
            return file.notices();
        } catch (CodecException damaged) {
            return List.of(
                    HostText.of(HostTextCode.DEVICES_UNREADABLE, file.path(), String.valueOf(damaged.getMessage())));
        }
    }

    /** Problems found while reading the list, one sentence each, for display. */
    public List<HostText> notices() {
        return notices;
    }

    /** Whether the file did not exist when the list was opened. */
    public boolean wasMissing() {
        return file.wasMissing();
    }

    /** The host's own window and command line. Not in {@link #list()}. */
    public Device local() {
        return local;
    }

    /** The paired devices in the order of pairing. */
    public List<Device> list() {
        return List.copyOf(devices.values());
    }

    /** The paired or local device with this key. */
    public Optional<Device> find(PublicKey key) {
        return key.equals(local.key()) ? Optional.of(local) : Optional.ofNullable(devices.get(key));
    }

    public Optional<Device> find(DeviceId deviceId) {
        return list().stream()
                .filter(device -> device.deviceId().equals(deviceId))
                .findFirst();
    }

    /** Whether this device, paired or local, currently has a scope that covers {@code needed}. */
    public boolean covers(DeviceId deviceId, Scope needed) {
        return deviceId.equals(local.deviceId())
                || find(deviceId).filter(device -> covers(device, needed)).isPresent();
    }

    /** Whether the device with this key, paired or local, currently has a scope that covers {@code needed}. */
    public boolean covers(PublicKey key, Scope needed) {
        return find(key).filter(device -> covers(device, needed)).isPresent();
    }

    private boolean covers(Device device, Scope needed) {
        return device.scope().covers(needed) && !device.isExpired(clock.instant());
    }

    /** Adds a device. @param expiresAt when its access ends; null for never */
    public Device add(
            PublicKey key, String name, String platform, Scope scope, String address, @Nullable Instant expiresAt)
            throws IOException {
        try {
            return add(key, name, platform, scope, address, expiresAt, local.key());
        } catch (BeyondRightsException e) {
            throw new IllegalStateException("The local device may do all", e);
        }
    }

    /**
     * Adds a device that another device invited. Its access ends no later than that of the inviting device.
     *
     * @throws BeyondRightsException if that device may not invite others any more
     */
    synchronized Device add(
            PublicKey key,
            String name,
            String platform,
            Scope scope,
            String address,
            @Nullable Instant wantedEnd,
            PublicKey invitedBy)
            throws IOException, BeyondRightsException {
        Instant limit = latestExpiryFor(invitedBy);
        Instant expiresAt = outlasts(wantedEnd, limit) ? limit : wantedEnd;
        Instant now = clock.instant();
        Device device = new Device(
                Device.idOf(key),
                key,
                Device.shown(name, "Unnamed device"),
                Device.shown(platform, ""),
                scope,
                now,
                now,
                address,
                expiresAt);
        Map<PublicKey, Device> after = with(device);
        write(after);
        devices = after;
        return device;
    }

    /** Records that a device connected. Written at most once a minute per device, unless its address changes. */
    public synchronized void markSeen(PublicKey key, String address) {
        Device device = devices.get(key);
        if (device == null) {
            return;
        }
        Instant now = clock.instant();
        Device seen = device.withSeen(now, address);
        boolean store = device.lastSeen() == null
                || !device.address().equals(address)
                || Duration.between(device.lastSeen(), now).compareTo(SEEN_GRAIN) >= 0;
        devices = with(store ? seen : device.withSeen(device.lastSeen(), address));
        if (store) {
            try {
                write(devices);
            } catch (IOException e) {
                LOG.warn("When a device was last seen could not be stored: {}", e.toString());
            }
        }
    }

    /** @return the changed device, or empty if no device has that id */
    public Optional<Device> rename(DeviceId deviceId, String name) throws IOException {
        return change(deviceId, device -> device.withName(Device.shown(name, device.name())));
    }

    /** Sets a scope on behalf of the host's own user; see {@link #setScope(DeviceId, Scope, PublicKey)}. */
    public Optional<Device> setScope(DeviceId deviceId, Scope scope) throws IOException {
        return change(deviceId, device -> device.scoped(scope));
    }

    /**
     * Changes the scope of a device.
     *
     * @param by key of the device that requests the change
     * @return the changed device, or empty if no device has that id
     * @throws IOException if the change is in effect but could not be stored, so it is lost when the host restarts
     * @throws BeyondRightsException if the requesting device may not make this change; nothing has changed then
     */
    public Optional<Device> setScope(DeviceId deviceId, Scope scope, PublicKey by)
            throws IOException, BeyondRightsException {
        return change(deviceId, device -> device.scoped(scope), by);
    }

    /** Sets an expiry on behalf of the host's own user; see {@link #setExpiry(DeviceId, Instant, PublicKey)}. */
    public Optional<Device> setExpiry(DeviceId deviceId, Instant expiresAt) throws IOException {
        return change(deviceId, device -> device.expiring(expiresAt));
    }

    /**
     * Sets when a device's access ends.
     *
     * @param expiresAt null for never; a time in the past ends access at once
     * @param by key of the device that requests the change
     * @return the changed device, or empty if no device has that id
     * @throws IOException if the change is in effect but could not be stored, so it is lost when the host restarts
     * @throws BeyondRightsException if the requesting device may not make this change; nothing has changed then
     */
    public Optional<Device> setExpiry(DeviceId deviceId, @Nullable Instant expiresAt, PublicKey by)
            throws IOException, BeyondRightsException {
        return change(deviceId, device -> device.expiring(expiresAt), by);
    }

    /**
     * The latest end of access that this device may grant: its own expiry.
     *
     * @return null for no end
     * @throws BeyondRightsException if it may not grant access at all
     */
    public @Nullable Instant latestExpiryFor(PublicKey by) throws BeyondRightsException {
        Optional<Device> giver = find(by).filter(device -> covers(device, Scope.ADMIN));
        return giver.orElseThrow(BeyondRightsException::noAdmin).expiresAt();
    }

    /** Whether that device may grant access until the given time. @param until null for no end */
    public boolean canGrant(PublicKey by, @Nullable Instant until) {
        return find(by).filter(device -> covers(device, Scope.ADMIN))
                .filter(device -> !outlasts(until, device.expiresAt()))
                .isPresent();
    }

    /** The device may not make this change to itself or to another device. The message is a sentence for display. */
    public static final class BeyondRightsException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient HostText sentence;

        private BeyondRightsException(HostText sentence) {
            super(sentence.text());
            this.sentence = sentence;
        }

        public HostText sentence() {
            return sentence;
        }

        static BeyondRightsException noAdmin() {
            return new BeyondRightsException(HostText.of(HostTextCode.NO_ADMIN_ANY_MORE));
        }

        /** @param end when the access of the granting device ends */
        public static BeyondRightsException outlasts(@Nullable Instant end) {
            return new BeyondRightsException(HostText.of(HostTextCode.OUTLASTS_DEVICE, String.valueOf(end)));
        }
    }

    /** Whether {@code until} is later than {@code other}. Null means no end. */
    public static boolean outlasts(@Nullable Instant until, @Nullable Instant other) {
        return other != null && (until == null || until.isAfter(other));
    }

    private Optional<Device> change(DeviceId deviceId, UnaryOperator<Device> change) throws IOException {
        try {
            return change(deviceId, change, local.key());
        } catch (BeyondRightsException e) {
            throw new IllegalStateException("The local device may do all", e);
        }
    }

    private Optional<Device> change(DeviceId deviceId, UnaryOperator<Device> change, PublicKey by)
            throws IOException, BeyondRightsException {
        Device after;
        IOException failure = null;
        synchronized (this) {
            Instant limit = latestExpiryFor(by);
            Optional<Device> before = find(deviceId);
            if (before.isEmpty()) {
                return before;
            }
            after = change.apply(before.get());
            if (hasMoreRights(before.get(), after) && outlasts(after.expiresAt(), limit)) {
                throw BeyondRightsException.outlasts(limit);
            }
            devices = with(after);
            try {
                write(devices);
            } catch (IOException e) {
                failure = e;
            }
        }
        listeners.forEach(listener -> listener.changed(after));
        if (failure != null) {
            throw failure;
        }
        return Optional.of(after);
    }

    private static boolean hasMoreRights(Device before, Device after) {
        return outlasts(after.expiresAt(), before.expiresAt())
                || !before.scope().covers(after.scope());
    }

    /**
     * Removes a device. It is locked out at once, even if the change cannot be stored.
     *
     * @return the revoked device, or empty if no device has that id
     * @throws IOException if the device is locked out but the change could not be stored, so it is back after a restart
     */
    public Optional<Device> revoke(DeviceId deviceId) throws IOException {
        Optional<Device> revoked;
        IOException failure = null;
        synchronized (this) {
            revoked = find(deviceId);
            if (revoked.isEmpty()) {
                return revoked;
            }
            Map<PublicKey, Device> rest = new LinkedHashMap<>(devices);
            rest.remove(revoked.get().key());
            devices = rest;
            try {
                write(rest);
            } catch (IOException e) {
                failure = e;
            }
        }
        listeners.forEach(listener -> listener.revoked(revoked.get()));
        if (failure != null) {
            throw failure;
        }
        return revoked;
    }

    /** Notifies the listener of every change until the subscription is closed. */
    public Subscription listen(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private Map<PublicKey, Device> with(Device device) {
        Map<PublicKey, Device> changed = new LinkedHashMap<>(devices);
        changed.put(device.key(), device);
        return changed;
    }

    private void write(Map<PublicKey, Device> list) throws IOException {
        file.write(list.values());
    }
}
