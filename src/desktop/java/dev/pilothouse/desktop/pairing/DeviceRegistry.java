package dev.pilothouse.desktop.pairing;

import dev.pilothouse.model.DeviceId;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may connect: the paired devices, in {@code devices.json} of the data folder, and the local key, which is admin and
 * cannot be revoked. {@link DeviceFile} has the form of that file.
 *
 * <p>Owns that file. Any thread; changes are on disk when a method returns, and reading never waits for one. Listeners
 * are called on the changing thread after the change and outside of the lock, so two changes at the same time may be told
 * in either order: a listener that needs the present state reads it here. Nothing to close.
 */
public final class DeviceRegistry {
    /** Told what a live connection must know at once. */
    public interface Listener {
        /** The key is forgotten: its connections must end now. */
        void revoked(Device device);

        /** Name, scope or expiry are others now. */
        void changed(Device device);
    }

    private static final Logger LOG = LoggerFactory.getLogger(DeviceRegistry.class);

    /** How stale "last seen" may be on disk, so that a device that reconnects in a loop does not wear the disk. */
    private static final Duration SEEN_GRAIN = Duration.ofMinutes(1);

    private final DeviceFile file;
    private final Clock clock;
    private final Device local;
    private final List<String> notices;
    /** Replaced as a whole, under the lock; never changed. */
    private volatile Map<PublicKey, Device> devices = Map.of();

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    private DeviceRegistry(DeviceFile file, Clock clock, Device local, List<String> notices) {
        this.notices = notices;
        this.file = file;
        this.clock = clock;
        this.local = local;
    }

    /**
     * Reads the list, and makes the file where there is none. A list that is damaged is kept aside under another name, and
     * the host starts with no devices: nobody gets in whom we cannot prove to be invited.
     *
     * @param localKey the key of the host's own window and command line
     * @throws IOException if the file is there and cannot be read at all, or is of a newer version
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
            Path aside = file.keepAside();
            String notice = "The list of paired devices is damaged (" + damaged.getMessage() + ") and is kept as "
                    + aside + ". Pair the devices again, or stop the host and restore " + file.path()
                    + " from a backup.";
            DeviceRegistry registry = new DeviceRegistry(new DeviceFile(dataFolder), clock, local, List.of(notice));
            registry.begin();
            return registry;
        }
    }

    /** With an empty list a file that is missing later was deleted. */
    private void begin() {
        try {
            write(devices);
        } catch (IOException full) {
            LOG.warn("The list of devices could not be written: {}", full.toString());
        }
    }

    /**
     * Whether the file can be understood, read without a change.
     *
     * @return what is wrong with it: a sentence for each thing
     * @throws IOException if it cannot be read at all, or is of a newer version
     */
    public static List<String> look(Path dataFolder) throws IOException {
        DeviceFile file = new DeviceFile(dataFolder);
        try {
            file.read();
            return file.notices();
        } catch (CodecException damaged) {
            return List.of(file.path() + " is damaged (" + damaged.getMessage()
                    + "). The next host starts with no paired devices.");
        }
    }

    /** What the person should know of the list as it was read: a sentence for each thing. */
    public List<String> notices() {
        return notices;
    }

    /** Whether there was no file when the list was opened. */
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

    /** Who has this key: a paired device, or the local one. */
    public Optional<Device> find(PublicKey key) {
        return key.equals(local.key()) ? Optional.of(local) : Optional.ofNullable(devices.get(key));
    }

    public Optional<Device> find(DeviceId deviceId) {
        return list().stream()
                .filter(device -> device.deviceId().equals(deviceId))
                .findFirst();
    }

    /** Whether that device, paired or local, may do now what needs this scope. */
    public boolean covers(DeviceId deviceId, Scope needed) {
        return deviceId.equals(local.deviceId())
                || find(deviceId).filter(device -> covers(device, needed)).isPresent();
    }

    /** Whether the device with this key, paired or local, may do now what needs this scope. */
    public boolean covers(PublicKey key, Scope needed) {
        return find(key).filter(device -> covers(device, needed)).isPresent();
    }

    private boolean covers(Device device, Scope needed) {
        return device.scope().covers(needed) && !device.isExpired(clock.instant());
    }

    /** Takes a device in. @throws IOException if that cannot be stored; it is then not taken in */
    public Device add(PublicKey key, String name, String platform, Scope scope, String address) throws IOException {
        return add(key, name, platform, scope, address, null);
    }

    /** The same. @param expiresAt when its access ends; null for never */
    public Device add(PublicKey key, String name, String platform, Scope scope, String address, Instant expiresAt)
            throws IOException {
        try {
            return add(key, name, platform, scope, address, expiresAt, local.key());
        } catch (BeyondRightsException e) {
            throw new IllegalStateException("The local device may do all", e);
        }
    }

