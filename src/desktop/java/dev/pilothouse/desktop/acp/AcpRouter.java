package dev.pilothouse.desktop.acp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Maps the sessions of an agent process to their members. Owns the members of one connection, and early messages for a
 * session whose id is not known yet: an agent may send updates of a new session before it answers {@code session/new}.
 * Any thread. Messages are delivered outside the lock, since that may block.
 */
final class AcpRouter {
    /**
     * Limit of early messages for a new session. Further ones are refused: blocking the reader would also block the
     * answer.
     */
    static final int EARLY = 256;

    static final long EARLY_CHARACTERS = 1024 * 1024;

    /** Number of left sessions that are remembered, to tell them from new ones. */
    private static final int GONE = 64;

    private final boolean shared;
    private final List<AcpConnection.Member> members = new ArrayList<>(1);
    private final Map<String, AcpConnection.Member> owners = new HashMap<>();
    /** The members whose requests the agent has not answered, by the ids of the requests. */
    private final Map<Long, AcpConnection.Member> requests = new HashMap<>();

    /** Sessions whose members have left, oldest first: an agent may still send updates of them. */
    private final Set<String> gone = new LinkedHashSet<>();

    private final ArrayDeque<Message> early = new ArrayDeque<>(0);
    private long earlyCharacters;
    private int asked;

    /** @param shared whether there may be several members; a single member receives everything */
    AcpRouter(boolean shared) {
        this.shared = shared;
    }

    /**
     * A message of the agent about a session.
     *
     * @param sessionId empty if it names none
     * @param requestId of the request of the host that it is about, if it names one in place of a session
     * @param give delivers it to its member; may block
     * @param refuse handles a message without a member
     */
    record Message(
            String sessionId,
            OptionalLong requestId,
            long characters,
            Consumer<AcpConnection.Member> give,
            Runnable refuse) {}

    synchronized void add(AcpConnection.Member member) {
        members.add(member);
    }

    /** @return the member's sessions, which have no member now */
    synchronized List<String> remove(AcpConnection.Member member) {
        List<String> left = owners.entrySet().stream()
                .filter(entry -> entry.getValue() == member)
                .map(Map.Entry::getKey)
                .toList();
        members.remove(member);
        owners.keySet().removeAll(left);
        requests.values().removeIf(sender -> sender == member);
        gone.addAll(left);
        while (gone.size() > GONE) {
            gone.remove(gone.iterator().next());
        }
        return left;
    }

    /**
     * Removes all members and early messages.
     *
     * @return the members before
     */
    synchronized List<AcpConnection.Member> clear() {
        List<AcpConnection.Member> before = List.copyOf(members);
        members.clear();
        owners.clear();
        requests.clear();
        early.clear();
        earlyCharacters = 0;
        return before;
    }

    synchronized List<AcpConnection.Member> members() {
        return List.copyOf(members);
    }

    synchronized boolean has(AcpConnection.Member member) {
        return members.contains(member);
    }

    /** Returns whether that member has been here longest. */
    synchronized boolean isEldest(AcpConnection.Member member) {
        return !members.isEmpty() && members.get(0) == member;
    }

    /**
     * Assigns a session to the member, in place of its earlier one. A member that has left is not assigned any, since
     * nothing would ever remove it again.
     *
     * @param sessionId empty for none
     * @return false if the session belongs to another member; this member then has none
     */
    synchronized boolean addOwner(String sessionId, AcpConnection.Member member) {
        if (!members.contains(member)) {
            return true;
        }
        owners.entrySet()
                .removeIf(entry -> entry.getValue() == member && !entry.getKey().equals(sessionId));
        gone.remove(sessionId);
        return sessionId.isEmpty() || owners.putIfAbsent(sessionId, member) == null || owners.get(sessionId) == member;
    }

    /** The member sends a request. One that has left owns none, since nothing would ever remove it again. */
    synchronized void sent(long requestId, AcpConnection.Member member) {
        if (shared && members.contains(member)) {
            requests.put(requestId, member);
        }
    }

    /** The agent has answered the request. */
    synchronized void settled(long requestId) {
        requests.remove(requestId);
    }

    /** A new session was requested: messages for unknown sessions are kept until {@link #answered}. */
    synchronized void asking() {
        asked++;
    }

    /**
     * The request for a new session was answered.
     *
     * @param sessionId empty if there is none
     * @return deliveries of its early messages, and refusals of those that no session can claim any more; the caller
     *     runs them
     */
    synchronized List<Runnable> answered(String sessionId, AcpConnection.Member member) {
        asked--;
        boolean taken = members.contains(member) && !sessionId.isEmpty() && addOwner(sessionId, member);
        List<Runnable> due = new ArrayList<>();
        early.removeIf(message -> {
            if (taken && message.sessionId().equals(sessionId)) {
                due.add(() -> message.give().accept(member));
            } else if (asked == 0) {
                due.add(message.refuse());
            } else {
                return false;
            }
            earlyCharacters -= message.characters();
            return true;
        });
        return due;
    }

    /** Delivers a message, keeps it, or refuses it. On the reader thread; may block. */
    void route(Message message) {
        Optional<AcpConnection.Member> owner;
        boolean kept = false;
        synchronized (this) {
            owner = owner(message);
            if (owner.isEmpty() && asked > 0 && isPending(message.sessionId())) {
                kept = store(message);
            }
        }
        if (owner.isPresent()) {
            message.give().accept(owner.get());
        } else if (!kept) {
            message.refuse().run();
        }
    }

    private Optional<AcpConnection.Member> owner(Message message) {
        String sessionId = message.sessionId();
        if (!shared || (sessionId.isEmpty() && members.size() == 1)) {
            return members.stream().findFirst();
        }
        if (sessionId.isEmpty() && message.requestId().isPresent()) {
            return Optional.ofNullable(requests.get(message.requestId().getAsLong()));
        }
        return Optional.ofNullable(owners.get(sessionId));
    }

    private boolean isPending(String sessionId) {
        return !sessionId.isEmpty() && !gone.contains(sessionId);
    }

    private boolean store(Message message) {
        if (early.size() >= EARLY || earlyCharacters + message.characters() > EARLY_CHARACTERS) {
            return false;
        }
        early.addLast(message);
        earlyCharacters += message.characters();
        return true;
    }
}
