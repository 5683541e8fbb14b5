package dev.pilothouse.desktop.pairing;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Scope;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.Json;
import dev.pilothouse.protocol.MemberCodec;
import dev.pilothouse.protocol.RecordCodec;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.protocol.WireEnum;
import dev.pilothouse.secure.NewerFileException;
import dev.pilothouse.secure.PrivateFile;
import dev.pilothouse.secure.PublicKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and writes {@code devices.json}. Fields that a newer version wrote are preserved when the file is rewritten. A
 * device with an unknown scope gets the lowest scope, and its access counts as expired. Its entry keeps the unknown
 * scope until the scope, the expiry or the pairing changes.
 *
 * <p>Owns the file. Call {@link #read} first and once. Confined to one thread at a time.
 */
final class DeviceFile {
    static final String NAME = "devices.json";
    private static final int VERSION = 1;
    /** Fields that an entry may leave out. */
    private static final List<String> OPTIONAL = List.of("platform", "lastSeen", "address", "expiresAt");

    /** Null for an unknown scope. */
    private static final MemberCodec<Scope> SCOPE = Json.text(WireEnum.SCOPE::parse, WireEnum::toWire);

    private static final RecordCodec<Device> DEVICE = io -> {
        PublicKey key = io.put("key", Json.text(PublicKey::parse, PublicKey::text), Device::key);
        String name = io.put("name", Json.TEXT, Device::name);
        String platform = io.opt("platform", Json.TEXT, Device::platform);
        Scope scope = io.put("scope", SCOPE, Device::scope);
        Instant pairedAt = io.put("pairedAt", Json.TIME, Device::pairedAt);
        Instant lastSeen = io.orNull("lastSeen", Json.TIME, Device::lastSeen);
        String address = io.opt("address", Json.TEXT, Device::address);
        Instant expiresAt = io.orNull("expiresAt", Json.TIME, Device::expiresAt);
        return new Device(
                Device.idOf(key),
                key,
                name,
                platform,
                scope == null ? Scope.VIEW : scope,
                pairedAt,
                lastSeen,
                address,
                scope == null ? Instant.EPOCH : expiresAt);
    };

    private final PrivateFile file;
    private final Map<PublicKey, JsonObject> entries = new HashMap<>();
    /** Entries that could not be decoded. They are written back unchanged. */
    private final List<JsonObject> unreadable = new ArrayList<>();

    private final List<HostText> notices = new ArrayList<>();
    private JsonObject members = new JsonObject();
    private boolean missing;

    DeviceFile(Path dataFolder) {
        this.file = new PrivateFile(dataFolder.resolve(NAME));
    }

    /**
     * Reads the devices in the order of the file. The map is empty if there is no file.
     *
     * @throws CodecException if the file as a whole is damaged
     * @throws IOException if the file cannot be read, or is of a newer version
     */
    Map<PublicKey, Device> read() throws IOException, CodecException {
        Optional<byte[]> content = file.read();
        missing = content.isEmpty();
        Map<PublicKey, Device> devices = new LinkedHashMap<>();
        if (missing) {
            return devices;
        }
        FieldReader fields = new FieldReader(StrictJson.parseObject(new String(content.get(), StandardCharsets.UTF_8)));
        long version = fields.number("version", 1);
        NewerFileException.check(file.path(), version, VERSION);
        if (version < 1) {
            throw fields.bad("version", "counts from 1");
        }
        List<FieldReader> list = fields.list("devices", entry -> entry);
        members = fields.json().deepCopy();
        list.forEach(entry -> take(entry, devices));
        return devices;
    }

    private void take(FieldReader entry, Map<PublicKey, Device> devices) {
        try {
            Device device = DEVICE.decode(entry);
            devices.put(device.key(), device);
            entries.put(device.key(), entry.json().deepCopy());
            if (isScopeUnknown(entry)) {
                notices.add(HostText.of(
                        HostTextCode.DEVICE_SCOPE_UNKNOWN, device.name(), Device.shown(entry.string("scope"), "?")));
            }
        } catch (CodecException e) {
            unreadable.add(entry.json().deepCopy());
            notices.add(HostText.of(HostTextCode.DEVICE_ENTRY_UNREADABLE, file.path(), String.valueOf(e.getMessage())));
        }
    }

    /** Renames the file. @return its new path */
    Path moveAside() throws IOException {
        return file.moveAside();
    }

    Path path() {
        return file.path();
    }

    /** Problems found while reading, one sentence each, for display. */
    List<HostText> notices() {
        return List.copyOf(notices);
    }

    /** Whether the file did not exist when it was read. */
    boolean wasMissing() {
        return missing;
    }

    /** Replaces the file. */
    void write(Collection<Device> devices) throws IOException {
        JsonObject json = members.deepCopy();
        json.addProperty("version", VERSION);
        JsonArray list = new JsonArray();
        devices.forEach(device -> list.add(encode(device)));
        unreadable.forEach(list::add);
        json.add("devices", list);
        file.write(StrictJson.write(json).getBytes(StandardCharsets.UTF_8));
    }

    private JsonObject encode(Device device) {
        JsonObject known = DEVICE.encode(device);
        JsonObject before = entries.get(device.key());
        if (before == null || !known.get("pairedAt").equals(before.get("pairedAt"))) {
            return known;
        }
        JsonObject json = before.deepCopy();
        OPTIONAL.forEach(json::remove);
        known.entrySet().forEach(member -> json.add(member.getKey(), member.getValue()));
        if (isScopeUnknown(new FieldReader(before)) && device.isWithheld()) {
            json.add("scope", before.get("scope"));
            json.remove("expiresAt");
            if (before.has("expiresAt")) {
                json.add("expiresAt", before.get("expiresAt"));
            }
        }
        return json;
    }

    private static boolean isScopeUnknown(FieldReader entry) {
        try {
            return WireEnum.SCOPE.parse(entry.string("scope")) == null;
        } catch (CodecException noWord) {
            return false;
        }
    }
}
