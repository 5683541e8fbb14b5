package dev.pilothouse.desktop.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GitQueueTest {
    private final GitQueue queue = new GitQueue(1, 2);
    private final List<String> granted = new CopyOnWriteArrayList<>();

    /** Starts a caller and returns once it waits. */
    private Thread waiting(String name) throws InterruptedException {
        CountDownLatch looked = new CountDownLatch(1);
        Thread caller = new Thread(() -> {
            if (queue.begin(() -> {
                        looked.countDown();
                        return false;
                    })
                    .isEmpty()) {
                granted.add(name);
                queue.end();
            }
        });
        caller.setDaemon(true);
        caller.start();
        assertThat(looked.await(20, TimeUnit.SECONDS)).isTrue();
        return caller;
    }

    @Test
    void callersGetTheirTurnInOrderAndOneTooManyIsRefused() throws Exception {
        assertThat(queue.begin(() -> false)).isEmpty();
        Thread first = waiting("first");
        Thread second = waiting("second");

        assertThat(queue.begin(() -> false)).contains(GitResult.Outcome.BUSY);
        assertThat(granted).isEmpty();

        queue.end();
        first.join();
        second.join();
        assertThat(granted).containsExactly("first", "second");
    }

    @Test
    void aCancelledCallerLeavesTheQueue() {
        assertThat(queue.begin(() -> false)).isEmpty();
        for (int i = 0; i < 5; i++) {
            assertThat(queue.begin(() -> true)).contains(GitResult.Outcome.CANCELLED);
        }
        queue.end();
        assertThat(queue.begin(() -> true)).isEmpty();
    }
}
