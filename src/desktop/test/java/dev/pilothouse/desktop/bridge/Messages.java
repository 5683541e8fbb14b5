package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SharingInfo;
import dev.pilothouse.protocol.HostMessage;
import java.util.List;

/** Messages with arbitrary content, for tests. */
final class Messages {
    private Messages() {}

    static HostMessage.Welcome welcome() {
        return new HostMessage.Welcome(
                new HostId("h1"),
                "Desk",
                1,
                new DeviceId("d1"),
                Scope.STEER,
                new SharingInfo(false, List.of()),
                List.of());
    }
}