    /**
     * The same by the invitation of a device, whose own end holds for the new one too.
     *
     * @throws BeyondRightsException if that device may not invite others any more
     */
    synchronized Device add(
            PublicKey key,
            String name,
            String platform,
            Scope scope,
            String address,
            Instant wantedEnd,
            PublicKey invitedBy)
            throws IOException, BeyondRightsException {
        Instant limit = mayGiveUntil(invitedBy);
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

    /** Notes that a device has connected. Written at most once a minute for each device. */
    public synchronized void seen(PublicKey key, String address) {
        Device device = devices.get(key);
        if (device == null) {
            return;
        }
        Instant now = clock.instant();
        Device seen = device.seen(now, address);
        boolean store = device.lastSeen() == null
                || !device.address().equals(address)
                || Duration.between(device.lastSeen(), now).compareTo(SEEN_GRAIN) >= 0;
        devices = with(store ? seen : device.seen(device.lastSeen(), address));
        if (store) {
            try {
                write(devices);
            } catch (IOException e) {
                LOG.warn("When a device was last seen could not be stored: {}", e.toString());
            }
        }
    }

    /** @return the device as it is now, or nothing if there is none of that id */
    public Optional<Device> rename(DeviceId deviceId, String name) throws IOException {
        return change(deviceId, device -> device.named(Device.shown(name, device.name())));
    }

    /** The host's own user sets a scope; see {@link #setScope(DeviceId, Scope, PublicKey)}. */
    public Optional<Device> setScope(DeviceId deviceId, Scope scope) throws IOException {
        return change(deviceId, device -> device.scoped(scope));
    }

    /**
     * Changes what a device may do.
     *
     * @param by key of the device that wants it
     * @return the device as it is now, or nothing if there is none of that id
     * @throws IOException if it holds, but will not after a restart of the host
     * @throws BeyondRightsException if that device may not change it so; then nothing has changed
     */
    public Optional<Device> setScope(DeviceId deviceId, Scope scope, PublicKey by)
            throws IOException, BeyondRightsException {
        return change(deviceId, device -> device.scoped(scope), by);
    }

    /** The host's own user sets an end; see {@link #setExpiry(DeviceId, Instant, PublicKey)}. */
    public Optional<Device> setExpiry(DeviceId deviceId, Instant expiresAt) throws IOException {
        return change(deviceId, device -> device.expiring(expiresAt));
    }

    /**
     * Ends a device's access at that time.
     *
     * @param expiresAt null for never; a time that has passed ends it at once
     * @param by key of the device that wants it
     * @return the device as it is now, or nothing if there is none of that id
     * @throws IOException if it holds, but will not after a restart of the host
     * @throws BeyondRightsException if that device may not change it so; then nothing has changed
     */
    public Optional<Device> setExpiry(DeviceId deviceId, Instant expiresAt, PublicKey by)
            throws IOException, BeyondRightsException {
        return change(deviceId, device -> device.expiring(expiresAt), by);
    }

    /**
     * Until when access may last that this device gives to others: as long as its own.
     *
     * @return null for no end
     * @throws BeyondRightsException if it may not give any
     */
    public Instant mayGiveUntil(PublicKey by) throws BeyondRightsException {
        Optional<Device> giver = find(by).filter(device -> covers(device, Scope.ADMIN));
        return giver.orElseThrow(BeyondRightsException::noAdmin).expiresAt();
    }

    /** Whether that device may give access until then to another one. @param until null for ever */
    public boolean mayGive(PublicKey by, Instant until) {
        return find(by).filter(device -> covers(device, Scope.ADMIN))
                .filter(device -> !outlasts(until, device.expiresAt()))
                .isPresent();
    }

    /** That device may not change another one so, or itself. The message is a sentence for the person. */
    public static final class BeyondRightsException extends Exception {
        private static final long serialVersionUID = 1L;

        private BeyondRightsException(String text) {
            super(text);
        }

        static BeyondRightsException noAdmin() {
            return new BeyondRightsException("This device may not change devices any more: it needs the scope admin.");
        }

        /** @param end of the device that wants to give access */
        public static BeyondRightsException outlasts(Instant end) {
            return new BeyondRightsException("The access of this device ends at " + end
                    + ", so it cannot give access that lasts longer. Set an end that is not later.");
        }
    }

    /** Whether access until then is longer than until the other time; null is for ever. */
    public static boolean outlasts(Instant until, Instant other) {
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
            Instant limit = mayGiveUntil(by);
            Optional<Device> before = find(deviceId);
            if (before.isEmpty()) {
                return before;
            }
            after = change.apply(before.get());
            if (givesMore(before.get(), after) && outlasts(after.expiresAt(), limit)) {
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

    private static boolean givesMore(Device before, Device after) {
        return outlasts(after.expiresAt(), before.expiresAt())
                || !before.scope().covers(after.scope());
    }

    /**
     * Forgets a device. It is locked out at once, even if that cannot be stored.
     *
     * @return the device that was revoked, or nothing if there is none of that id
     * @throws IOException if the device is locked out, but will be back after a restart of the host
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

    /** Tells the listener of every change until the subscription is closed. */
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
