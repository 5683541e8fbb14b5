package dev.pilothouse.protocol;

import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.TunnelProvider;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A request that only an admin device may send. */
public sealed interface AdminCommand {

    /** Answered by {@link HostMessage.Devices}. */
    record ListDevices() implements AdminCommand {}

    /**
     * Answered by {@link HostMessage.TicketMade}.
     *
     * @param accessUntil when the access of the device that pairs with it ends; null for never
     */
    record MakeTicket(Scope scope, @Nullable Instant accessUntil) implements AdminCommand {}

    /** Answered by {@link HostMessage.Figures}. */
    record ReadFigures() implements AdminCommand {}

    /** @param code the six digits on the device's screen */
    record Approve(DeviceId deviceId, String code) implements AdminCommand {}

    record Refuse(DeviceId deviceId) implements AdminCommand {}

    record Revoke(DeviceId deviceId) implements AdminCommand {}

    record RenameDevice(DeviceId deviceId, String name) implements AdminCommand {}

    record SetScope(DeviceId deviceId, Scope scope) implements AdminCommand {}

    /**
     * Answered by {@link HostMessage.Audit}.
     *
     * @param since only entries from then on; null for all
     * @param deviceId only entries of this device; null for all
     * @param limit maximum number of entries; the host applies its own limit too
     */
    record ReadAudit(@Nullable Instant since, @Nullable DeviceId deviceId, int limit) implements AdminCommand {}

    /** @param expiresAt when the device's access ends; null for never */
    record SetExpiry(DeviceId deviceId, @Nullable Instant expiresAt) implements AdminCommand {}

    record SetSharing(boolean sharing) implements AdminCommand {}

    /** @param way null to stop the tunnel */
    record SetTunnel(@Nullable TunnelProvider way) implements AdminCommand {}

    interface Visitor<R> {
        R listDevices(ListDevices command);

        R makeTicket(MakeTicket command);

        R readFigures(ReadFigures command);

        R approve(Approve command);

        R refuse(Refuse command);

        R revoke(Revoke command);

        R renameDevice(RenameDevice command);

        R setScope(SetScope command);

        R audit(ReadAudit command);

        R setExpiry(SetExpiry command);

        R setSharing(SetSharing command);

        R setTunnel(SetTunnel command);
    }

    default <R> R accept(Visitor<R> visitor) {
        if (this instanceof ListDevices command) {
            return visitor.listDevices(command);
        } else if (this instanceof MakeTicket command) {
            return visitor.makeTicket(command);
        } else if (this instanceof ReadFigures command) {
            return visitor.readFigures(command);
        } else if (this instanceof Approve command) {
            return visitor.approve(command);
        } else if (this instanceof Refuse command) {
            return visitor.refuse(command);
        } else if (this instanceof Revoke command) {
            return visitor.revoke(command);
        } else if (this instanceof RenameDevice command) {
            return visitor.renameDevice(command);
        } else if (this instanceof SetScope command) {
            return visitor.setScope(command);
        } else if (this instanceof ReadAudit command) {
            return visitor.audit(command);
        } else if (this instanceof SetExpiry command) {
            return visitor.setExpiry(command);
        } else if (this instanceof SetTunnel command) {
            return visitor.setTunnel(command);
        }
        return visitor.setSharing((SetSharing) this);
    }
}
