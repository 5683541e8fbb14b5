package dev.pilothouse.desktop.bridge;

import dev.pilothouse.desktop.journal.AuditLog;
import dev.pilothouse.desktop.journal.IoErrorText;
import dev.pilothouse.desktop.pairing.ApprovalResult;
import dev.pilothouse.desktop.pairing.Device;
import dev.pilothouse.desktop.pairing.DeviceRegistry;
import dev.pilothouse.model.AuditAction;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.DeviceInfo;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.PushTargetStatus;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.protocol.AdminCommand;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.protocol.WireEnum;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.IntentResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes the commands of an admin device and returns the replies. Runs on the connection's reader thread; may write
 * files.
 */
final class AdminCommandHandler implements AdminCommand.Visitor<HostMessage> {
    private static final Logger LOG = LoggerFactory.getLogger(AdminCommandHandler.class);

    private final Connections connections;
    private final HostOperations desk;
    private final ConnectedDevice admin;
    private final RequestId requestId;

    AdminCommandHandler(Connections connections, HostOperations desk, ConnectedDevice admin, RequestId requestId) {
        this.connections = connections;
        this.desk = desk;
        this.admin = admin;
        this.requestId = requestId;
    }

    private interface Change {
        Optional<Device> run() throws IOException, DeviceRegistry.BeyondRightsException;
    }

    @Override
    public HostMessage listDevices(AdminCommand.ListDevices command) {
        List<DeviceInfo> infos = new ArrayList<>();
        for (Device device : connections.devices().list()) {
            infos.add(new DeviceInfo(
                    device.deviceId(),
                    device.name(),
                    device.platform(),
                    device.scope(),
                    device.pairedAt(),
                    device.lastSeen(),
                    device.address(),
                    connections.isConnected(device.key()),
                    device.key().equals(admin.key()),
                    device.expiresAt()));
        }
        return new HostMessage.Devices(requestId, infos, connections.pairing().asking());
    }

