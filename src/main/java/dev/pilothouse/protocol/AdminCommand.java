package dev.pilothouse.protocol;

import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.PushSecrets;
import dev.pilothouse.model.PushTarget;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.TunnelProvider;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A request that only an admin device may send. */
public sealed interface AdminCommand {

    <R> R accept(Visitor<R> visitor);

    /** Answered by {@link HostMessage.Devices}. */
    record ListDevices() implements AdminCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.listDevices(this);
        }
    }

    /**
     * Answered by {@link HostMessage.TicketMade}.
     *
     * @param accessUntil when the access of the device that pairs with it ends; null for never
     */
    record MakeTicket(Scope scope, @Nullable Instant accessUntil) implements AdminCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.makeTicket(this);
        }
    }

    /** Answered by {@link HostMessage.Figures}. */
    record ReadFigures() implements AdminCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.readFigures(this);
        }
    }

    /** @param code the six digits on the device's screen */
    record Approve(DeviceId deviceId, String code) implements AdminCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.approve(this);
        }
    }

    record Refuse(DeviceId deviceId) implements AdminCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.refuse(this);
        }
    }

    record Revoke(DeviceId deviceId) implements AdminCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.revoke(this);
        }
    }

    record RenameDevice(DeviceId deviceId, String name) implements AdminCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.renameDevice(this);
        }
    }

    record SetScope(DeviceId deviceId, Scope scope) implements AdminCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.setScope(this);
        }
    }

    /**
     * Answered by {@link HostMessage.Audit}.
     *
     * @param since only entries from then on; null for all
     * @param deviceId only entries of this device; null for all
     * @param limit maximum number of entries; the host applies its own limit too
     */
    record ReadAudit(@Nullable Instant since, @Nullable DeviceId deviceId, int limit) implements AdminCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.audit(this);
        }
    }

    /** @param expiresAt when the device's access ends; null for never */
    record SetExpiry(DeviceId deviceId, @Nullable Instant expiresAt) implements AdminCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.setExpiry(this);
        }
    }

    /** Lists the allowed commands of repositories. Answered by {@link HostMessage.Trust}. */
    record ListTrust() implements AdminCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.listTrust(this);
        }
    }

    /** @param which a repository, or the beginning of a digest with at least 8 characters */
    record ForgetTrust(String which) implements AdminCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.forgetTrust(this);
        }
    }

    record SetSharing(boolean sharing) implements AdminCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.setSharing(this);
        }
    }

    /** @param way null to stop the tunnel */
    record SetTunnel(@Nullable TunnelProvider way) implements AdminCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.setTunnel(this);
        }
    }

    /** Answered by {@link HostMessage.PushTargets}. */
    record ListPushTargets() implements AdminCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.listPushTargets(this);
        }
    }

    /** Adds a target of notifications, or replaces the one with the same id. */
    record SavePushTarget(PushTarget target, PushSecrets secrets) implements AdminCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.savePushTarget(this);
        }
    }

    record RemovePushTarget(String id) implements AdminCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.removePushTarget(this);
        }
    }

    /**
     * Starts a test. {@link HostMessage.PushTargets} reports how it goes.
     *
     * @param roundTrip whether the notification has a button, whose press is awaited
     */
    record TestPushTarget(String id, boolean roundTrip) implements AdminCommand {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.testPushTarget(this);
        }
    }

    interface Visitor<R> {
        R listPushTargets(ListPushTargets command);

        R savePushTarget(SavePushTarget command);

        R removePushTarget(RemovePushTarget command);

        R testPushTarget(TestPushTarget command);

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

        R listTrust(ListTrust command);

        R forgetTrust(ForgetTrust command);

        R setSharing(SetSharing command);

        R setTunnel(SetTunnel command);
    }
}
