package dev.pilothouse.bridge;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.SharingInfo;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Cursor;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.Item;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A host without processes or sockets that keeps the protocol's guarantees. It processes one message at a time, on
 * demand: client messages wait until {@link #hear}, host messages until {@link #say}. It can be unreachable, lose links
 * together with pending messages, and send invalid messages on purpose. Confined to the test's thread.
 */
public final class ScriptedHost implements Transport.Connector {

    public static final HostId HOST = new HostId("h-scripted");

    private final Map<SessionId, ScriptedJournal> journals = new LinkedHashMap<>();
    private final Map<RequestId, HostMessage> outcomes = new HashMap<>();
    private final List<ClientMessage> heard = new ArrayList<>();
    private final List<Connection> connections = new ArrayList<>();
    private boolean reachable = true;
    private boolean answersPings = true;
    private boolean knowsDevice = true;
    private int window = Integer.MAX_VALUE;
    private String pairingCode = "123456";
    private SharingInfo sharing = new SharingInfo(false, List.of("ws://127.0.0.1:7717"));

    // --- control by the test

    public ScriptedJournal session(String id) {
        return journals.computeIfAbsent(new SessionId(id), ScriptedJournal::new);
    }

    public void remove(String id) {
        journals.remove(new SessionId(id));
    }

    public void setReachable(boolean value) {
        reachable = value;
    }

    public void setAnswersPings(boolean value) {
        answersPings = value;
    }

    /** Sets whether the device is known; an unknown device must pair. */
    public void setKnowsDevice(boolean value) {
        knowsDevice = value;
    }

    public void setWindow(int items) {
        window = items;
    }

    public void setPairingCode(String code) {
        pairingCode = code;
    }

    public void setSharing(SharingInfo value) {
        sharing = value;
    }

    /** All messages of all clients, in order. */
    public List<ClientMessage> heard() {
        return List.copyOf(heard);
    }

    public <M extends ClientMessage> List<M> heard(Class<M> type) {
        return heard.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Number of connections made. */
    public int connectionsMade() {
        return connections.size();
    }

    public boolean isConnected() {
        return !connections.isEmpty() && !last().over;
    }

    public Connection last() {
        return connections.get(connections.size() - 1);
    }

    /** Processes one message of the client; returns false if there is none. */
    public boolean hear() {
        if (!isConnected() || last().inbox.isEmpty()) {
            return false;
        }
        last().receive(last().inbox.remove());
        return true;
    }

    /** Sends one message to the client; returns false if there is none. */
    public boolean say() {
        if (!isConnected()) {
            return false;
        }
        Connection connection = last();
        connection.pull();
        HostMessage next = connection.outbox.poll();
        if (next == null) {
            return false;
        }
        connection.deliver(next);
        return true;
    }

    /** Breaks the link; pending messages are lost. */
    public void cut() {
        if (isConnected()) {
            last().cut("the test has cut the link");
        }
    }

    /** Queues a message out of order. */
    public void say(HostMessage message) {
        last().outbox.add(message);
    }

    /** Drops the single updates so far, as if the tail no longer reached back to them; only their state remains. */
    public void forgetUpdatesOf(ScriptedJournal journal) {
        journal.forgetUpdates();
    }

    /** Drops all queued messages. */
    public void forgetWhatToSay() {
        last().outbox.clear();
    }

    @Override
    public Transport connect(Transport.Listener listener) {
        Connection connection = new Connection(listener);
        connections.add(connection);
        if (reachable) {
            listener.onOpen(pairingCode);
        } else {
            connection.cut("the host is not there");
        }
        return connection;
    }

    // --- behaviour of the host

    /** One link. */
    public final class Connection implements Transport {
        private final Listener listener;
        private final ArrayDeque<ClientMessage> inbox = new ArrayDeque<>();
        private final ArrayDeque<HostMessage> outbox = new ArrayDeque<>();
        private final Map<Long, Flow> flows = new LinkedHashMap<>();
        private boolean welcomed;
        private boolean over;
        private boolean refusesToSend;
        private boolean closedByClient;

        private Connection(Listener listener) {
            this.listener = listener;
        }

        @Override
        public SendResult send(ClientMessage message) {
            if (over || refusesToSend) {
                return new SendResult.Refused("scripted");
            }
            inbox.add(message);
            return new SendResult.Sent();
        }

        @Override
        public void close() {
            over = true;
            closedByClient = true;
        }

        public boolean isClosedByClient() {
            return closedByClient;
        }

        /** From now on the transport refuses messages without reporting a loss. */
        public void refuseToSend() {
            refusesToSend = true;
        }

        private void cut(String reason) {
            over = true;
            listener.onLost(HostText.untranslated(reason));
        }

        private void deliver(HostMessage message) {
            try {
                listener.onMessage(message);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            if (message instanceof HostMessage.Bye) {
                cut("closed after a bye");
            }
        }

        private void pull() {
            flows.forEach((sub, flow) -> {
                ScriptedJournal journal = journals.get(flow.sessionId);
                if (journal != null && journal.head() > flow.sent) {
                    outbox.add(HostMessage.Updates.upToHead(
                            sub, journal.gen(), flow.sent, journal.head(), journal.after(flow.sent)));
                    flow.sent = journal.head();
                }
            });
        }

        private void receive(ClientMessage message) {
            heard.add(message);
            if (message instanceof ClientMessage.Hello) {
                if (knowsDevice) {
                    welcome();
                } else {
                    outbox.add(new HostMessage.Bye(ErrorCode.NOT_PAIRED, "This device is not paired.", 0, 0));
                }
            } else if (message instanceof ClientMessage.Pair) {
                outbox.add(new HostMessage.PairingPending("123456"));
            } else if (welcomed) {
                serve(message);
            }
        }

        /** Approves the device. */
        public void welcome() {
            welcomed = true;
            outbox.add(
                    new HostMessage.Welcome(HOST, "Scripted", 1, new DeviceId("d1"), Scope.ADMIN, sharing, List.of()));
            outbox.add(overview());
        }

        private void serve(ClientMessage message) {
            if (message instanceof ClientMessage.Subscribe subscribe) {
                subscribe(subscribe);
            } else if (message instanceof ClientMessage.Unsubscribe unsubscribe) {
                flows.remove(unsubscribe.sub());
            } else if (message instanceof ClientMessage.History history) {
                history(history);
            } else if (message instanceof ClientMessage.Submit submit) {
                outbox.add(outcomes.computeIfAbsent(submit.requestId(), id -> effect(submit)));
            } else if (message instanceof ClientMessage.Ping ping) {
                if (answersPings) {
                    outbox.add(new HostMessage.Pong(ping.nonce()));
                }
            } else if (message instanceof ClientMessage.ListDirectory list) {
                outbox.add(new HostMessage.Directory(list.requestId(), "/home", List.of()));
            } else if (message instanceof ClientMessage.ListExternal list) {
                outbox.add(new HostMessage.ExternalSessions(list.requestId(), List.of(), true));
            } else if (message instanceof ClientMessage.Admin admin) {
                outbox.add(new HostMessage.Ack(admin.requestId(), IntentResult.Outcome.ACCEPTED, null, 0));
            }
        }

        private void subscribe(ClientMessage.Subscribe subscribe) {
            ScriptedJournal journal = journals.get(subscribe.sessionId());
            if (journal == null) {
                outbox.add(refusal(subscribe.sub()));
                return;
            }
            Cursor cursor = subscribe.cursor();
            Flow flow = new Flow(subscribe.sessionId());
            if (journal.isGood(cursor)) {
                flow.sent = cursor.seq();
                if (flow.sent == journal.head()) {
                    // Confirms to a client at the head that it is up to date.
                    outbox.add(new HostMessage.Updates(
                            subscribe.sub(), journal.gen(), flow.sent, flow.sent, flow.sent, List.of()));
                }
            } else {
                flow.sent = journal.head();
                outbox.add(new HostMessage.Snapshot(
                        subscribe.sub(), journal.gen(), journal.state().window(window)));
            }
            flows.put(subscribe.sub(), flow);
        }

        private static HostMessage refusal(long sub) {
            return new HostMessage.Failure(null, sub, ErrorCode.NO_SUCH_SESSION, "There is no such session.");
        }

        private void history(ClientMessage.History history) {
            Flow flow = flows.get(history.sub());
            if (flow == null) {
                outbox.add(refusal(history.sub()));
                return;
            }
            pull();
            List<Item> before = journals.get(flow.sessionId).state().transcript().items().stream()
                    .filter(item -> item.id().createdSeq() < history.beforeSeq())
                    .toList();
            int from = Math.max(0, before.size() - history.limit());
            List<Item> page = before.subList(from, before.size());
            long start = from == 0 ? 1 : page.get(0).id().createdSeq();
            outbox.add(new HostMessage.HistoryPage(history.sub(), flow.sent, start, page));
        }
    }

    private static final class Flow {
        private final SessionId sessionId;
        private long sent;

        Flow(SessionId sessionId) {
            this.sessionId = sessionId;
        }
    }

    public HostMessage.Overview overview() {
        return new HostMessage.Overview(
                journals.values().stream().map(ScriptedJournal::summary).toList());
    }

    private HostMessage effect(ClientMessage.Submit submit) {
        if (submit.intent() instanceof Intent.CreateSession) {
            String id = "s" + (journals.size() + 1);
            session(id);
            return accepted(submit.requestId(), new SessionId(id), 1);
        }
        if (submit.intent() instanceof Intent.Prompt prompt) {
            ScriptedJournal journal = journals.get(prompt.sessionId());
            if (journal == null) {
                return new HostMessage.Failure(
                        submit.requestId(), ErrorCode.NO_SUCH_SESSION, "There is no such session.");
            }
            JournaledUpdate made = journal.append(
                    new SessionUpdate.UserMessage(journal.nextItem(), prompt.text()), submit.requestId());
            return accepted(submit.requestId(), prompt.sessionId(), made.seq());
        }
        return new HostMessage.Failure(submit.requestId(), ErrorCode.BAD_REQUEST, "Not scripted.");
    }

    private static HostMessage accepted(RequestId requestId, SessionId sessionId, long seq) {
        return new HostMessage.Ack(requestId, IntentResult.Outcome.ACCEPTED, sessionId, seq);
    }

    /** An agent id for intents. */
    public static AgentId demo() {
        return new AgentId("demo");
    }
}
