package dev.pilothouse.bridge;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The followers of one client and their subscriptions. Confined to the client-state lane; ends with its
 * {@link BridgeClient}.
 */
final class Followers {

    private static final long NONE = 0;

    private final Sender sender;
    private final LongSupplier numbers;
    private final List<Follower> followers = new ArrayList<>();

    Followers(Sender sender, LongSupplier numbers) {
        this.sender = sender;
        this.numbers = numbers;
    }

    void add(Follower follower) {
        followers.add(follower);
        subscribe(follower);
    }

    void remove(Follower follower) {
        if (followers.remove(follower) && follower.sub() != NONE) {
            sender.send(new ClientMessage.Unsubscribe(follower.sub()));
        }
    }

    void connected() {
        followers.forEach(this::subscribe);
    }

    void onLost() {
        followers.forEach(follower -> follower.subscribed(NONE));
    }

    private void subscribe(Follower follower) {
        long sub = numbers.getAsLong();
        if (sender.send(new ClientMessage.Subscribe(sub, follower.sessionId(), follower.cursor()))) {
            follower.subscribed(sub);
        }
    }

    /** @return false if the batch is not for a follower */
    boolean updates(HostMessage.Updates batch) {
        Follower follower = find(batch.sub());
        if (follower == null) {
            return false;
        }
        request(follower, follower.updates(batch));
        return true;
    }

    /** @return false if the snapshot is not for a follower */
    boolean snapshot(HostMessage.Snapshot snapshot) {
        Follower follower = find(snapshot.sub());
        if (follower == null) {
            return false;
        }
        request(follower, follower.snapshot(snapshot));
        return true;
    }

    /** @return false if the page is not for a follower */
    boolean historyPage(HostMessage.HistoryPage page) {
        Follower follower = find(page.sub());
        if (follower == null) {
            return false;
        }
        request(follower, follower.historyPage(page));
        return true;
    }

    /** @return false if the subscription is not a follower's */
    boolean refused(long sub, ErrorCode code, String text) {
        Follower follower = find(sub);
        if (follower == null) {
            return false;
        }
        follower.refused(code, text);
        return true;
    }

    private void request(Follower follower, Follower.Need need) {
        switch (need) {
            case SUBSCRIPTION -> again(follower);
            case PAGE ->
                sender.send(new ClientMessage.History(follower.sub(), follower.pageBefore(), Subscriptions.PAGE));
            case NOTHING -> {}
        }
    }

    private void again(Follower follower) {
        sender.send(new ClientMessage.Unsubscribe(follower.sub()));
        subscribe(follower);
    }

    private @Nullable Follower find(long sub) {
        for (Follower follower : followers) {
            if (follower.sub() == sub) {
                return follower;
            }
        }
        return null;
    }
}
