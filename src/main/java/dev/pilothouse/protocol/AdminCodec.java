package dev.pilothouse.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.pilothouse.model.AuditEntry;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.DeviceInfo;
import dev.pilothouse.model.MachineStatus;
import dev.pilothouse.model.PairingRequest;
import dev.pilothouse.model.SharingInfo;
import dev.pilothouse.model.TunnelInfo;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Devices, pairing and sharing, as JSON. Stateless. */
final class AdminCodec {
    private AdminCodec() {}

    static JsonElement encode(DeviceInfo device) {
        return new FieldWriter()
                .put("deviceId", device.deviceId().value())
                .put("name", device.name())
                .opt("platform", device.platform())
                .put("scope", device.scope())
                .put("pairedAt", device.pairedAt())
                .opt("lastSeen", device.lastSeen())
                .opt("address", device.address())
                .opt("connected", device.connected())
                .opt("self", device.self())
                .opt("expiresAt", device.expiresAt())
                .json();
    }

    static DeviceInfo decodeDevice(FieldReader fields) throws CodecException {
        return new DeviceInfo(
                fields.value("deviceId", DeviceId::new),
                fields.string("name"),
                fields.string("platform", ""),
                fields.enumValue("scope", WireEnum.SCOPE_SENT),
                fields.time("pairedAt"),
                fields.timeOrNull("lastSeen"),
                fields.string("address", ""),
                fields.flag("connected"),
                fields.flag("self"),
                fields.timeOrNull("expiresAt"));
    }

    static JsonElement encode(PairingRequest request) {
        return new FieldWriter()
                .put("deviceId", request.deviceId().value())
                .put("name", request.name())
                .opt("platform", request.platform())
                .opt("address", request.address())
                .put("scope", request.scope())
                .put("code", request.code())
                .json();
    }

    static PairingRequest decodeRequest(FieldReader fields) throws CodecException {
        return new PairingRequest(
                fields.value("deviceId", DeviceId::new),
                fields.string("name"),
                fields.string("platform", ""),
                fields.string("address", ""),
                fields.enumValue("scope", WireEnum.SCOPE_SENT),
                fields.string("code"));
    }

    static JsonElement encode(AuditEntry entry) {
        return new FieldWriter()
                .put("at", entry.at())
                .put("deed", entry.deed())
                .put("deviceId", entry.deviceId().value())
                .opt("name", entry.deviceName())
                .opt("about", entry.about())
                .opt("address", entry.address())
                .json();
    }

    static AuditEntry decodeAudit(FieldReader fields) throws CodecException {
        return new AuditEntry(
                fields.time("at"),
                fields.enumValue("deed", WireEnum.AUDIT_ACTION),
                fields.value("deviceId", DeviceId::new),
                fields.string("name", ""),
                fields.string("about", ""),
                fields.string("address", ""));
    }

    static JsonElement encode(SharingInfo sharing) {
        return new FieldWriter()
                .opt("sharing", sharing.sharing())
                .opt("urls", sharing.urls(), JsonPrimitive::new)
                .optObject("tunnel", withoutUnknown(sharing.tunnel()), AdminCodec::encode)
                .json();
    }

    /** Returns null for the default value, which is omitted. */
    private static @Nullable TunnelInfo withoutUnknown(TunnelInfo tunnel) {
        return tunnel.equals(TunnelInfo.NONE) ? null : tunnel;
    }

    private static JsonElement encode(TunnelInfo tunnel) {
        return new FieldWriter()
                .opt("way", tunnel.way())
                .put("phase", tunnel.phase())
                .opt("url", tunnel.url())
                .opt("text", tunnel.text())
                .opt("retryAt", tunnel.retryAt())
                .json();
    }

    private static TunnelInfo decodeTunnel(FieldReader fields) throws CodecException {
        return new TunnelInfo(
                fields.wordOrNull("way", WireEnum.TUNNEL_WAY_SENT),
                fields.enumValue("phase", WireEnum.TUNNEL_PHASE),
                fields.string("url", ""),
                fields.string("text", ""),
                fields.timeOrNull("retryAt"));
    }

    static SharingInfo decodeSharing(FieldReader fields) throws CodecException {
        return new SharingInfo(
                fields.flag("sharing"),
                fields.values("urls", Function.identity()),
                fields.object("tunnel", AdminCodec::decodeTunnel, TunnelInfo.NONE));
    }

    static JsonElement encode(Map.Entry<String, Long> figure) {
        return new FieldWriter()
                .put("name", figure.getKey())
                .put("value", figure.getValue())
                .json();
    }

