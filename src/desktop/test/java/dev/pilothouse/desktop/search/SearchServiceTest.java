package dev.pilothouse.desktop.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SearchServiceTest {
    private final CountDownLatch gate = new CountDownLatch(1);
    private final CountDownLatch busy = new CountDownLatch(SearchService.THREADS);
    private final BlockingQueue<HostMessage> answers = new LinkedBlockingQueue<>();
    private final SearchService service = new SearchService(() -> {
        busy.countDown();
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return List.of();
    });

    @AfterEach
    void close() {
        gate.countDown();
        service.close();
    }

    private static ClientMessage.Search question(String id) {
        return new ClientMessage.Search(new RequestId(id), "needle", 10);
    }

    @Test
    void aCancelledSearchIsRefusedAtOnceAndAnsweredOnlyOnce() throws Exception {
        var running = service.find(question("first"), answers::add);

        assertThat(running.cancel()).isTrue();
        assertThat(((HostMessage.Failure) answers.take()).code()).isEqualTo(ErrorCode.CLOSED);
        assertThat(running.cancel()).isFalse();
        gate.countDown();
        service.find(question("second"), answers::add);
        assertThat(((HostMessage.SearchResults) answers.take()).requestId()).isEqualTo(new RequestId("second"));
        assertThat(answers).isEmpty();
    }

    @Test
    void moreSearchesThanMayWaitAreRefusedAsBusy() throws Exception {
        for (int i = 0; i < SearchService.THREADS; i++) {
            service.find(question("running" + i), answers::add);
        }
        assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < SearchService.WAITING; i++) {
            service.find(question("waiting" + i), answers::add);
        }
        assertThat(answers).isEmpty();

        service.find(question("late"), answers::add);

        HostMessage.Failure refused = (HostMessage.Failure) answers.take();
        assertThat(refused.code()).isEqualTo(ErrorCode.BUSY);
        gate.countDown();
        List<HostMessage> rest = new ArrayList<>();
        for (int i = 0; i < SearchService.THREADS + SearchService.WAITING; i++) {
            rest.add(answers.poll(10, TimeUnit.SECONDS));
        }
        assertThat(rest).allMatch(HostMessage.SearchResults.class::isInstance);
    }
}
