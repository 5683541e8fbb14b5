package dev.pilothouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.model.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** docs/protocol.md must name all members and types, because it is the only reference for authors of other clients. */
class ProtocolDocumentTest {
    private final String document = read();

    private static String read() {
        try {
            return Files.readString(Path.of("docs/protocol.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theDocumentsBytesAreTheGoldenOnes() throws IOException {
        String dense = document.replaceAll("\\s+", "");
        for (String name : Set.of(
                "handshake-message-1.hex",
                "handshake-message-2.hex",
                "handshake-code.txt",
                "transport-first-device-message.hex",
                "transport-first-host-message.hex")) {
            assertThat(dense).as(name).contains(golden(name));
        }
    }

    @Test
    void everyMemberThatTravelsIsNamed() {
        Set<String> members = new TreeSet<>();
        Examples.client().values().forEach(message -> collect(ClientMessageCodec.encode(message), members));
        Examples.host().values().forEach(message -> collect(HostMessageCodec.encode(message), members));
        Examples.updates().values().forEach(update -> collect(UpdateCodec.encode(Examples.journaled(update)), members));
        // A form field's name from the example.
        members.remove("db");

        assertThat(members).hasSizeGreaterThan(100).allSatisfy(this::assertNamed);
    }

    @Test
    void everyTypeAndKindIsNamed() {
        Set<String> types = new TreeSet<>();
        Examples.client().values().forEach(message -> types.add(type(ClientMessageCodec.encode(message))));
        Examples.host().values().forEach(message -> types.add(type(HostMessageCodec.encode(message))));
        Examples.updates().values().forEach(update -> types.add(UpdateKinds.of(update)));

        assertThat(types).allSatisfy(type -> assertThat(document).containsPattern("`" + type + "[` ]"));
    }

    @Test
    void everyErrorCodeIsNamed() {
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(document).contains("`" + WireEnum.toWire(code) + "`");
        }
    }

    private static String type(JsonObject message) {
        return message.get("type").getAsString();
    }

    private void assertNamed(String member) {
        assertThat(document).containsPattern("[`{ ]" + member + "[`?:, ({}]");
    }

    private static void collect(JsonElement value, Set<String> members) {
        if (value instanceof JsonObject object) {
            members.addAll(object.keySet());
            // The arguments of a sentence belong to its code.
            object.entrySet().stream()
                    .filter(member -> !member.getKey().equals("args"))
                    .forEach(member -> collect(member.getValue(), members));
        } else if (value instanceof JsonArray array) {
            array.forEach(element -> collect(element, members));
        }
    }

    private static String golden(String name) throws IOException {
        String path = "/golden/channel/" + name;
        try (InputStream in = Objects.requireNonNull(ProtocolDocumentTest.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
