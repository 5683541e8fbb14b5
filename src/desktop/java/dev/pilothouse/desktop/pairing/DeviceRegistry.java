package dev.pilothouse.desktop.pairing;

import com.google.gson.JsonElement;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.platform.Subscription;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.FieldWriter;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.protocol.WireWords;
import dev.pilothouse.secure.PrivateFile;
import dev.pilothouse.secure.PublicKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
 * cannot be revoked.
 *
 * <p>Owns that file. Any thread; changes are on disk when a method returns. Listeners are called on the changing thread
 * after the change and outside of the lock. Nothing to close.
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
    static final String FILE = "devices.json";
    private static final int VERSION = 1;

    /** How stale "last seen" may be on disk, so that a device that reconnects in a loop does not wear the disk. */
    private static final Duration SEEN_GRAIN = Duration.ofMinutes(1);

    private final PrivateFile file;
    private final Clock clock;
    private final Device local;
    private final Map<PublicKey, Device> devices = new LinkedHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    private DeviceRegistry(PrivateFile file, Clock clock, Device local) {
        this.file = file;
        this.clock = clock;
        this.local = local;
    }

    /**
     * Reads the list. One that is damaged is kept aside under another name, and the host starts with no devices: nobody
     * gets in whom we cannot prove to be invited.
     *
     * @param localKey the key of the host's own window and command line
     * @throws IOException if the file is there and cannot be read at all
     */
    public static DeviceRegistry open(Path dataFolder, PublicKey localKey, Clock clock) throws IOException {
        Device local = new Device(
                Device.idOf(localKey), localKey, "this computer", "", Scope.ADMIN, Instant.EPOCH, null, "", null);
        PrivateFile file = new PrivateFile(dataFolder.resolve(FILE));
        DeviceRegistry registry = new DeviceRegistry(file, clock, local);
        Optional<byte[]> content = file.read();
        if (content.isPresent()) {
            registry.load(content.get());
        }
        return registry;
    }

    private void load(byte[] content) throws IOException {
        try {
            FieldReader fields = new FieldReader(StrictJson.parseObject(new String(content, StandardCharsets.UTF_8)));
            if (fields.integer("version") != VERSION) {
                throw new CodecException("version is not " + VERSION);
            }
            for (Device device : fields.list("devices", DeviceRegistry::decode)) {
                devices.put(device.key(), device);
            }
        } catch (CodecException e) {
            devices.clear();
            Path aside = file.keepAside();
            LOG.warn("The list of devices is damaged ({}); kept as {}. Pair the devices again.", e.getMessage(), aside);
        }
    }

    /** The host's own window and command line. Not in {@link #list()}. */
    public Device local() {
        return local;
    }

    /** The paired devices in the order of pairing. */
    public synchronized List<Device> list() {
        return List.copyOf(devices.values());
    }

    /** Who has this key: a paired device, or the local one. */
    public synchronized Optional<Device> find(PublicKey key) {
        return key.equals(local.key()) ? Optional.of(local) : Optional.ofNullable(devices.get(key));
    }

    public Optional<Device> find(DeviceId deviceId) {
        return list().stream()
                .filter(device -> device.deviceId().equals(deviceId))
                .findFirst();
    }

    /** Takes a device in. @throws IOException if that cannot be stored; it is then not taken in */
    public Device add(PublicKey key, String name, String platform, Scope scope, String address) throws IOException {
        return add(key, name, platform, scope, address, null);
    }

    /** The same. @param expiresAt when its access ends; null for never */
    public synchronized Device add(
            PublicKey key, String name, String platform, Scope scope, String address, Instant expiresAt)
            throws IOException {
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
        Device before = devices.put(key, device);
        try {
            write();
        } catch (IOException e) {
            restore(key, before);
            throw e;
        }
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
        devices.put(key, store ? seen : device.seen(device.lastSeen(), address));
        if (store) {
            try {
                write();
            } catch (IOException e) {
                LOG.warn("When a device was last seen could not be stored: {}", e.toString());
            }
        }
    }

    /** @return the device as it is now, or nothing if there is none of that id */
    public Optional<Device> rename(DeviceId deviceId, String name) throws IOException {
        return change(deviceId, device -> device.named(Device.shown(name, device.name())));
    }

    /** @return the device as it is now, or nothing if there is none of that id */
    public Optional<Device> setScope(DeviceId deviceId, Scope scope) throws IOException {
        return change(deviceId, device -> device.scoped(scope));
    }

    /**
     * Ends a device's access at that time.
     *
     * @param expiresAt null for never; a time that has passed ends it at once
     * @return the device as it is now, or nothing if there is none of that id
     */
    public Optional<Device> setExpiry(DeviceId deviceId, Instant expiresAt) throws IOException {
        return change(deviceId, device -> device.expiring(expiresAt));
    }

    private Optional<Device> change(DeviceId deviceId, UnaryOperator<Device> change) throws IOException {
        Device after;
        synchronized (this) {
            Optional<Device> before = find(deviceId);
            if (before.isEmpty()) {
                return before;
            }
            after = change.apply(before.get());
            devices.put(after.key(), after);
            try {
                write();
            } catch (IOException e) {
                devices.put(after.key(), before.get());
                throw e;
            }
        }
        listeners.forEach(listener -> listener.changed(after));
        return Optional.of(after);
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
            devices.remove(revoked.get().key());
            try {
                write();
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

    private void restore(PublicKey key, Device before) {
        if (before == null) {
            devices.remove(key);
        } else {
            devices.put(key, before);
        }
    }

    private void write() throws IOException {
        FieldWriter fields =
                new FieldWriter().put("version", VERSION).put("devices", devices.values(), DeviceRegistry::encode);
        file.write(StrictJson.write(fields.json()).getBytes(StandardCharsets.UTF_8));
    }

    private static JsonElement encode(Device device) {
        return new FieldWriter()
                .put("key", device.key().text())
                .put("name", device.name())
                .opt("platform", device.platform())
                .put("scope", device.scope())
                .put("pairedAt", device.pairedAt())
                .opt("lastSeen", device.lastSeen())
                .opt("address", device.address())
                .opt("expiresAt", device.expiresAt())
                .json();
    }

    private static Device decode(FieldReader fields) throws CodecException {
        PublicKey key = fields.value("key", PublicKey::parse);
        return new Device(
                Device.idOf(key),
                key,
                fields.string("name"),
                fields.string("platform", ""),
                fields.word("scope", WireWords.SCOPE),
                fields.time("pairedAt"),
                fields.timeOrNull("lastSeen"),
                fields.string("address", ""),
                fields.timeOrNull("expiresAt"));
    }
}
