package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.protocol.AdminCommand;
import dev.pilothouse.protocol.BridgeCodec;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.session.Intent;
import dev.pilothouse.testing.FilledRecords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** docs/cli.md maps each message of the protocol to a command, or says why it has none. */
class CommandTableTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Za-z]+)` \\| (.+) \\|$");
    private static final Pattern COMMAND = Pattern.compile("`ctl ([^`]+)`");

    private final String document = read();
    private final CommandLine line = CommandTree.whole(new Terminal(System.out, System.err, System.in, false));

    private static String read() {
        try {
            return Files.readString(Path.of("docs/cli.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Map<String, String> rows() {
        Map<String, String> rows = new LinkedHashMap<>();
        Matcher row = ROW.matcher(document);
        while (row.find()) {
            assertThat(rows.put(row.group(1), row.group(2))).as(row.group(1)).isNull();
        }
        return rows;
    }

    /** The types on the wire of everything that a client can send. */
    private static Set<String> types() {
        FilledRecords records = new FilledRecords(new Random(1), "{}", 1);
        Set<String> types = new TreeSet<>();
        for (Class<? extends Intent> kind : FilledRecords.kinds(Intent.class)) {
            types.add(type(new ClientMessage.Submit(new RequestId("q1"), records.make(kind))));
        }
        for (Class<? extends AdminCommand> kind : FilledRecords.kinds(AdminCommand.class)) {
            types.add(type(new ClientMessage.Admin(new RequestId("q1"), records.make(kind))));
        }
        for (Class<? extends ClientMessage> kind : FilledRecords.kinds(ClientMessage.class)) {
            boolean others = kind == ClientMessage.Submit.class
                    || kind == ClientMessage.Admin.class
                    || kind == ClientMessage.Unknown.class;
            if (!others) {
                types.add(type(records.make(kind)));
            }
        }
        return types;
    }

    private static String type(ClientMessage message) {
        return JsonParser.parseString(new String(BridgeCodec.encode(message), StandardCharsets.UTF_8))
                .getAsJsonObject()
                .get("type")
                .getAsString();
    }

    @Test
    void everyMessageOfTheProtocolHasARow() {
        assertThat(rows().keySet()).containsExactlyInAnyOrderElementsOf(types());
    }

    @Test
    void everyRowNamesACommandOrTheReasonWhyThereIsNone() {
        rows().forEach((type, cell) -> {
            if (cell.startsWith("none: ")) {
                assertThat(cell.length()).as(type).isGreaterThan(20);
            } else {
                assertThat(COMMAND.matcher(cell).find()).as(type).isTrue();
            }
        });
    }

    @Test
    void everyCommandAndOptionThatTheDocumentNamesExists() {
        Matcher command = COMMAND.matcher(document);
        while (command.find()) {
            CommandLine at = line.getSubcommands().get("ctl");
            for (String word : command.group(1).split(" ")) {
                if (word.startsWith("--")) {
                    assertThat(at.getCommandSpec().findOption(word))
                            .as(command.group())
                            .isNotNull();
                } else if (!at.getSubcommands().isEmpty() && word.matches("[a-z]+")) {
                    at = at.getSubcommands().get(word);
                    assertThat(at).as(command.group()).isNotNull();
                }
            }
        }
    }

    @Test
    void theDocumentNamesEveryCommand() {
        Set<String> missing = new TreeSet<>(CommandTree.CTL);
        missing.removeIf(name -> document.contains("`ctl " + name + "`") || document.contains("`ctl " + name + " "));
        assertThat(missing).isEmpty();
    }

    @Test
    void everyCommandHasASchemaOfItsJson() {
        Set<String> expected = new TreeSet<>(CommandTree.CTL);
        expected.removeAll(Set.of("completion", "man"));
        assertThat(CommandSchema.commands()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void theSchemaNamesTheMembersOfEachObjectOfAStrictCommand() {
        for (String command : CommandSchema.STRICT) {
            assertThat(CommandSchema.unnamed(command)).as(command).isEmpty();
        }
    }

    @Test
    void everyCommandIsLoadedUnderItsName() {
        line.getSubcommands()
                .forEach((name, command) -> assertThat(command.getCommandName()).isEqualTo(name));
        CommandLine ctl = line.getSubcommands().get("ctl");
        assertThat(ctl.getSubcommands().keySet()).containsExactlyElementsOf(CommandTree.CTL);
        ctl.getSubcommands().forEach((name, command) -> {
            assertThat(command.getCommandName()).isEqualTo(name);
            CommandLine alone =
                    CommandTree.of(new Terminal(System.out, System.err, System.in, false), List.of("ctl", name));
            assertThat(alone.getSubcommands().get("ctl").getSubcommands().keySet())
                    .containsExactly(name);
        });
    }
}
