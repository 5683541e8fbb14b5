package dev.pilothouse.desktop.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.Profile;
import dev.pilothouse.model.ProfileServer;
import dev.pilothouse.model.ProfileSetting;
import dev.pilothouse.model.ServerKind;
import dev.pilothouse.model.ServerOrigin;
import dev.pilothouse.model.ServerSuggestion;
import dev.pilothouse.protocol.StrictJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
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
        store.save(profile, null, "");
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

        assertThatThrownBy(() -> store.save(profile(kind, other, otherArgument, kept()), "web", ""))
                .isInstanceOf(ProfileStore.RefusedException.class);

        store.save(profile(kind, place, argument, kept()), "web", "");
        assertThat(Files.readString(folder.resolve("profiles.json"))).contains("s3cret", place);
    }

    @Test
    void aServerIsFoundInTheProfilesThatHaveItOrAnotherOneOfItsName() throws Exception {
        ProfileStore store = stored(profile(ServerKind.STDIO, "/bin/one", "--x", secret()));
        ProfileServer same = new ProfileServer("b", ServerKind.STDIO, "/bin/one", List.of("--x"), "", List.of());
        ProfileServer changed = new ProfileServer("a", ServerKind.STDIO, "/bin/one", List.of("--y"), "", List.of());
        ProfileServer other = new ProfileServer("b", ServerKind.STDIO, "/bin/two", List.of("--x"), "", List.of());

        assertThat(copies(store, same, null)).containsExactly(new ServerSuggestion.Copy("web", false, false));
        assertThat(copies(store, changed, null)).containsExactly(new ServerSuggestion.Copy("web", true, false));
        assertThat(copies(store, other, null)).isEmpty();
    }

    private static List<ServerSuggestion.Copy> copies(
            ProfileStore store, ProfileServer server, @Nullable ServerOrigin origin) {
        return store.copiesOf(new ServerSuggestion(".mcp.json", server, HostText.NONE, origin, List.of()));
    }

    @Test
    void aServerThatWasTakenOverIsKnownByItsPlaceAndItsContent() throws Exception {
        ServerOrigin origin = new ServerOrigin("/src/shop", ".mcp.json", "a", "0a".repeat(32));
        ServerOrigin newer = new ServerOrigin("/src/shop", ".mcp.json", "a", "0b".repeat(32));
        ProfileServer server = new ProfileServer("a", ServerKind.STDIO, "/bin/one", List.of("--x"), "", List.of());
        ProfileStore store = stored(profile(server.withOrigin(origin)));

        assertThat(copies(store, server, origin)).containsExactly(new ServerSuggestion.Copy("web", false, false));
        assertThat(copies(store, server, newer)).containsExactly(new ServerSuggestion.Copy("web", false, true));
        ProfileServer renamed = new ProfileServer("b", ServerKind.STDIO, "/bin/two", List.of(), "", List.of());
        assertThat(copies(store, renamed, newer)).containsExactly(new ServerSuggestion.Copy("web", true, true));
        ServerOrigin elsewhere = new ServerOrigin("/src/other", ".mcp.json", "a", "0b".repeat(32));
        assertThat(copies(store, server, elsewhere)).containsExactly(new ServerSuggestion.Copy("web", false, false));

        store.save(profile(server), "web", "");
        assertThat(copies(store, server, newer))
                .as("a device that does not keep the origin")
                .containsExactly(new ServerSuggestion.Copy("web", false, true));
        ProfileStore again = new ProfileStore(folder, new MemorySecretStore(Map.of()));
        assertThat(again.stored("web").orElseThrow().profile().servers().get(0).origin())
                .isEqualTo(origin);
    }

    private static Profile profile(ProfileServer server) {
        return new Profile("web", List.of(server), List.of(), "", "", "", List.of());
    }

    @Test
    void membersThatPeopleAddByHandSurviveAChange() throws Exception {
        Files.writeString(folder.resolve("profiles.json"), """
                {"comment": "ours", "version": 1, "profiles": {
                  "first": {"note": "keep", "options": {"effort": 3}},
                  "web": {"owner": {"team": "shop"}, "mode": "plan", "servers": {
                    "a": {"command": "/bin/one", "timeout": 5, "env": {"KEY": {"env": "A", "why": "login"}}},
                    "gone": {"command": "/bin/gone", "timeout": 6}}},
                  "last": {"env": {"COLOUR": "teal"}}}}""");
        ProfileStore store = new ProfileStore(folder, new MemorySecretStore(Map.of()));
        ProfileSetting reference = new ProfileSetting("KEY", ProfileSetting.Source.ENVIRONMENT, "B", "");

        store.save(profile(ServerKind.STDIO, "/bin/two", "--x", reference), "web", "");

        JsonObject root = StrictJson.parseObject(Files.readString(folder.resolve("profiles.json")));
        assertThat(root).isEqualTo(StrictJson.parse("""
                {"comment": "ours", "version": 1, "profiles": {
                  "first": {"note": "keep", "options": {"effort": 3}},
                  "web": {"servers": {
                    "a": {"command": "/bin/two", "args": ["--x"], "timeout": 5,
                      "env": {"KEY": {"env": "B", "why": "login"}}}},
                    "owner": {"team": "shop"}},
                  "last": {"env": {"COLOUR": "teal"}}}}"""));
        assertThat(root.getAsJsonObject("profiles").keySet()).containsExactly("first", "web", "last");

        store.delete("web", "");
        assertThat(StrictJson.parseObject(Files.readString(folder.resolve("profiles.json"))))
                .isEqualTo(StrictJson.parse("""
                        {"comment": "ours", "version": 1, "profiles": {
                          "first": {"note": "keep", "options": {"effort": 3}},
                          "last": {"env": {"COLOUR": "teal"}}}}"""));
    }

    @Test
    void aRenamedProfileKeepsItsPlaceAndItsOtherMembers() throws Exception {
        Files.writeString(
                folder.resolve("profiles.json"),
                "{\"profiles\": {\"old\": {\"owner\": \"me\"}, \"other\": {\"mode\": \"plan\"}}}");
        ProfileStore store = new ProfileStore(folder, new MemorySecretStore(Map.of()));

        store.save(new Profile("new", List.of(), List.of(), "", "", "", List.of()), "old", "");

        JsonObject profiles = StrictJson.parseObject(Files.readString(folder.resolve("profiles.json")))
                .getAsJsonObject("profiles");
        assertThat(profiles.keySet()).containsExactly("new", "other");
        assertThat(profiles.getAsJsonObject("new").get("owner").getAsString()).isEqualTo("me");
    }

    @Test
    void aSaveOrADeletionOverANewerProfileIsRefusedAndChangesNothing() throws Exception {
        Profile opened = profile(ServerKind.STDIO, "/bin/one", "--x", secret());
        ProfileStore store = stored(opened);
        String revision = StoredProfile.revision(opened);
        Profile newer = profile(ServerKind.STDIO, "/bin/one", "--y", secret());
        store.save(newer, "web", revision);

        Profile mine = profile(ServerKind.STDIO, "/bin/one", "--z", secret());
        assertConflict(() -> store.save(mine, "web", revision));
        assertConflict(() -> store.delete("web", revision));
        assertThat(store.stored("web").orElseThrow().profile()).isEqualTo(newer);

        store.save(newer, "web", revision);
        store.save(mine, "web", StoredProfile.revision(newer));
        store.delete("web", "");
        assertConflict(() -> store.save(mine, "web", revision));
        assertThat(store.all()).isEmpty();
    }

    @Test
    void aSaveWhoseAnswerWasLostIsAcceptedAgain() throws Exception {
        Profile opened = profile(ServerKind.STDIO, "/bin/one", "--x", secret());
        ProfileStore store = stored(opened);
        Profile renamed = new Profile("site", List.of(), List.of(), "Be brief.", "", "", List.of());

        for (int i = 0; i < 2; i++) {
            store.save(renamed, "web", StoredProfile.revision(opened));
        }
        store.save(renamed, null, "");

        assertThat(store.all()).extracting(StoredProfile::name).containsExactly("site");
        Profile other = new Profile("site", List.of(), List.of(), "Be long.", "", "", List.of());
        assertThatThrownBy(() -> store.save(other, null, "")).hasMessageContaining("site");
    }

    private static void assertConflict(ThrowingCallable change) {
        assertThatThrownBy(change)
                .isInstanceOfSatisfying(
                        ProfileStore.RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT));
    }

    @Test
    void aProfileThatWasEditedByHandSinceIsNotReplaced() throws Exception {
        Profile opened = profile(ServerKind.STDIO, "/bin/one", "--x", secret());
        ProfileStore store = stored(opened);
        Path file = folder.resolve("profiles.json");
        Files.writeString(file, Files.readString(file).replace("/bin/one", "/opt/bin/two"));

        assertConflict(() -> store.save(
                profile(ServerKind.STDIO, "/bin/one", "--z", kept()), "web", StoredProfile.revision(opened)));
        assertThat(Files.readString(file)).contains("/opt/bin/two");
    }
}
