package dev.pilothouse.desktop.bridge;

import dev.pilothouse.desktop.journal.AuditLog;
import dev.pilothouse.desktop.pairing.Approval;
import dev.pilothouse.desktop.pairing.Device;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.DeviceInfo;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.protocol.AdminCommand;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.IntentResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what an admin device asks, and says what comes back. On the connection's reader thread; may write files.
 */
final class AdminDesk implements AdminCommand.Visitor<HostMessage> {
    private static final Logger LOG = LoggerFactory.getLogger(AdminDesk.class);

    private final Connections connections;
    private final HostDesk desk;
    private final Device admin;
    private final RequestId requestId;

    AdminDesk(Connections connections, HostDesk desk, Device admin, RequestId requestId) {
        this.connections = connections;
        this.desk = desk;
        this.admin = admin;
        this.requestId = requestId;
    }

    private interface Change {
        Optional<Device> run() throws IOException;
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
        try {
            HostGateway.Ticket ticket = desk.ticket(command.scope());
            return new HostMessage.TicketMade(requestId, ticket.text(), ticket.expiresAt());
        } catch (HostDesk.RefusedException e) {
            return failure(e.code(), e.getMessage());
        }
    }

    @Override
    public HostMessage approve(AdminCommand.Approve command) {
        return answer(connections.pairing().approve(command.deviceId(), command.code()));
    }

    @Override
    public HostMessage refuse(AdminCommand.Refuse command) {
        return answer(connections.pairing().refuse(command.deviceId()));
    }

    private HostMessage answer(Approval approval) {
        switch (approval) {
            case DONE:
                return done();
            case NOBODY_ASKS:
                return failure(ErrorCode.NO_SUCH_DEVICE, "No such device asks, or it no longer does.");
            case WRONG_CODE:
                return failure(
                        ErrorCode.BAD_REQUEST,
                        "That is not the code of this device. Compare it with the one that the device shows.");
            default:
                return failure(ErrorCode.INTERNAL, "The device could not be stored. Check the host's disk.");
        }
    }

    @Override
    public HostMessage revoke(AdminCommand.Revoke command) {
        return change(command.deviceId(), () -> {
            Optional<Device> revoked = connections.devices().revoke(command.deviceId());
            revoked.ifPresent(device -> connections
                    .audit()
                    .add(
                            AuditLog.Deed.REVOKED,
                            admin.deviceId(),
                            admin.name(),
                            device.deviceId() + " " + device.name()));
            return revoked;
        });
    }

    @Override
    public HostMessage renameDevice(AdminCommand.RenameDevice command) {
        return change(command.deviceId(), () -> connections.devices().rename(command.deviceId(), command.name()));
    }

    @Override
    public HostMessage setScope(AdminCommand.SetScope command) {
        return change(command.deviceId(), () -> connections.devices().setScope(command.deviceId(), command.scope()));
    }

    @Override
    public HostMessage setExpiry(AdminCommand.SetExpiry command) {
        return change(
                command.deviceId(), () -> connections.devices().setExpiry(command.deviceId(), command.expiresAt()));
    }

    private HostMessage change(DeviceId deviceId, Change change) {
        try {
            return change.run().isPresent()
                    ? done()
                    : failure(ErrorCode.NO_SUCH_DEVICE, "There is no device " + deviceId + " on this host.");
        } catch (IOException e) {
            LOG.error("The list of devices could not be written: {}", e.toString());
            return failure(
                    ErrorCode.INTERNAL,
                    "That holds until the host is restarted: its list of devices could not be written. Check the disk.");
        }
    }

    @Override
    public HostMessage setSharing(AdminCommand.SetSharing command) {
        try {
            desk.setSharing(command.sharing());
            return done();
        } catch (HostDesk.RefusedException e) {
            return failure(e.code(), e.getMessage());
        }
    }

    @Override
    public HostMessage setTunnel(AdminCommand.SetTunnel command) {
        desk.setTunnel(command.way());
        return done();
    }

    private HostMessage done() {
        return new HostMessage.Ack(requestId, IntentResult.Outcome.ACCEPTED, null, 0);
    }

    private HostMessage failure(ErrorCode code, String text) {
        return new HostMessage.Failure(requestId, code, text);
    }
}
