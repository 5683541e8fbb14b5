package dev.pilothouse.desktop.discovery;

import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.platform.HostFinder;
import dev.pilothouse.platform.Subscription;
import dev.pilothouse.pulse.NamedThreads;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives mDNS announcements in the networks that this machine is connected to when the search starts. Each search
 * owns its sockets and library threads. It opens and closes them on the thread {@code lan-finder}, since that takes
 * seconds.
 */
public final class JmdnsFinder implements HostFinder {
    private static final Logger LOG = LoggerFactory.getLogger(JmdnsFinder.class);
    private static final int MAX_NETWORKS = 3;
    private static final int MAX_TEXT = 64;

    private final Supplier<List<InetAddress>> addresses;

    /** @param addresses of this machine, the likeliest first */
    public JmdnsFinder(Supplier<List<InetAddress>> addresses) {
        this.addresses = addresses;
    }

    @Override
    public Subscription find(Consumer<Nearby> found) {
        Listening listening = new Listening(found);
        onThread(listening::open);
        return listening;
    }

    private static void onThread(Runnable work) {
        NamedThreads.start("lan-finder", work);
    }

    private final class Listening implements Subscription {
        private final Consumer<Nearby> found;
        private final AtomicBoolean closed = new AtomicBoolean();
        private final List<JmDNS> networks = new ArrayList<>();

        Listening(Consumer<Nearby> found) {
            this.found = found;
        }

        private synchronized void open() {
            for (InetAddress address : addresses.get().stream()
                    .filter(Inet4Address.class::isInstance)
                    .limit(MAX_NETWORKS)
                    .toList()) {
                if (closed.get()) {
                    return;
                }
                try {
                    JmDNS network = JmDNS.create(address);
                    networks.add(network);
                    network.addServiceListener(JmdnsAnnouncer.TYPE, new Ears());
                } catch (IOException e) {
                    LOG.info("Hosts cannot be searched at {}: {}", address.getHostAddress(), e.toString());
                }
            }
        }

        private synchronized void end() {
            for (JmDNS network : networks) {
                try {
                    network.close();
                } catch (IOException e) {
                    LOG.debug("A search did not end cleanly", e);
                }
            }
            networks.clear();
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                onThread(this::end);
            }
        }

        private final class Ears implements ServiceListener {
            @Override
            public void serviceAdded(ServiceEvent event) {
                event.getDNS().requestServiceInfo(event.getType(), event.getName());
            }

            @Override
            public void serviceRemoved(ServiceEvent event) {
                // No removal event is needed: a host that is gone does not answer.
            }

            @Override
            public void serviceResolved(ServiceEvent event) {
                ServiceInfo info = event.getInfo();
                String id = info.getPropertyString(JmdnsAnnouncer.ID);
                int port = info.getPort();
                if (closed.get() || id == null || id.isEmpty() || id.length() > MAX_TEXT || port < 1 || port > 65_535) {
                    return;
                }
                String name = PlainText.line(info.getName());
                for (InetAddress address : info.getInet4Addresses()) {
                    found.accept(new Nearby(id, TextCutter.head(name, MAX_TEXT), address.getHostAddress(), port));
                }
            }
        }
    }
}
