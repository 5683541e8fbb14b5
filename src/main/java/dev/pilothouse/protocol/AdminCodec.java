package dev.pilothouse.protocol;

import dev.pilothouse.model.AuditEntry;
import dev.pilothouse.model.DeviceInfo;
import dev.pilothouse.model.MachineStatus;
import dev.pilothouse.model.PairingRequest;
import dev.pilothouse.model.SharingInfo;
import dev.pilothouse.model.TrustedCommands;
import dev.pilothouse.model.TunnelInfo;
import dev.pilothouse.protocol.AdminCommand.Approve;
import dev.pilothouse.protocol.AdminCommand.ForgetTrust;
import dev.pilothouse.protocol.AdminCommand.ListDevices;
import dev.pilothouse.protocol.AdminCommand.ListPushTargets;
import dev.pilothouse.protocol.AdminCommand.ListTrust;
import dev.pilothouse.protocol.AdminCommand.MakeTicket;
import dev.pilothouse.protocol.AdminCommand.ReadAudit;
import dev.pilothouse.protocol.AdminCommand.ReadFigures;
import dev.pilothouse.protocol.AdminCommand.Refuse;
import dev.pilothouse.protocol.AdminCommand.RemovePushTarget;
import dev.pilothouse.protocol.AdminCommand.RenameDevice;
import dev.pilothouse.protocol.AdminCommand.Revoke;
import dev.pilothouse.protocol.AdminCommand.SavePushTarget;
import dev.pilothouse.protocol.AdminCommand.SetExpiry;
import dev.pilothouse.protocol.AdminCommand.SetScope;
import dev.pilothouse.protocol.AdminCommand.SetSharing;
import dev.pilothouse.protocol.AdminCommand.SetTunnel;
import dev.pilothouse.protocol.AdminCommand.TestPushTarget;
import java.util.Map;

/** Devices, pairing and sharing, as JSON. Stateless. */
final class AdminCodec {
    static final RecordCodec<DeviceInfo> DEVICE = io -> new DeviceInfo(
            io.put("deviceId", Json.DEVICE_ID, DeviceInfo::deviceId),
            io.put("name", Json.TEXT, DeviceInfo::name),
            io.opt("platform", Json.TEXT, DeviceInfo::platform),
            io.put("scope", WireEnum.SCOPE_SENT, DeviceInfo::scope),
            io.put("pairedAt", Json.TIME, DeviceInfo::pairedAt),
            io.orNull("lastSeen", Json.TIME, DeviceInfo::lastSeen),
            io.opt("address", Json.TEXT, DeviceInfo::address),
            io.opt("connected", Json.FLAG, DeviceInfo::connected),
            io.opt("self", Json.FLAG, DeviceInfo::self),
            io.orNull("expiresAt", Json.TIME, DeviceInfo::expiresAt));

    static final RecordCodec<PairingRequest> REQUEST = io -> new PairingRequest(
            io.put("deviceId", Json.DEVICE_ID, PairingRequest::deviceId),
            io.put("name", Json.TEXT, PairingRequest::name),
            io.opt("platform", Json.TEXT, PairingRequest::platform),
            io.opt("address", Json.TEXT, PairingRequest::address),
            io.put("scope", WireEnum.SCOPE_SENT, PairingRequest::scope),
            io.put("code", Json.TEXT, PairingRequest::code));

    static final RecordCodec<AuditEntry> AUDIT = io -> new AuditEntry(
            io.put("at", Json.TIME, AuditEntry::at),
            io.put("deed", WireEnum.AUDIT_ACTION, AuditEntry::deed),
            io.put("deviceId", Json.DEVICE_ID, AuditEntry::deviceId),
            io.opt("name", Json.TEXT, AuditEntry::deviceName),
            io.opt("about", Json.TEXT, AuditEntry::about),
            io.opt("address", Json.TEXT, AuditEntry::address));

    private static final RecordCodec<TunnelInfo> TUNNEL = io -> new TunnelInfo(
            io.orNull("way", WireEnum.TUNNEL_WAY_SENT, TunnelInfo::way),
            io.put("phase", WireEnum.TUNNEL_PHASE, TunnelInfo::phase),
            io.opt("url", Json.TEXT, TunnelInfo::url),
            io.inline(HostTextCodec.OPTIONAL_TEXT, TunnelInfo::sentence),
            io.orNull("retryAt", Json.TIME, TunnelInfo::retryAt));

    static final RecordCodec<SharingInfo> SHARING = io -> new SharingInfo(
            io.opt("sharing", Json.FLAG, SharingInfo::sharing),
            io.opt("urls", Json.TEXTS, SharingInfo::urls),
            io.opt("tunnel", TUNNEL, SharingInfo::tunnel, TunnelInfo.NONE));

