package dev.pilothouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Item;
import dev.pilothouse.testing.FilledRecords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The golden files define the protocol: a change to one affects other clients. With {@code -Dpilothouse.golden=write}
 * the files are rewritten from the examples; review the diff before you commit it.
 */
class GoldenTest {
    private static final boolean WRITE = "write".equals(System.getProperty("pilothouse.golden"));

    @Test
    void clientMessagesAreAsInTheirGoldenFiles() throws Exception {
        for (Map.Entry<String, ClientMessage> example : Examples.client().entrySet()) {
            JsonObject golden = golden("client/" + example.getKey(), ClientMessageCodec.encode(example.getValue()));
            byte[] frame = StrictJson.write(golden).getBytes(StandardCharsets.UTF_8);
            assertThat(BridgeCodec.encode(example.getValue()))
                    .asString()
                    .isEqualTo(new String(frame, StandardCharsets.UTF_8));
            assertThat(BridgeCodec.decodeClient(frame))
                    .usingRecursiveComparison()
                    .isEqualTo(example.getValue());
        }
    }

    @Test
    void hostMessagesAreAsInTheirGoldenFiles() throws Exception {
        for (Map.Entry<String, HostMessage> example : Examples.host().entrySet()) {
            JsonObject golden = golden("host/" + example.getKey(), HostMessageCodec.encode(example.getValue()));
            byte[] frame = StrictJson.write(golden).getBytes(StandardCharsets.UTF_8);
            assertThat(BridgeCodec.encode(example.getValue()))
                    .asString()
                    .isEqualTo(new String(frame, StandardCharsets.UTF_8));
            assertThat(BridgeCodec.decodeHost(frame)).isEqualTo(example.getValue());
        }
    }

    @Test
    void updatesAreAsInTheirGoldenFiles() throws Exception {
        for (Map.Entry<String, SessionUpdate> example : Examples.updates().entrySet()) {
            JsonObject golden =
                    golden("updates/" + example.getKey(), UpdateCodec.encode(Examples.journaled(example.getValue())));
            assertThat(StrictJson.write(UpdateCodec.encode(Examples.journaled(example.getValue()))))
                    .isEqualTo(StrictJson.write(golden));
            assertThat(UpdateCodec.decode(golden)).isEqualTo(Examples.journaled(example.getValue()));
        }
    }

    @Test
    void aMemberThatIsNotKnownIsPassedOver() throws Exception {
        for (Map.Entry<String, HostMessage> example : Examples.host().entrySet()) {
            JsonObject extended = HostMessageCodec.encode(example.getValue());
            addToEveryObject(extended);
            assertThat(BridgeCodec.decodeHost(StrictJson.write(extended).getBytes(StandardCharsets.UTF_8)))
                    .as(example.getKey())
                    .isEqualTo(example.getValue());
        }
    }

    @Test
    void everythingThatTravelsHasAnExample() {
        assertThat(names(Examples.updates().values())).isEqualTo(kinds(SessionUpdate.class));
        assertThat(names(Examples.intents().values())).isEqualTo(kinds(Intent.class));
        assertThat(names(Examples.admin().values())).isEqualTo(kinds(AdminCommand.class));
        assertThat(names(Examples.items())).isEqualTo(kinds(Item.class));
        assertThat(with("Unknown", names(Examples.client().values()))).isEqualTo(kinds(ClientMessage.class));
        assertThat(with("Unknown", names(Examples.host().values()))).isEqualTo(kinds(HostMessage.class));
    }

    private static Set<String> names(Collection<?> examples) {
        return examples.stream()
                .map(example -> example.getClass().getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> with(String name, Set<String> names) {
        names.add(name);
        return names;
    }

    private static Set<String> kinds(Class<?> root) {
        return FilledRecords.kinds(root).stream()
                .map(Class::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void addToEveryObject(JsonElement value) {
        if (value instanceof JsonObject object) {
            object.entrySet().forEach(member -> addToEveryObject(member.getValue()));
            object.add("ofTheFuture", new JsonPrimitive(true));
        } else if (value instanceof JsonArray array) {
            array.forEach(GoldenTest::addToEveryObject);
        }
    }

    private static JsonObject golden(String name, JsonObject now) throws IOException, CodecException {
        String path = "golden/" + name + ".json";
        if (WRITE) {
            Path file = Path.of("src/test/resources").resolve(path);
            Files.createDirectories(file.getParent());
            // Some files are formatted by hand.
            if (!Files.exists(file)
                    || !StrictJson.parseObject(Files.readString(file)).equals(now)) {
                Files.writeString(file, Pretty.text(now) + "\n");
            }
            return now;
        }
        try (InputStream in = GoldenTest.class.getResourceAsStream("/" + path)) {
            assertThat(in).as("there is a golden file " + path).isNotNull();
            return StrictJson.parseObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
