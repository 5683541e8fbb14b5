package dev.pilothouse.desktop.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.model.Profile;
import dev.pilothouse.model.ProfileServer;
import dev.pilothouse.model.ProfileSetting;
import dev.pilothouse.model.ServerKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileStoreTest {
    @TempDir
    Path folder;

    private static Profile profile(ServerKind kind, String place, String argument, ProfileSetting setting) {
        boolean program = kind == ServerKind.STDIO;
        ProfileServer server = new ProfileServer(
                "a",
                kind,
                program ? place : "",
                program ? List.of(argument) : List.of(),
                program ? "" : place,
                List.of(setting));
        return new Profile("web", List.of(server), List.of(), "", "", "", List.of());
    }

    private static ProfileSetting kept() {
        return new ProfileSetting("KEY", ProfileSetting.Source.KEPT, "", "");
    }

    private ProfileStore stored(Profile profile) throws Exception {
        ProfileStore store = new ProfileStore(folder, new MemorySecretStore(Map.of()));
        store.save(profile, null);
        return store;
    }

    private static ProfileSetting secret() {
        return new ProfileSetting("KEY", ProfileSetting.Source.PLAIN, "s3cret", "");
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP, https://one.example/mcp, '', https://two.example/mcp, ''",
        "STDIO, /bin/one, --x, /bin/two, --x",
        "STDIO, /bin/sh, --x, /bin/sh, --y",
    })
    void aValueIsNotKeptForAnotherAddressOrCommand(
            ServerKind kind, String place, String argument, String other, String otherArgument) throws Exception {
        ProfileStore store = stored(profile(kind, place, argument, secret()));

        assertThatThrownBy(() -> store.save(profile(kind, other, otherArgument, kept()), "web"))
                .isInstanceOf(ProfileStore.RefusedException.class);

        store.save(profile(kind, place, argument, kept()), "web");
        assertThat(Files.readString(folder.resolve("profiles.json"))).contains("s3cret", place);
    }
}