    static Map.Entry<String, Long> decodeFigure(FieldReader fields) throws CodecException {
        return Map.entry(fields.string("name"), fields.number("value"));
    }

    static JsonElement encode(MachineStatus condition) {
        return new FieldWriter()
                .opt("diskLow", condition.diskLow())
                .opt("diskFree", condition.diskFree())
                .json();
    }

    static MachineStatus decodeCondition(FieldReader fields) throws CodecException {
        return new MachineStatus(fields.flag("diskLow"), fields.number("diskFree", 0));
    }

    static FieldWriter encode(FieldWriter fields, AdminCommand command) {
        return command.accept(new Encoder(fields));
    }

    /** Null if the type is no admin command. */
    static @Nullable AdminCommand decode(String type, FieldReader fields) throws CodecException {
        switch (type) {
            case "devices":
                return new AdminCommand.ListDevices();
            case "ticket":
                return new AdminCommand.MakeTicket(
                        fields.enumValue("scope", WireEnum.SCOPE), fields.timeOrNull("accessUntil"));
            case "figures":
                return new AdminCommand.ReadFigures();
            case "approve":
                return new AdminCommand.Approve(device(fields), fields.string("code"));
            case "refuse":
                return new AdminCommand.Refuse(device(fields));
            case "revoke":
                return new AdminCommand.Revoke(device(fields));
            case "renameDevice":
                return new AdminCommand.RenameDevice(device(fields), fields.string("name"));
            case "setScope":
                return new AdminCommand.SetScope(device(fields), fields.enumValue("scope", WireEnum.SCOPE));
            case "audit":
                return new AdminCommand.ReadAudit(
                        fields.timeOrNull("since"),
                        fields.valueOrNull("deviceId", DeviceId::new),
                        fields.integer("limit"));
            case "setExpiry":
                return new AdminCommand.SetExpiry(device(fields), fields.timeOrNull("expiresAt"));
            case "setSharing":
                return new AdminCommand.SetSharing(fields.flag("sharing"));
            case "setTunnel":
                return new AdminCommand.SetTunnel(fields.wordOrNull("way", WireEnum.TUNNEL_WAY));
            default:
                return null;
        }
    }

    private static DeviceId device(FieldReader fields) throws CodecException {
        return fields.value("deviceId", DeviceId::new);
    }

    private static final class Encoder implements AdminCommand.Visitor<FieldWriter> {
        private final FieldWriter fields;

        Encoder(FieldWriter fields) {
            this.fields = fields;
        }

        private FieldWriter type(String type, DeviceId device) {
            return fields.put("type", type).put("deviceId", device.value());
        }

        @Override
        public FieldWriter listDevices(AdminCommand.ListDevices command) {
            return fields.put("type", "devices");
        }

        @Override
        public FieldWriter makeTicket(AdminCommand.MakeTicket command) {
            return fields.put("type", "ticket").put("scope", command.scope()).opt("accessUntil", command.accessUntil());
        }

        @Override
        public FieldWriter readFigures(AdminCommand.ReadFigures command) {
            return fields.put("type", "figures");
        }

        @Override
        public FieldWriter approve(AdminCommand.Approve command) {
            return type("approve", command.deviceId()).put("code", command.code());
        }

        @Override
        public FieldWriter refuse(AdminCommand.Refuse command) {
            return type("refuse", command.deviceId());
        }

        @Override
        public FieldWriter revoke(AdminCommand.Revoke command) {
            return type("revoke", command.deviceId());
        }

        @Override
        public FieldWriter renameDevice(AdminCommand.RenameDevice command) {
            return type("renameDevice", command.deviceId()).put("name", command.name());
        }

        @Override
        public FieldWriter setScope(AdminCommand.SetScope command) {
            return type("setScope", command.deviceId()).put("scope", command.scope());
        }

        @Override
        public FieldWriter audit(AdminCommand.ReadAudit command) {
            fields.put("type", "audit").opt("since", command.since());
            if (command.deviceId() != null) {
                fields.put("deviceId", command.deviceId().value());
            }
            return fields.put("limit", command.limit());
        }

        @Override
        public FieldWriter setExpiry(AdminCommand.SetExpiry command) {
            return type("setExpiry", command.deviceId()).opt("expiresAt", command.expiresAt());
        }

        @Override
        public FieldWriter setSharing(AdminCommand.SetSharing command) {
            return fields.put("type", "setSharing").put("sharing", command.sharing());
        }

        @Override
        public FieldWriter setTunnel(AdminCommand.SetTunnel command) {
            return fields.put("type", "setTunnel").opt("way", command.way());
        }
    }
}
