package dev.pilothouse.desktop.discovery;

import dev.pilothouse.platform.HostFinder;
import java.net.InetAddress;

class MemoryLanTest extends LanContract {
    private final MemoryLan lan = new MemoryLan();

    @Override
    LanAnnouncer announcer() {
        return lan;
    }

    @Override
    HostFinder finder() {
        return lan;
    }

    @Override
    InetAddress here() throws Exception {
        return InetAddress.getByName("192.0.2.7");
    }
}
