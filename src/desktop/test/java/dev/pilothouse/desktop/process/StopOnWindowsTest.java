package dev.pilothouse.desktop.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Windows cannot ask a process to end, and its pipes cannot be closed while a reader waits in them. */
@Timeout(60)
class StopOnWindowsTest {
    private final CountDownLatch heldPipe = new CountDownLatch(1);

    @AfterEach
    void let_go() {
        heldPipe.countDown();
    }

    /** A child that has exited, and whose stdout is held by a process that nobody can end. */
    private final class Child extends Process {
        @Override
        public InputStream getInputStream() {
            return new InputStream() {
                @Override
                public int read() {
                    hold();
                    return -1;
                }

                @Override
                public void close() {
                    hold();
                }
            };
        }

        private void hold() {
            try {
                heldPipe.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public OutputStream getOutputStream() {
            return new ByteArrayOutputStream();
        }

        @Override
        public InputStream getErrorStream() {
            return new ByteArrayInputStream(new byte[0]);
        }

        @Override
        public int waitFor() {
            return 0;
        }

        @Override
        public int exitValue() {
            return 0;
        }

        @Override
        public boolean isAlive() {
            return false;
        }

        @Override
        public boolean supportsNormalTermination() {
            return false;
        }

        @Override
        public long pid() {
            return Long.MAX_VALUE;
        }

        @Override
        public ProcessHandle toHandle() {
            return (ProcessHandle) Proxy.newProxyInstance(
                    ProcessHandle.class.getClassLoader(),
                    new Class<?>[] {ProcessHandle.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "pid" -> pid();
                        case "isAlive" -> false;
                        case "descendants" -> Stream.empty();
                        default -> throw new UnsupportedOperationException(method.getName());
                    });
        }

        @Override
        public void destroy() {}
    }

    @Test
    void close_returns_while_a_descendant_holds_a_pipe() {
        CliProcess child = new CliProcess(
                new Child(),
                ProcessMark.fresh("test"),
                new RecordingListener(),
                ProcessRegistry.none(),
                Children.QUICK,
                1_000,
                "cli-test",
                Procfs.system());
        child.startThreads();
        child.close();
        assertThat(child.isReleased()).isTrue();
        assertThat(heldPipe.getCount()).isEqualTo(1);
    }

    @Test
    void process_that_cannot_be_asked_has_five_seconds_after_its_stdin_is_closed() {
        assertThat(StopTimings.standard(false).graceBeforeDestroy(false)).isEqualTo(Duration.ofSeconds(5));
        assertThat(StopTimings.standard(true).graceBeforeDestroy(true)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Children.QUICK.graceBeforeDestroy(false)).isEqualTo(Duration.ofMillis(600));
    }
}
