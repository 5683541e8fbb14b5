package dev.pilothouse.bridge;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.RepositorySummary;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.protocol.ProtocolVersion;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dispatches the host's messages. Before the welcome, accepts only messages that can precede it. Owns the set of
 * unknown types that it has logged; confined to the client-state lane.
 */
final class HostMessageHandler implements Link.Events, HostMessage.Visitor {

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
    public void onLost(Link link, HostText reason) {
        if (client.isCurrent(link)) {
            client.drop(reason);
        }
    }

    @Override
    public void welcome(HostMessage.Welcome message) {
        client.welcome(message);
    }

    @Override
    public void overview(HostMessage.Overview message) {
        client.store().overview(message.sessions());
        client.onOverview();
    }

    @Override
    public void overviewChanged(HostMessage.OverviewChanged message) {
        client.store().overviewChanged(message.changed(), message.removed());
    }

    @Override
    public void updates(HostMessage.Updates message) {
        if (client.followers().updates(message)) {
            return;
        }
        if (client.subscriptions().updates(message)) {
            client.onSession();
        } else {
            client.drop(HostText.of(HostTextCode.LINK_UPDATES_WRONG));
        }
    }

    @Override
    public void snapshot(HostMessage.Snapshot message) {
        if (!client.followers().snapshot(message)) {
            client.subscriptions().snapshot(message);
            client.onSession();
        }
    }

    @Override
    public void historyPage(HostMessage.HistoryPage message) {
        if (!client.followers().historyPage(message)) {
            client.subscriptions().historyPage(message);
        }
    }

    @Override
    public void reply(HostMessage.Reply message) {
        client.answered(message);
    }

    @Override
    public void failure(HostMessage.Failure message) {
        if (!client.isWelcomed() && isFinal(message.code())) {
            client.refuse(message.code(), message.sentence());
        } else {
            client.failed(message);
        }
    }

    @Override
    public void conditionChanged(HostMessage.ConditionChanged message) {
        client.store().condition(message.condition());
    }

    @Override
    public void repositoriesChanged(HostMessage.RepositoriesChanged message) {
        Map<SessionId, Optional<RepositorySummary>> changed = new HashMap<>();
        message.changed().forEach(entry -> changed.put(entry.sessionId(), Optional.ofNullable(entry.summary())));
        client.store().repositoriesChanged(changed);
    }

    @Override
    public void pairingAsked(HostMessage.PairingAsked message) {
        client.store().asking(message.asking());
    }

    @Override
    public void pairingPending(HostMessage.PairingPending message) {
        if (!client.isWelcomed()) {
            client.pairingPending(message.code());
        }
    }

    @Override
    public void agentsChanged(HostMessage.AgentsChanged message) {
        client.store().agents(message.agents(), message.agentProblems());
    }

    @Override
    public void sharingChanged(HostMessage.SharingChanged message) {
        client.store().sharing(message.sharing());
    }

    @Override
    public void schedulesChanged(HostMessage.SchedulesChanged message) {
        client.store().schedulesChanged(message.all(), message.changed(), message.removed());
    }

    @Override
    public void jobsChanged(HostMessage.JobsChanged message) {
        client.store().jobsChanged(message.all(), message.changed(), message.removed());
    }

    @Override
    public void runsChanged(HostMessage.RunsChanged message) {
        client.store().runsChanged(message.all(), message.changed(), message.removed());
    }

    @Override
    public void scopeChanged(HostMessage.ScopeChanged message) {
        client.store().scope(message.scope());
    }

    @Override
    public void pong(HostMessage.Pong message) {
        client.heartbeat().pong(message.nonce());
    }

    @Override
    public void bye(HostMessage.Bye message) {
        if (message.code() == ErrorCode.VERSION) {
            client.refuse(
                    ErrorCode.VERSION,
                    HostText.of(
                            HostTextCode.BRIDGE_VERSIONS,
                            range(message.min(), message.max()),
                            range(ProtocolVersion.MIN, ProtocolVersion.MAX)));
        } else if (isFinal(message.code())) {
            client.refuse(message.code(), message.sentence());
        } else {
            client.drop(message.sentence());
        }
    }

    private static String range(int min, int max) {
        return min == max ? Integer.toString(min) : min + "\u2013" + max;
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
    public void unknown(HostMessage.Unknown message) {
        if (unknownTypes.size() < UNKNOWN_TYPES && unknownTypes.add(message.type())) {
            LOG.info("The host sent a message of an unknown type: {}", message.type());
        }
    }
}