    @Override
    public HostMessage makeTicket(AdminCommand.MakeTicket command) {
        if (command.accessUntil() != null && connections.isOver(command.accessUntil())) {
            return failure(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.ACCESS_WOULD_BE_OVER));
        }
        try {
            HostGateway.Ticket ticket = desk.ticket(command.scope(), command.accessUntil(), admin.key());
            String scope = WireEnum.toWire(command.scope());
            admin.note(
                    AuditAction.TICKET_MADE,
                    command.accessUntil() == null ? scope : scope + " " + command.accessUntil());
            return new HostMessage.TicketMade(requestId, ticket.text(), ticket.expiresAt(), command.accessUntil());
        } catch (HostOperations.RefusedException e) {
            if (e.code() == ErrorCode.FORBIDDEN) {
                return forbidden(e.sentence());
            }
            return failure(e.code(), e.sentence());
        }
    }

    @Override
    public HostMessage readFigures(AdminCommand.ReadFigures command) {
        return new HostMessage.Figures(requestId, List.copyOf(new TreeMap<>(desk.figures()).entrySet()));
    }

    @Override
    public HostMessage approve(AdminCommand.Approve command) {
        return answer(connections.pairing().approve(command.deviceId(), command.code(), admin.key()));
    }

    @Override
    public HostMessage refuse(AdminCommand.Refuse command) {
        return answer(connections.pairing().refuse(command.deviceId()));
    }

    private HostMessage answer(ApprovalResult approval) {
        switch (approval) {
            case DONE:
                return done();
            case NOBODY_ASKS:
                return failure(ErrorCode.NO_SUCH_DEVICE, HostText.of(HostTextCode.NO_DEVICE_ASKS));
            case WRONG_CODE:
                return failure(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.WRONG_CODE));
            case NOT_ALLOWED:
                return forbidden(HostText.of(HostTextCode.APPROVAL_OUTLASTS));
            default:
                return failure(ErrorCode.JOURNAL_FAILED, HostText.of(HostTextCode.DEVICE_NOT_STORED));
        }
    }

    @Override
    public HostMessage revoke(AdminCommand.Revoke command) {
        return change(
                command.deviceId(),
                AuditAction.REVOKED,
                () -> connections.devices().revoke(command.deviceId()),
                Device::name);
    }

    @Override
    public HostMessage renameDevice(AdminCommand.RenameDevice command) {
        String name = PlainText.line(command.name());
        if (name.isEmpty() || name.length() > DeviceInfo.MAX_NAME) {
            return failure(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.DEVICE_NAME_LENGTH, DeviceInfo.MAX_NAME));
        }
        return change(
                command.deviceId(),
                AuditAction.DEVICE_RENAMED,
                () -> connections.devices().rename(command.deviceId(), name),
                Device::name);
    }

    @Override
    public HostMessage setScope(AdminCommand.SetScope command) {
        return change(
                command.deviceId(),
                AuditAction.SCOPE_SET,
                () -> connections.devices().setScope(command.deviceId(), command.scope(), admin.key()),
                device -> WireEnum.toWire(device.scope()));
    }

    @Override
    public HostMessage setExpiry(AdminCommand.SetExpiry command) {
        return change(
                command.deviceId(),
                AuditAction.EXPIRY_SET,
                () -> connections.devices().setExpiry(command.deviceId(), command.expiresAt(), admin.key()),
                device -> device.expiresAt() == null
                        ? "never"
                        : device.expiresAt().toString());
    }

    @Override
    public HostMessage audit(AdminCommand.ReadAudit command) {
        try {
            AuditLog.Page page = connections.audit().read(command.since(), command.deviceId(), command.limit());
            return new HostMessage.Audit(requestId, page.entries(), page.more());
        } catch (IOException e) {
            LOG.warn("The audit log could not be read: {}", e.toString());
            return failure(ErrorCode.INTERNAL, HostText.of(HostTextCode.AUDIT_UNREADABLE));
        }
    }

    private HostMessage change(DeviceId deviceId, AuditAction deed, Change change, Function<Device, String> how) {
        Optional<Device> before = connections.devices().find(deviceId);
        try {
            Optional<Device> changed = change.run();
            changed.ifPresent(device -> note(deed, device, how));
            return changed.isPresent()
                    ? done()
                    : failure(ErrorCode.NO_SUCH_DEVICE, HostText.of(HostTextCode.DEVICE_UNKNOWN, deviceId));
        } catch (DeviceRegistry.BeyondRightsException e) {
            return forbidden(e.sentence());
        } catch (IOException e) {
            LOG.error("The list of devices could not be written: {}", e.toString());
            // It holds all the same.
            connections.devices().find(deviceId).or(() -> before).ifPresent(device -> note(deed, device, how));
            return failure(ErrorCode.INTERNAL, HostText.of(HostTextCode.DEVICES_UNWRITABLE));
        }
    }

    @Override
    public HostMessage listTrust(AdminCommand.ListTrust command) {
        return new HostMessage.Trust(requestId, desk.trust().all());
    }

    @Override
    public HostMessage forgetTrust(AdminCommand.ForgetTrust command) {
        try {
            if (desk.trust().forget(command.which()) == 0) {
                return new HostMessage.Failure(
                        requestId, ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.TRUST_UNKNOWN));
            }
            admin.note(AuditAction.TRUST_FORGOTTEN, TextCutter.line(PlainText.line(command.which()), 100));
            return done();
        } catch (IOException e) {
            return new HostMessage.Failure(
                    requestId,
                    ErrorCode.JOURNAL_FAILED,
                    HostText.of(HostTextCode.DATA_FOLDER_UNWRITABLE, IoErrorText.of(e)));
        }
    }

    @Override
    public HostMessage listPushTargets(AdminCommand.ListPushTargets command) {
        PushOperations pushes = desk.pushes();
        // Reads the file again, so that the problem is of now.
        List<PushTargetStatus> targets = pushes.targets();
        return new HostMessage.PushTargets(requestId, targets, pushes.publicKey(), pushes.problem());
    }

    @Override
    public HostMessage savePushTarget(AdminCommand.SavePushTarget command) {
        return changePush(
                AuditAction.PUSH_TARGET_SAVED,
                command.target().id(),
                () -> desk.pushes().save(command.target(), command.secrets(), admin.key()));
    }

    @Override
    public HostMessage removePushTarget(AdminCommand.RemovePushTarget command) {
        return changePush(
                AuditAction.PUSH_TARGET_REMOVED,
                command.id(),
                () -> desk.pushes().remove(command.id()));
    }

    @Override
    public HostMessage testPushTarget(AdminCommand.TestPushTarget command) {
        return changePush(
                AuditAction.PUSH_TARGET_TESTED,
                command.id(),
                () -> desk.pushes().test(command.id(), command.roundTrip()));
    }

    private interface PushChange {
        void run() throws HostOperations.RefusedException;
    }

    private HostMessage changePush(AuditAction action, String id, PushChange change) {
        try {
            change.run();
            admin.note(action, id);
            return done();
        } catch (HostOperations.RefusedException e) {
            return e.code() == ErrorCode.FORBIDDEN ? forbidden(e.sentence()) : failure(e.code(), e.sentence());
        }
    }

    @Override
    public HostMessage setSharing(AdminCommand.SetSharing command) {
        try {
            desk.setSharing(command.sharing());
            admin.note(AuditAction.SHARING_SET, command.sharing() ? "on" : "off");
            return done();
        } catch (HostOperations.RefusedException e) {
            return failure(e.code(), e.sentence());
        }
    }

    @Override
    public HostMessage setTunnel(AdminCommand.SetTunnel command) {
        desk.setTunnel(command.way());
        admin.note(
                AuditAction.SHARING_SET,
                command.way() == null ? "tunnel off" : "tunnel " + WireEnum.toWire(command.way()));
        return done();
    }

    private void note(AuditAction deed, Device device, Function<Device, String> how) {
        admin.note(deed, device.deviceId() + " " + how.apply(device));
    }

    private HostMessage forbidden(HostText text) {
        admin.note(AuditAction.FORBIDDEN, WireEnum.toWire(Scope.ADMIN));
        return failure(ErrorCode.FORBIDDEN, text);
    }

    private HostMessage done() {
        return new HostMessage.Ack(requestId, IntentResult.Outcome.ACCEPTED, null, 0);
    }

    private HostMessage failure(ErrorCode code, HostText text) {
        return new HostMessage.Failure(requestId, code, text);
    }
}
