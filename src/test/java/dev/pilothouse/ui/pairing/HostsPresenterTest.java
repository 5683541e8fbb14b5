package dev.pilothouse.ui.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.PairingRequest;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SharingInfo;
import dev.pilothouse.model.TunnelInfo;
import dev.pilothouse.model.TunnelProvider;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostsPresenterTest {
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final List<String> notices = new ArrayList<>();
    private final HostsPresenter presenter = new HostsPresenter(
            sample.hosts(),
            new HostsPresenter.Device(
                    Optional.of(TestShell.CHEQUERED), Optional.empty(), Optional.empty(), Runnable::run),
            Clock.fixed(SampleHosts.NOW, ZoneOffset.UTC),
            Runnable::run,
            notices::add);

    private HostCard card(int index) {
        presenter.render(sample.hosts().links());
        return presenter.cardsProperty().get().get(index);
    }

    @Test
    void onlyAHostThatThisDeviceMayManageShowsItsDevices() {
        card(0);
        presenter.refreshDevices();

        assertThat(card(0).admin()).isTrue();
        assertThat(card(0).devices()).extracting(HostCard.DeviceLine::name).contains("Ada\u2019s Pixel 8");
        assertThat(card(1).admin()).isFalse();
        assertThat(card(1).devices()).isEmpty();
    }

    @Test
    void aTicketIsShownAsPictureAndTextAndNeverAsAString() {
        card(0);
        presenter.onTicket(sample.local().hostId(), Scope.VIEW);
        HostsPresenter.TicketShown ticket = presenter.ticketProperty().get();

        assertThat(ticket.text()).startsWith("pilothouse://pair#");
        assertThat(ticket.code().size()).isEqualTo(53);
        assertThat(ticket).asString().doesNotContain("pilothouse://");
    }

    @Test
    void sharingIsOnBeforeATicketForAnotherDeviceIsShown() {
        sample.local().shares(new SharingInfo(false, List.of("ws://127.0.0.1:7717"), TunnelInfo.NONE));
        assertThat(card(0).isReachable()).isFalse();

        presenter.onShareAndTicket(sample.local().hostId(), Scope.STEER);

        assertThat(card(0).isReachable()).isTrue();
        assertThat(presenter.ticketProperty().get().text()).startsWith("pilothouse://pair#");
    }

    @Test
    void aTunnelIsStartedAndStoppedAndTheCardSaysHowItStands() {
        assertThat(card(0).tunnel()).isEqualTo(TunnelInfo.NONE);

        presenter.onTunnel(sample.local().hostId(), TunnelProvider.CLOUDFLARED);
        assertThat(card(0).tunnel().way()).isEqualTo(TunnelProvider.CLOUDFLARED);
        assertThat(card(0).tunnel().phase()).isEqualTo(TunnelInfo.Phase.STARTING);

        presenter.onTunnelStop(sample.local().hostId());
        assertThat(card(0).tunnel().phase()).isEqualTo(TunnelInfo.Phase.STOPPED);
    }

    @Test
    void aRevokedDeviceLeavesTheList() {
        card(0);
        presenter.refreshDevices();
        presenter.onRevoke(sample.local().hostId(), new DeviceId("d1"));

        assertThat(card(0).devices()).extracting(HostCard.DeviceLine::deviceId).doesNotContain(new DeviceId("d1"));
    }

    @Test
    void aDevicesEndIsSaidAndCanBeSetAndTakenAway() {
        card(0);
        presenter.refreshDevices();
        assertThat(device("d1").about()).contains(device("d1").until()).contains("until ");
        assertThat(device("d2").until()).isEmpty();

        presenter.onEnd(sample.local().hostId(), new DeviceId("d2"), AccessExpiry.WEEK);
        presenter.onEnd(sample.local().hostId(), new DeviceId("d1"), AccessExpiry.NEVER);

        assertThat(device("d2").until()).startsWith("until ");
        assertThat(device("d1").until()).isEmpty();
    }

    private HostCard.DeviceLine device(String id) {
        return card(0).devices().stream()
                .filter(each -> each.deviceId().value().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whoAsksIsShownWithTheCodeAndGoesWhenAllowed() {
        PairingRequest asking = new PairingRequest(
                new DeviceId("d9"), "Bo\u2019s phone", "Android", "192.168.1.77", Scope.STEER, "418207");
        sample.local().asking(List.of(asking));
        assertThat(card(0).asking()).containsExactly(asking);

        presenter.onApprove(sample.local().hostId(), asking);

        assertThat(card(0).asking()).isEmpty();
    }

    @Test
    void pairingShowsTheCodeToCompareAndEndsWithTheHost() {
        List<String> paired = new ArrayList<>();
        presenter.onPaired(() -> paired.add("yes"));
        presenter.onPair("pilothouse://pair#x");
        presenter.renderPairing("office", "123456");
        assertThat(presenter.pairingProperty().get()).contains("office").contains("123\u00a0456");

        sample.hosts().finishPairing(new FakeHost("h3", "office", false, SampleHosts.NOW));

        assertThat(sample.hosts().tickets()).containsExactly("pilothouse://pair#x");
        assertThat(presenter.pairingProperty().get()).isEmpty();
        assertThat(paired).containsExactly("yes");
    }

    @Test
    void anotherKeyIsAskedAboutWithBothFingerprintsAndAcceptedOnlyByThePerson() {
        presenter.onPair("pilothouse://pair#x");
        sample.hosts().askForKey("office", "8bd2a1907fe04c36", "03c7f15e9a6d2b84");
        assertThat(presenter.keyQuestionProperty().get())
                .isEqualTo(new HostsPresenter.KeyQuestion("office", "8bd2 a190 7fe0 4c36", "03c7 f15e 9a6d 2b84"));
        assertThat(presenter.busyProperty().get()).isFalse();

        presenter.onKeepKey();
        presenter.onAcceptKey();
        assertThat(sample.hosts().tickets()).containsExactly("pilothouse://pair#x");

        presenter.onPair("pilothouse://pair#x");
        sample.hosts().askForKey("office", "8bd2a1907fe04c36", "03c7f15e9a6d2b84");
        presenter.onAcceptKey();
        assertThat(presenter.keyQuestionProperty().get()).isNull();
        assertThat(sample.hosts().tickets()).last().isEqualTo("pilothouse://pair#x accepted 03c7f15e9a6d2b84");
    }

    @Test
    void aNewOfferTakesTheQuestionAboutAnOlderOneAway() {
        presenter.onPair("pilothouse://pair#x");
        sample.hosts().askForKey("office", "8bd2a1907fe04c36", "03c7f15e9a6d2b84");
        presenter.onOffer("pilothouse://pair#y");
        presenter.onAcceptKey();
        assertThat(presenter.keyQuestionProperty().get()).isNull();
        assertThat(sample.hosts().tickets()).containsExactly("pilothouse://pair#x");
    }

    @Test
    void aTicketOfALinkWaitsInTheFormForThePerson() {
        List<String> shown = new ArrayList<>();
        presenter.offeredProperty().addListener((property, before, now) -> shown.add(now));
        presenter.onOffer(" pilothouse://pair#x\n");
        presenter.onOffer("pilothouse://pair#x");
        assertThat(shown).containsExactly("pilothouse://pair#x", "", "pilothouse://pair#x");
        assertThat(sample.hosts().tickets()).isEmpty();

        presenter.onPair("pilothouse://pair#x");
        sample.hosts().finishPairing(new FakeHost("h3", "office", false, SampleHosts.NOW));
        assertThat(presenter.offeredProperty().get()).isEmpty();
    }

    @Test
    void aTicketThatIsNoGoodSaysWhy() {
        presenter.onPair("nonsense");
        sample.hosts().failPairing(ErrorCode.BAD_REQUEST, "This is not a ticket.");

        assertThat(presenter.problemProperty().get()).isEqualTo("This is not a ticket.");
        assertThat(presenter.busyProperty().get()).isFalse();
    }
}
