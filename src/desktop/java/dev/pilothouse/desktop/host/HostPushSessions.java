package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.bridge.AuditActions;
import dev.pilothouse.desktop.bridge.Submission;
import dev.pilothouse.desktop.journal.AuditLog;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.desktop.pairing.Device;
import dev.pilothouse.desktop.pairing.DeviceRegistry;
import dev.pilothouse.desktop.push.PushSessions;
import dev.pilothouse.model.AuditAction;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.protocol.WireEnum;
import dev.pilothouse.secure.PublicKey;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Connects notifications with the sessions and the devices of the host. Owns none of them. Thread-safe. */
record HostPushSessions(SessionRegistry sessions, DeviceRegistry devices, AuditLog audit) implements PushSessions {
    /** Stands where the audit log has the address of a device. */
    private static final String BY_NOTIFICATION = "by notification";

    @Override
    public List<SessionFeed> feeds() {
        return sessions.feeds();
    }

    @Override
    public void answer(Intent.AnswerPending answer, DeviceId deviceId, RequestId requestId, Consumer<String> reply) {
        Optional<Device> device = device(deviceId);
        if (device.isEmpty() || !devices.covers(deviceId, Scope.ANSWER)) {
            reply.accept("forbidden");
            return;
        }
        AtomicBoolean effective = new AtomicBoolean();
        sessions.submit(new Submission(
                answer,
                new Cause(requestId, deviceId, device.get().name()),
                needed -> devices.covers(deviceId, needed),
                result -> reply.accept(
                        result instanceof IntentResult.Refused refused
                                ? WireEnum.toWire(refused.code())
                                : effective.get() ? "" : "replayed"),
                accepted -> {
                    effective.set(true);
                    audit.add(
                            AuditAction.ANSWERED,
                            deviceId,
                            device.get().name(),
                            AuditActions.about(answer, answer.sessionId()),
                            BY_NOTIFICATION);
                }));
    }

    @Override
    public void refused(DeviceId deviceId, String why) {
        audit.add(
                AuditAction.PUSH_ANSWER_REFUSED,
                deviceId,
                device(deviceId).map(Device::name).orElse(""),
                why,
                BY_NOTIFICATION);
    }

    @Override
    public boolean hasAccess(DeviceId deviceId) {
        return devices.covers(deviceId, Scope.VIEW);
    }

    @Override
    public Optional<DeviceId> paired(PublicKey key) {
        return key.equals(devices.local().key()) ? Optional.empty() : Optional.of(Device.idOf(key));
    }

    @Override
    public boolean mayAnswerAs(DeviceId deviceId, PublicKey by) {
        return device(deviceId)
                .filter(device -> devices.covers(deviceId, Scope.ANSWER))
                .filter(device -> device.key().equals(by) || devices.canGrant(by, device.expiresAt()))
                .isPresent();
    }

    private Optional<Device> device(DeviceId deviceId) {
        Device local = devices.local();
        return local.deviceId().equals(deviceId) ? Optional.of(local) : devices.find(deviceId);
    }
}
