package dev.pilothouse.desktop.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.platform.Subscription;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.secure.NewerFileException;
import dev.pilothouse.secure.PublicKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceRegistryTest {
    private static final Instant NOW = Instant.ofEpochMilli(1_764_000_000_000L);

    @TempDir
    Path folder;

    private final PublicKey local = Identity.generate().publicKey();
    private final PublicKey phone = Identity.generate().publicKey();
    private DeviceRegistry devices;

    @BeforeEach
    void open() throws IOException {
        devices = reopened(NOW);
    }

    @Test
    void aDeviceSurvivesARestartOfTheHost() throws IOException {
        Device added = devices.add(phone, "Pocket", "Android 16", Scope.STEER, "192.168.1.31", null);

        assertThat(reopened(NOW).find(phone)).contains(added);
        assertThat(added.deviceId()).isEqualTo(new DeviceId("d" + phone.fingerprint()));
    }

    @Test
    void onlyTheOwnerMayReadTheList() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"), "no POSIX permissions here");
        devices.add(phone, "Pocket", "", Scope.STEER, "", null);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("devices.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aStrangerIsNobody() {
        assertThat(devices.find(Identity.generate().publicKey())).isEmpty();
        assertThat(devices.list()).isEmpty();
    }

    @Test
    void theLocalKeyIsAnAdminThatCannotBeRevoked() throws IOException {
        assertThat(devices.find(local))
                .hasValueSatisfying(device -> assertThat(device.scope()).isEqualTo(Scope.ADMIN));
        assertThat(devices.revoke(Device.idOf(local))).isEmpty();
        assertThat(devices.find(local)).isPresent();
    }

    @Test
    void nameAndScopeChangeForGoodAndListenersHearOfIt() throws IOException {
        Device added = devices.add(phone, "Pocket", "", Scope.STEER, "", null);
        List<Device> heard = new ArrayList<>();
        Subscription subscription = devices.listen(new Listening(new ArrayList<>(), heard));
        devices.rename(added.deviceId(), "Tablet");
        devices.setScope(added.deviceId(), Scope.VIEW);
        subscription.close();
        devices.rename(added.deviceId(), "Tablet again");

        assertThat(heard)
                .extracting(Device::name, Device::scope)
                .containsExactly(tuple("Tablet", Scope.STEER), tuple("Tablet", Scope.VIEW));
        assertThat(reopened(NOW).find(phone)).hasValueSatisfying(device -> {
            assertThat(device.name()).isEqualTo("Tablet again");
            assertThat(device.scope()).isEqualTo(Scope.VIEW);
        });
        assertThat(devices.rename(new DeviceId("nobody"), "x")).isEmpty();
    }

    @Test
    void aRevokedDeviceIsForgottenAndListenersHearOfItAtOnce() throws IOException {
        Device added = devices.add(phone, "Pocket", "", Scope.STEER, "", null);
        List<Device> heard = new ArrayList<>();
        devices.listen(new Listening(heard, new ArrayList<>()));

        assertThat(devices.revoke(added.deviceId())).contains(added);
        assertThat(heard).containsExactly(added);
        assertThat(devices.find(phone)).isEmpty();
        assertThat(reopened(NOW).find(phone)).isEmpty();
        assertThat(devices.revoke(added.deviceId())).isEmpty();
    }

    @Test
    void aDeviceIsLockedOutEvenIfThatCannotBeStored() throws IOException {
        Device added = devices.add(phone, "Pocket", "", Scope.STEER, "", null);
        List<Device> heard = new ArrayList<>();
        devices.listen(new Listening(heard, new ArrayList<>()));
        Path file = folder.resolve("devices.json");
        Files.delete(file);
        Files.createDirectories(file.resolve("in-the-way"));

        assertThatThrownBy(() -> devices.revoke(added.deviceId())).isInstanceOf(IOException.class);
        assertThat(heard).containsExactly(added);
        assertThat(devices.find(phone)).isEmpty();
    }

    @Test
    void aNarrowerScopeHoldsEvenIfThatCannotBeStored() throws IOException {
        Device added = devices.add(phone, "Pocket", "", Scope.STEER, "", null);
        List<Device> heard = new ArrayList<>();
        devices.listen(new Listening(new ArrayList<>(), heard));
        Path file = folder.resolve("devices.json");
        Files.delete(file);
        Files.createDirectories(file.resolve("in-the-way"));

        assertThatThrownBy(() -> devices.setScope(added.deviceId(), Scope.VIEW)).isInstanceOf(IOException.class);
        assertThat(heard).extracting(Device::scope).containsExactly(Scope.VIEW);
        assertThat(devices.covers(phone, Scope.ANSWER)).isFalse();
    }

    @Test
    void whatADeviceMayDoEndsWithItsScopeItsTimeAndItsKey() throws IOException {
        Device added = devices.add(phone, "Pocket", "", Scope.STEER, "", null);
        assertThat(devices.covers(added.deviceId(), Scope.STEER)).isTrue();
        assertThat(devices.covers(added.deviceId(), Scope.ADMIN)).isFalse();
        assertThat(devices.covers(Device.idOf(local), Scope.ADMIN)).isTrue();

        devices.setExpiry(added.deviceId(), NOW);
        assertThat(devices.covers(added.deviceId(), Scope.VIEW)).isFalse();
        devices.setExpiry(added.deviceId(), null);
        assertThat(devices.covers(added.deviceId(), Scope.VIEW)).isTrue();
        devices.revoke(added.deviceId());
        assertThat(devices.covers(added.deviceId(), Scope.VIEW)).isFalse();
    }

    @Test
    void anAdminWithAnEndMayNeitherLiftItNorGiveWhatOutlastsIt() throws Exception {
        Instant end = NOW.plusSeconds(3600);
        Device guest = devices.add(phone, "Guest", "", Scope.ADMIN, "", end);
        Device old = devices.add(Identity.generate().publicKey(), "Old", "", Scope.VIEW, "", null);
        Device brief = devices.add(Identity.generate().publicKey(), "Brief", "", Scope.VIEW, "", NOW.plusSeconds(60));

        assertThatThrownBy(() -> devices.setExpiry(guest.deviceId(), null, phone))
                .isInstanceOf(DeviceRegistry.BeyondRightsException.class)
                .hasMessageContaining("ends at " + end);
        assertThatThrownBy(() -> devices.setExpiry(guest.deviceId(), end.plusMillis(1), phone))
                .isInstanceOf(DeviceRegistry.BeyondRightsException.class);
        assertThatThrownBy(() -> devices.setExpiry(brief.deviceId(), end.plusMillis(1), phone))
                .isInstanceOf(DeviceRegistry.BeyondRightsException.class);
        assertThatThrownBy(() -> devices.setScope(old.deviceId(), Scope.ADMIN, phone))
                .as("a device that stays would bring the end back")
                .isInstanceOf(DeviceRegistry.BeyondRightsException.class);
        assertThat(devices.list()).containsExactly(guest, old, brief);

        devices.setExpiry(brief.deviceId(), end, phone);
        devices.setScope(brief.deviceId(), Scope.STEER, phone);
        devices.setExpiry(old.deviceId(), end.plusSeconds(1), phone);
        devices.setExpiry(guest.deviceId(), NOW.plusSeconds(1), phone);
        assertThat(devices.list())
                .extracting(Device::expiresAt)
                .containsExactly(NOW.plusSeconds(1), end.plusSeconds(1), end);
    }

    @Test
    void aDeviceIsTakenInOnlyWhileTheOneThatInvitedItMayInviteAndForNoLonger() throws Exception {
        Instant end = NOW.plusSeconds(3600);
        Device guest = devices.add(phone, "Guest", "", Scope.ADMIN, "", end);
        PublicKey one = Identity.generate().publicKey();
        PublicKey two = Identity.generate().publicKey();

        assertThat(devices.add(one, "One", "", Scope.VIEW, "", null, phone).expiresAt())
                .isEqualTo(end);
        devices.revoke(guest.deviceId());
        assertThatThrownBy(() -> devices.add(two, "Two", "", Scope.VIEW, "", null, phone))
                .isInstanceOf(DeviceRegistry.BeyondRightsException.class);
        assertThat(devices.find(two)).isEmpty();
    }

    @Test
    void aDeviceThatIsNoAdminAnyMoreChangesNoDevice() throws Exception {
        Device admin = devices.add(phone, "Admin", "", Scope.ADMIN, "", null);
        devices.setScope(admin.deviceId(), Scope.VIEW);

        assertThatThrownBy(() -> devices.setScope(admin.deviceId(), Scope.ADMIN, phone))
                .isInstanceOf(DeviceRegistry.BeyondRightsException.class);
        assertThat(devices.covers(phone, Scope.ANSWER)).isFalse();
    }

    @Test
    void aDeviceThatCannotBeStoredIsNotTakenIn() throws IOException {
        Files.delete(folder.resolve("devices.json"));
        Files.createDirectories(folder.resolve("devices.json/in-the-way"));

        assertThatThrownBy(() -> devices.add(phone, "Pocket", "", Scope.STEER, "", null))
                .isInstanceOf(IOException.class);
        assertThat(devices.find(phone)).isEmpty();
    }

    @Test
    void whenADeviceWasSeenIsWrittenOncePerMinuteOrFromANewAddress() throws IOException {
        devices.add(phone, "Pocket", "", Scope.STEER, "a", null);
        DeviceRegistry soon = reopened(NOW.plusSeconds(59));
        soon.markSeen(phone, "a");
        assertThat(seenOnDisk()).isEqualTo(NOW);
        reopened(NOW.plusSeconds(59)).markSeen(phone, "b");
        assertThat(seenOnDisk()).isEqualTo(NOW.plusSeconds(59));
        reopened(NOW.plusSeconds(120)).markSeen(phone, "b");

        assertThat(seenOnDisk()).isEqualTo(NOW.plusSeconds(120));
    }

    @Test
    void aDamagedListIsKeptAsideAndLetsNobodyIn() throws IOException {
        devices.add(phone, "Pocket", "", Scope.STEER, "", null);
        Files.writeString(folder.resolve("devices.json"), "{\"version\":1,\"devices\":[");
        DeviceRegistry after = reopened(NOW);

        assertThat(after.find(phone)).isEmpty();
        assertThat(after.notices()).singleElement().asString().contains("damaged", "devices.json.damaged-1");
        assertThat(folder.resolve("devices.json.damaged-1")).hasContent("{\"version\":1,\"devices\":[");
        after.add(phone, "Pocket", "", Scope.STEER, "", null);
        assertThat(reopened(NOW).find(phone)).isPresent();
    }

    @Test
    void aListOfANewerVersionIsLeftAsItIs() throws IOException {
        devices.add(phone, "Pocket", "", Scope.STEER, "", null);
        Path file = folder.resolve("devices.json");
        String newer = Files.readString(file).replace("\"version\":1", "\"version\":2");
        Files.writeString(file, newer);

        assertThatThrownBy(() -> reopened(NOW))
                .isInstanceOf(NewerFileException.class)
                .hasMessageContainingAll(file.toString(), "newer Pilothouse", "version 2");
        assertThat(file).hasContent(newer);
    }

    @Test
    void aListWithoutAVersionIsThatOfTheFirst() throws IOException {
        Device added = devices.add(phone, "Pocket", "", Scope.STEER, "", null);
        Path file = folder.resolve("devices.json");
        Files.writeString(file, Files.readString(file).replace("\"version\":1,", ""));

        assertThat(reopened(NOW).list()).containsExactly(added);
    }

    @Test
    void aDeviceOfAScopeThatIsNotKnownGetsNothingAndKeepsItsEntry() throws IOException {
        PublicKey other = Identity.generate().publicKey();
        devices.add(phone, "Pocket", "", Scope.STEER, "", null);
        devices.add(other, "Tablet", "", Scope.VIEW, "", null);
        Path file = folder.resolve("devices.json");
        Files.writeString(file, Files.readString(file).replace("\"steer\"", "\"captain\",\"later\":{\"a\":1}"));

        DeviceRegistry after = reopened(NOW);
        assertThat(after.find(other))
                .hasValueSatisfying(device -> assertThat(device.isExpired(NOW)).isFalse());
        Device withheld = after.find(phone).orElseThrow();
        assertThat(withheld.isExpired(NOW)).isTrue();
        assertThat(withheld.endText().text())
                .contains("does not know the scope")
                .doesNotContain("1970");
        assertThat(after.notices()).singleElement().asString().contains("Pocket", "captain");
        after.rename(withheld.deviceId(), "Phone");
        assertThat(after.find(phone).orElseThrow().isExpired(NOW)).isTrue();
        assertThat(file).content().contains("\"captain\"", "\"later\":{\"a\":1}", "\"Phone\"");

        after.setScope(withheld.deviceId(), Scope.ANSWER);
        after.setExpiry(withheld.deviceId(), NOW.plusSeconds(60));
        assertThat(reopened(NOW).find(phone)).hasValueSatisfying(device -> {
            assertThat(device.scope()).isEqualTo(Scope.ANSWER);
            assertThat(device.expiresAt()).isEqualTo(NOW.plusSeconds(60));
        });
        assertThat(file).content().contains("\"later\":{\"a\":1}").doesNotContain("captain");
        Device again = after.add(phone, "Phone", "", Scope.VIEW, "", null);
        assertThat(reopened(NOW).find(phone)).contains(again);
    }

    @Test
    void anEntryThatCannotBeReadCostsNoOtherDeviceItsPlace() throws IOException {
        Device added = devices.add(phone, "Pocket", "", Scope.STEER, "", null);
        Path file = folder.resolve("devices.json");
        Files.writeString(file, Files.readString(file).replace("[{", "[{\"name\":\"nobody\"},{"));

        DeviceRegistry after = reopened(NOW);
        assertThat(after.list()).containsExactly(added);
        assertThat(after.notices()).singleElement().asString().contains("cannot be read");
        after.rename(added.deviceId(), "Phone");
        assertThat(file).content().contains("\"nobody\"");
    }

    @Test
    void theKeysOfAFolderAreMadeOnceAndDamagedOnesAreNotReplaced() throws IOException {
        HostKeys first = HostKeys.open(folder);
        HostKeys second = HostKeys.open(folder);

        assertThat(second.host().publicKey()).isEqualTo(first.host().publicKey());
        assertThat(HostKeys.readLocal(folder))
                .hasValueSatisfying(key ->
                        assertThat(key.publicKey()).isEqualTo(first.local().publicKey()));
        assertThat(HostKeys.readLocal(folder.resolve("other"))).isEmpty();
        Files.write(folder.resolve("host.key"), new byte[] {1});
        assertThatThrownBy(() -> HostKeys.open(folder)).hasMessageContaining("damaged");
        assertThat(folder.resolve("host.key")).hasBinaryContent(new byte[] {1});
    }

    private Instant seenOnDisk() throws IOException {
        return reopened(NOW).find(phone).orElseThrow().lastSeen();
    }

    private DeviceRegistry reopened(Instant now) throws IOException {
        return DeviceRegistry.open(folder, local, Clock.fixed(now, ZoneOffset.UTC));
    }

    private record Listening(List<Device> revokedOnes, List<Device> changedOnes) implements DeviceRegistry.Listener {
        @Override
        public void revoked(Device device) {
            revokedOnes.add(device);
        }

        @Override
        public void changed(Device device) {
            changedOnes.add(device);
        }
    }
}
