package dev.pilothouse.pulse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import org.junit.jupiter.api.Test;

class NamedThreadsTest {

    private static void nothing() {}

    @Test
    void everyThreadHasItsNameAndIsADaemon() {
        ThreadFactory numbered = NamedThreads.numbered("work");
        assertThat(NamedThreads.create("one", NamedThreadsTest::nothing).getName())
                .isEqualTo("one");
        assertThat(NamedThreads.factory("same")
                        .newThread(NamedThreadsTest::nothing)
                        .getName())
                .isEqualTo("same");
        assertThat(numbered.newThread(NamedThreadsTest::nothing).getName()).isEqualTo("work-1");
        Thread second = numbered.newThread(NamedThreadsTest::nothing);
        assertThat(second.getName()).isEqualTo("work-2");
        assertThat(second.isDaemon()).isTrue();
    }

    @Test
    void aPoolRefusesWhatItsQueueHasNoRoomFor() {
        CountDownLatch open = new CountDownLatch(1);
        ThreadPoolExecutor pool = NamedThreads.pool(1, Duration.ofSeconds(1), 1, NamedThreads.factory("pool"));
        try {
            pool.execute(() -> awaitQuietly(open));
            pool.execute(NamedThreadsTest::nothing);
            assertThatThrownBy(() -> pool.execute(NamedThreadsTest::nothing))
                    .isInstanceOf(RejectedExecutionException.class);
        } finally {
            open.countDown();
            pool.shutdown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