    static final RecordCodec<Map.Entry<String, Long>> FIGURE = io ->
            Map.entry(io.put("name", Json.TEXT, Map.Entry::getKey), io.put("value", Json.NUMBER, Map.Entry::getValue));

    static final RecordCodec<TrustedCommands> TRUSTED = io -> new TrustedCommands(
            io.put("repository", Json.TEXT, TrustedCommands::repository),
            io.put("digest", Json.TEXT, TrustedCommands::digest),
            io.put("commands", Json.TEXT, TrustedCommands::commands),
            io.put("at", Json.TIME, TrustedCommands::at),
            io.put("device", Json.TEXT, TrustedCommands::deviceName));

    static final RecordCodec<MachineStatus> CONDITION = io -> new MachineStatus(
            io.opt("diskLow", Json.FLAG, MachineStatus::diskLow),
            io.opt("diskFree", Json.NUMBER, MachineStatus::diskFree));

    /** The commands by the type of their message. */
    static final Kinds<AdminCommand> COMMANDS = new Kinds<AdminCommand>()
            .add("devices", ListDevices.class, io -> new ListDevices())
            .add(
                    "ticket",
                    MakeTicket.class,
                    io -> new MakeTicket(
                            io.put("scope", WireEnum.SCOPE, MakeTicket::scope),
                            io.orNull("accessUntil", Json.TIME, MakeTicket::accessUntil)))
            .add("figures", ReadFigures.class, io -> new ReadFigures())
            .add(
                    "approve",
                    Approve.class,
                    io -> new Approve(
                            io.put("deviceId", Json.DEVICE_ID, Approve::deviceId),
                            io.put("code", Json.TEXT, Approve::code)))
            .add("refuse", Refuse.class, io -> new Refuse(io.put("deviceId", Json.DEVICE_ID, Refuse::deviceId)))
            .add("revoke", Revoke.class, io -> new Revoke(io.put("deviceId", Json.DEVICE_ID, Revoke::deviceId)))
            .add(
                    "renameDevice",
                    RenameDevice.class,
                    io -> new RenameDevice(
                            io.put("deviceId", Json.DEVICE_ID, RenameDevice::deviceId),
                            io.put("name", Json.TEXT, RenameDevice::name)))
            .add(
                    "setScope",
                    SetScope.class,
                    io -> new SetScope(
                            io.put("deviceId", Json.DEVICE_ID, SetScope::deviceId),
                            io.put("scope", WireEnum.SCOPE, SetScope::scope)))
            .add(
                    "audit",
                    ReadAudit.class,
                    io -> new ReadAudit(
                            io.orNull("since", Json.TIME, ReadAudit::since),
                            io.orNull("deviceId", Json.DEVICE_ID, ReadAudit::deviceId),
                            io.put("limit", Json.INT, ReadAudit::limit)))
            .add(
                    "setExpiry",
                    SetExpiry.class,
                    io -> new SetExpiry(
                            io.put("deviceId", Json.DEVICE_ID, SetExpiry::deviceId),
                            io.orNull("expiresAt", Json.TIME, SetExpiry::expiresAt)))
            .add("trust", ListTrust.class, io -> new ListTrust())
            .add(
                    "forgetTrust",
                    ForgetTrust.class,
                    io -> new ForgetTrust(io.put("which", Json.TEXT, ForgetTrust::which)))
            .add(
                    "setSharing",
                    SetSharing.class,
                    io -> new SetSharing(io.put("sharing", Json.FLAG, SetSharing::sharing)))
            .add(
                    "setTunnel",
                    SetTunnel.class,
                    io -> new SetTunnel(io.orNull("way", WireEnum.TUNNEL_WAY, SetTunnel::way)))
            .add("pushTargets", ListPushTargets.class, io -> new ListPushTargets())
            .add(
                    "savePushTarget",
                    SavePushTarget.class,
                    io -> new SavePushTarget(
                            io.put("target", PushCodec.TARGET, SavePushTarget::target),
                            io.inline(PushCodec.SECRETS, SavePushTarget::secrets)))
            .add(
                    "removePushTarget",
                    RemovePushTarget.class,
                    io -> new RemovePushTarget(io.put("id", Json.TEXT, RemovePushTarget::id)))
            .add(
                    "testPushTarget",
                    TestPushTarget.class,
                    io -> new TestPushTarget(
                            io.put("id", Json.TEXT, TestPushTarget::id),
                            io.opt("roundTrip", Json.FLAG, TestPushTarget::roundTrip)));

    static final RecordCodec<AdminCommand> COMMAND = COMMANDS.tagged("type");

    private AdminCodec() {}
}
