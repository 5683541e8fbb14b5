package dev.pilothouse.desktop.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.desktop.testing.FaultyNetwork;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.WhenBusy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javafx.geometry.Bounds;
import javafx.scene.Parent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scrolls a conversation of five thousand rows, which a real host holds and the phone fetches in pages. */
@Timeout(300)
class PhoneScrollIT {
    /** Three rows each, and together as many as a phone holds. */
    private static final int TURNS = 1_660;
    /** Cells on screen, cells that are measured beside it, and cells for reuse. */
    private static final int MOST_CELLS = 80;

    private static final String LIST = ".transcript-list";
    private static final String FETCHING = "Loading earlier messages";

    @TempDir
    Path folder;

    private Workshop workshop;
    private FaultyNetwork network;
    private DeskPhone phone;

    @BeforeEach
    void openTheConversation() throws Exception {
        workshop = new Workshop(folder, TURNS);
        network = new FaultyNetwork(workshop.port(), 1);
        phone = new DeskPhone(folder.resolve("device"));
        phone.pair(workshop.ticketBy(network.port()));
        phone.tapWords(Workshop.LONG);
        phone.awaitWords(LongSession.answer(TURNS));
    }

    @AfterEach
    void closeAll() {
        phone.close();
        network.close();
        workshop.close();
    }

    private int cells() {
        return phone.onFx(() -> ((Parent) phone.scene().getRoot().lookup(LIST))
                .getChildrenUnmodifiable()
                .size());
    }

    /** The number of the highest question on screen, or 0. */
    private int highest() {
        return questions().stream().mapToInt(turn -> turn).min().orElse(0);
    }

    private List<Integer> questions() {
        return phone.words().stream()
                .filter(words -> words.startsWith("Question "))
                .map(words -> Integer.valueOf(words.substring(9)))
                .filter(turn -> phone.placeOf(LongSession.question(turn)) != null)
                .toList();
    }

    @Test
    void aThumbReachesTheFirstOfFiveThousandRowsAndFewHaveNodes() {
        int most = 0;
        int flings = 0;
        while (phone.placeOf(LongSession.question(1)) == null) {
            phone.fling(LIST, 900);
            most = Math.max(most, cells());
            flings++;
            assertThat(flings).as("the first row is out of reach").isLessThan(500);
        }
        assertThat(most).isLessThan(MOST_CELLS);
        assertThat(phone.placeOf(LongSession.question(1)).getMinY()).isPositive();

        phone.tap(".jump");
        phone.awaitWords(LongSession.answer(TURNS));
        assertThat(cells()).isLessThan(MOST_CELLS);
    }

    @Test
    void whatIsReadStaysWhereItIsWhileSomethingStreamsBelow() throws Exception {
        phone.fling(LIST, 300);
        int read = highest() + 1;
        Bounds before = phone.placeOf(LongSession.question(read));
        workshop.link().sessions().open(LongSession.ID);
        workshop.result(new Intent.Prompt(LongSession.ID, "/flood 2000", WhenBusy.QUEUE));
        phone.awaitWords(" new");
        workshop.awaitQuiet(LongSession.ID);
        phone.settle();

        assertThat(phone.placeOf(LongSession.question(read)).getMinY()).isCloseTo(before.getMinY(), within(1.0));
        assertThat(cells()).isLessThan(MOST_CELLS);
    }

    @Test
    void whatIsReadStaysWhereItIsWhenEarlierRowsComeAboveIt() {
        CountDownLatch arrives = new CountDownLatch(1);
        network.meddle(FaultyNetwork.HONEST, (piece, length, offset) -> {
            awaitQuietly(arrives);
            return length;
        });
        // Scrolls by more than the phone has loaded, so it stops at its first row.
        for (int i = 0; i < 40 && !phone.says(FETCHING); i++) {
            phone.fling(LIST, 3_000);
        }
        int read = highest();
        Bounds before = phone.placeOf(LongSession.question(read));
        arrives.countDown();

        await().atMost(DeskPhone.TIMEOUT).until(() -> !phone.says(FETCHING));
        phone.settle();
        assertThat(phone.placeOf(LongSession.question(read)).getMinY()).isCloseTo(before.getMinY(), within(1.0));
        phone.fling(LIST, 300);
        assertThat(highest()).isLessThan(read);
    }

    private static void awaitQuietly(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
