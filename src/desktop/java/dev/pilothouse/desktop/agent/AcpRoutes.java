package dev.pilothouse.desktop.agent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which session of an agent's process belongs to whom. Owns the members of one connection and what came for a session
 * whose id is not known yet: an agent may speak of a new session before it has answered {@code session/new}. Any thread;
 * nothing is handed over under its lock, since that may wait.
 */
final class AcpRoutes {
    /** What is kept until a new session's id is known; whatever is more is refused, since the answer lies behind it. */
    static final int EARLY = 256;

    static final long EARLY_CHARACTERS = 1024 * 1024;

    /** So many sessions that somebody has left are told from those that are about to come. */
    private static final int GONE = 64;

    private final boolean shared;
    private final List<AcpConnection.Member> members = new ArrayList<>(1);
    private final Map<String, AcpConnection.Member> owners = new HashMap<>();
    /** Left by their members, the longest ago first: an agent may go on speaking of them. */
    private final Set<String> gone = new LinkedHashSet<>();

    private final ArrayDeque<Message> early = new ArrayDeque<>(0);
    private long earlyCharacters;
    private int asked;

    /** @param shared whether there may be several members; a lone one takes whatever comes */
    AcpRoutes(boolean shared) {
        this.shared = shared;
    }

    /**
     * Something that the agent says about a session.
     *
     * @param sessionId empty if it names none
     * @param give hands it to whom it is for; may wait
     * @param refuse what to do if there is nobody
     */
    record Message(String sessionId, long characters, Consumer<AcpConnection.Member> give, Runnable refuse) {}

    synchronized void add(AcpConnection.Member member) {
        members.add(member);
    }

    /** @return the sessions that were its own, which are nobody's now */
    synchronized List<String> remove(AcpConnection.Member member) {
        List<String> left = owners.entrySet().stream()
                .filter(entry -> entry.getValue() == member)
                .map(Map.Entry::getKey)
                .toList();
        members.remove(member);
        owners.keySet().removeAll(left);
        gone.addAll(left);
        while (gone.size() > GONE) {
            gone.remove(gone.iterator().next());
        }
        return left;
    }

    /** Forgets everybody, and what was kept. @return who was there */
    synchronized List<AcpConnection.Member> clear() {
        List<AcpConnection.Member> before = List.copyOf(members);
        members.clear();
        owners.clear();
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

    /** Whether that is the one who has been here longest. */
    synchronized boolean isEldest(AcpConnection.Member member) {
        return !members.isEmpty() && members.get(0) == member;
    }

    /**
     * From now on that session is the member's, and none that it had before. One that has left owns nothing: nobody would
     * ever take that from it again.
     *
     * @param sessionId empty for none
     * @return false if it is another one's; then the member has none
     */
    synchronized boolean own(String sessionId, AcpConnection.Member member) {
        if (!members.contains(member)) {
            return true;
        }
        owners.entrySet()
                .removeIf(entry -> entry.getValue() == member && !entry.getKey().equals(sessionId));
        gone.remove(sessionId);
        return sessionId.isEmpty() || owners.putIfAbsent(sessionId, member) == null || owners.get(sessionId) == member;
    }

    /** A new session was asked for: what names an unknown one is kept until {@link #answered}. */
    synchronized void asking() {
        asked++;
    }

    /**
     * A new session's id is known, or there is none.
     *
     * @param sessionId empty if there is none
     * @return what came for it before, and what nobody can be waiting for any more; the caller hands it over
     */
    synchronized List<Runnable> answered(String sessionId, AcpConnection.Member member) {
        asked--;
        boolean taken = members.contains(member) && !sessionId.isEmpty() && own(sessionId, member);
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

    /** Hands a message to whom it is for, keeps it, or refuses it. On the thread that reads; may wait. */
    void route(Message message) {
        Optional<AcpConnection.Member> owner;
        boolean kept = false;
        synchronized (this) {
            owner = owner(message.sessionId());
            if (owner.isEmpty() && asked > 0 && mayBecomeKnown(message.sessionId())) {
                kept = keep(message);
            }
        }
        if (owner.isPresent()) {
            message.give().accept(owner.get());
        } else if (!kept) {
            message.refuse().run();
        }
    }

    private Optional<AcpConnection.Member> owner(String sessionId) {
        if (!shared || (sessionId.isEmpty() && members.size() == 1)) {
            return members.stream().findFirst();
        }
        return Optional.ofNullable(owners.get(sessionId));
    }

    private boolean mayBecomeKnown(String sessionId) {
        return !sessionId.isEmpty() && !gone.contains(sessionId);
    }

    private boolean keep(Message message) {
        if (early.size() >= EARLY || earlyCharacters + message.characters() > EARLY_CHARACTERS) {
            return false;
        }
        early.addLast(message);
        earlyCharacters += message.characters();
        return true;
    }
}
