package dev.pilothouse.desktop.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.desktop.testing.FaultyNetwork;
import dev.pilothouse.model.SessionId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The phone app on changing networks: another network, no network, and a change while the app is not running. */
@Timeout(300)
class PhoneNetworkIT {
    private static final FaultyNetwork.Meddler NOTHING = (piece, length, offset) -> 0;

    @TempDir
    Path folder;

    private Workshop workshop;
    /** The networks by which the host can be reached, each with its own address. */
    private FaultyNetwork home;

    private FaultyNetwork street;
    private DeskPhone phone;
    private SessionId session;

    @BeforeEach
    void pairAndOpenASession() throws Exception {
        workshop = new Workshop(folder);
        home = new FaultyNetwork(workshop.port(), 1);
        street = new FaultyNetwork(workshop.port(), 1);
        street.meddle(NOTHING, NOTHING);
        session = workshop.session("Trip");
        workshop.prompt(session, "/say at home");
        workshop.awaitQuiet(session);
        phone = new DeskPhone(folder.resolve("device"));
        phone.pair(workshop.ticketBy(home.port(), street.port()));
        phone.tapWords("Trip");
        phone.awaitWords("at home");
    }

    @AfterEach
    void closeAll() {
        phone.close();
        home.close();
        street.close();
        workshop.close();
    }

    private void fly() {
        home.meddle(NOTHING, NOTHING);
        home.cutAll(false);
        phone.awaitWords("Offline since");
    }

    private void land() {
        home.meddle(FaultyNetwork.HONEST, FaultyNetwork.HONEST);
    }

    private long timesOnScreen(String words) {
        return phone.words().stream().filter(words::equals).count();
    }

    @Test
    void thePhoneGoesOverToTheAddressThatAnswersAndMissesNothing() throws Exception {
        workshop.prompt(session, "/say on the way out");
        home.close();
        street.meddle(FaultyNetwork.HONEST, FaultyNetwork.HONEST);
        workshop.prompt(session, "/say from the street");
        workshop.awaitQuiet(session);

        phone.awaitWords("from the street");
        phone.awaitWords("on the way out");
        phone.send("/say by the other network");
        await().atMost(DeskPhone.TIMEOUT).until(() -> workshop.prompts(session).contains("/say by the other network"));
        workshop.awaitQuiet(session);

        assertThat(workshop.prompts(session))
                .containsExactly(
                        "/say at home", "/say on the way out", "/say from the street", "/say by the other network");
        phone.awaitWords("by the other network");
        assertThat(timesOnScreen("on the way out")).isOne();
        assertThat(timesOnScreen("from the street")).isOne();
    }

    @Test
    void inAirplaneModeWhatWasReadIsThereAlsoAfterTheAppWasEnded() throws Exception {
        fly();
        phone.restart();
        phone.tapWords("Trip");

        phone.awaitWords("at home");
        phone.awaitWords("Offline since");
        assertThat(Files.isDirectory(folder.resolve("device/cache"))).isTrue();
        workshop.prompt(session, "/say meanwhile");
        workshop.awaitQuiet(session);
        assertThat(phone.says("meanwhile")).isFalse();

        land();
        phone.awaitWords("meanwhile");
    }

    /** Ends the app offline with a queued prompt, and starts it again online two hours later. */
    private void writeInTheAirAndLand() throws Exception {
        fly();
        phone.send("/say written in the air");
        phone.awaitWords("/say written in the air");
        phone.restart();
        phone.tapWords("Trip");
        phone.awaitWords("/say written in the air");
        assertThat(phone.find(".prompt-is-pending"))
                .as("it is marked as not confirmed")
                .isPresent();
        phone.sleepFor(Duration.ofHours(2));
        phone.restart();
        land();
        phone.awaitWords("A message in \u201cTrip\u201d was written offline and not sent.");
        phone.look("held-notice");
        assertThat(workshop.prompts(session)).containsExactly("/say at home");
        phone.tapWords("Trip");
        phone.awaitWords("Written offline and not sent. Send now?");
        phone.look("held");
    }

    @Test
    void whatWasWrittenInAirplaneModeIsSentAtThePersonsWordAndOnce() throws Exception {
        writeInTheAirAndLand();
        phone.tap(".prompt-is-held .prompt-again");

        await().atMost(DeskPhone.TIMEOUT).until(() -> workshop.prompts(session).contains("/say written in the air"));
        workshop.awaitQuiet(session);
        assertThat(workshop.prompts(session)).containsExactly("/say at home", "/say written in the air");
        await().atMost(DeskPhone.TIMEOUT)
                .until(() -> phone.find(".prompt-is-held").isEmpty());
        assertThat(timesOnScreen("/say written in the air")).isOne();
    }

    @Test
    void whatWasWrittenInAirplaneModeAndIsNotWantedAnyMoreIsNeverSent() throws Exception {
        writeInTheAirAndLand();
        phone.tap(".prompt-is-held .prompt-discard");
        await().atMost(DeskPhone.TIMEOUT)
                .until(() -> phone.find(".prompt-is-held").isEmpty());
        phone.send("/say something else");
        await().atMost(DeskPhone.TIMEOUT).until(() -> workshop.prompts(session).contains("/say something else"));

        assertThat(workshop.prompts(session)).containsExactly("/say at home", "/say something else");
    }

    @Test
    void aPhoneThatComesBackFromThePocketTriesAtOnce() throws Exception {
        fly();
        phone.lifecycle().pause();
        workshop.prompt(session, "/say meanwhile");
        land();
        phone.lifecycle().resume();

        phone.awaitWords("meanwhile");
    }
}
