package dev.pilothouse.bridge;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.protocol.ProtocolVersion;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dispatches the host's messages. Before the welcome, accepts only messages that can precede it. Owns the set of
 * unknown types that it has logged; confined to the client-state lane.
 */
final class HostMessageHandler implements Link.Events, HostMessage.Visitor<Void> {

    private static final Logger LOG = LoggerFactory.getLogger(HostMessageHandler.class);
    private static final int UNKNOWN_TYPES = 100;

    private final BridgeClient client;
    private final Set<String> unknownTypes = new HashSet<>();

    HostMessageHandler(BridgeClient client) {
        this.client = client;
    }

    @Override
    public void opened(Link link, String pairingCode) {
        if (client.isCurrent(link)) {
            client.opened(pairingCode);
        }
    }

    @Override
    public void received(Link link, HostMessage message) {
        if (!client.isCurrent(link)) {
            return;
        }
        if (!client.isWelcomed() && !isHandshake(message)) {
            LOG.debug("{} came before the welcome", message.getClass().getSimpleName());
            return;
        }
        message.accept(this);
    }

    private static boolean isHandshake(HostMessage message) {
        return message instanceof HostMessage.Welcome
                || message instanceof HostMessage.PairingPending
                || message instanceof HostMessage.Failure
                || message instanceof HostMessage.Bye
                || message instanceof HostMessage.Unknown;
    }

    @Override
    public void onLost(Link link, String reason) {
        if (client.isCurrent(link)) {
            client.drop(reason);
        }
    }

    @Override
    public Void welcome(HostMessage.Welcome message) {
        client.welcome(message);
        return null;
    }

    @Override
    public Void overview(HostMessage.Overview message) {
        client.store().overview(message.sessions());
        client.onOverview();
        return null;
    }

    @Override
    public Void overviewChanged(HostMessage.OverviewChanged message) {
        client.store().overviewChanged(message.changed(), message.removed());
        return null;
    }

    @Override
    public Void updates(HostMessage.Updates message) {
        if (client.followers().updates(message)) {
            return null;
        }
        if (client.subscriptions().updates(message)) {
            client.onSession();
        } else {
            client.drop("The host sends updates that do not fit together.");
        }
        return null;
    }

    @Override
    public Void snapshot(HostMessage.Snapshot message) {
        if (!client.followers().snapshot(message)) {
            client.subscriptions().snapshot(message);
            client.onSession();
        }
        return null;
    }

    @Override
    public Void historyPage(HostMessage.HistoryPage message) {
        if (!client.followers().historyPage(message)) {
            client.subscriptions().historyPage(message);
        }
        return null;
    }

    @Override
    public Void reply(HostMessage.Reply message) {
        client.answered(message);
        return null;
    }

    @Override
    public Void failure(HostMessage.Failure message) {
        if (!client.isWelcomed() && isFinal(message.code())) {
            client.refuse(message.code(), message.text());
        } else {
            client.failed(message);
        }
        return null;
    }

    @Override
    public Void conditionChanged(HostMessage.ConditionChanged message) {
        client.store().condition(message.condition());
        return null;
    }

    @Override
    public Void pairingAsked(HostMessage.PairingAsked message) {
        client.store().asking(message.asking());
        return null;
    }

    @Override
    public Void pairingPending(HostMessage.PairingPending message) {
        if (!client.isWelcomed()) {
            client.pairingPending(message.code());
        }
        return null;
    }

    @Override
    public Void agentsChanged(HostMessage.AgentsChanged message) {
        client.store().agents(message.agents());
        return null;
    }

    @Override
    public Void sharingChanged(HostMessage.SharingChanged message) {
        client.store().sharing(message.sharing());
        return null;
    }

    @Override
    public Void scopeChanged(HostMessage.ScopeChanged message) {
        client.store().scope(message.scope());
        return null;
    }

    @Override
    public Void pong(HostMessage.Pong message) {
        client.heartbeat().pong(message.nonce());
        return null;
    }

    @Override
    public Void bye(HostMessage.Bye message) {
        if (message.code() == ErrorCode.VERSION) {
            client.refuse(
                    ErrorCode.VERSION,
                    "The host speaks version " + range(message.min(), message.max()) + " of the bridge, this app "
                            + range(ProtocolVersion.MIN, ProtocolVersion.MAX) + ": update the older of the two.");
        } else if (isFinal(message.code())) {
            client.refuse(message.code(), message.text());
        } else {
            client.drop(message.text());
        }
        return null;
    }

    private static String range(int min, int max) {
        return min == max ? Integer.toString(min) : min + " to " + max;
    }

    /**
     * Whether a retry cannot succeed: the refusal concerns this device or its ticket, or the host could not store the
     * device. A person has to act. Other errors may be temporary.
     */
    private static boolean isFinal(ErrorCode code) {
        return switch (code) {
            case NOT_PAIRED,
                    REVOKED,
                    EXPIRED,
                    PAIRING_REFUSED,
                    TICKET_UNKNOWN,
                    TICKET_USED,
                    TICKET_EXPIRED,
                    FORBIDDEN,
                    JOURNAL_FAILED,
                    VERSION -> true;
            default -> false;
        };
    }

    @Override
    public Void unknown(HostMessage.Unknown message) {
        if (unknownTypes.size() < UNKNOWN_TYPES && unknownTypes.add(message.type())) {
            LOG.info("The host says something that this build does not know: {}", message.type());
        }
        return null;
    }
}
