package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * picocli reads the options of a command by reflection, so a native image needs the list of the classes that it reads.
 * With {@code -Dpilothouse.golden=write} the file is rewritten from the commands.
 */
final class CommandDeclarationsTest {
    private static final Path FILE = Path.of("src", "native", "config", "command-reflect-config.json");

    /** The commands whose classes {@code src/native/command} replaces. */
    static final Set<String> OTHER_IN_THE_IMAGE = Set.of("host", "doctor");

    /** Of the libraries and the JDK: what they look up besides. */
    private static final List<String> OTHERS = List.of(
            "{\"name\":\"dev.pilothouse.desktop.cli.OfTheWholeProgram\",\"allDeclaredConstructors\":true}",
            "{\"name\":\"java.nio.file.Path\"}",
            "{\"name\":\"java.nio.file.Paths\",\"methods\":[{\"name\":\"get\",\"parameterTypes\":"
                    + "[\"java.lang.String\",\"java.lang.String[]\"]}]}",
            "{\"name\":\"javax.crypto.AEADBadTagException\",\"methods\":[{\"name\":\"<init>\",\"parameterTypes\":[]}]}",
            "{\"name\":\"dev.pilothouse.desktop.logging.ErrorLogProvider\",\"methods\":[{\"name\":\"<init>\",\"parameterTypes\":[]}]}");

    private final Set<String> read = new TreeSet<>();

    @Test
    void everyClassThatPicocliReadsIsDeclared() throws Exception {
        add(CommandTree.whole(new Terminal(System.out, System.err, System.in, false))
                .getCommandSpec());
        assertThat(read).contains(SessionsCommand.class.getName(), SessionCommand.class.getName());
        if ("write".equals(System.getProperty("pilothouse.golden"))) {
            Files.writeString(FILE, text());
        }

        Set<String> declared = new TreeSet<>();
        for (JsonElement each : JsonParser.parseString(Files.readString(FILE)).getAsJsonArray()) {
            JsonObject entry = each.getAsJsonObject();
            if (entry.has("allDeclaredFields")) {
                declared.add(entry.get("name").getAsString());
            }
        }
        assertThat(declared).isEqualTo(read);
        assertThat(Files.readString(FILE)).isEqualTo(text());
    }

    /** A package answers its general help by the program that was compiled ahead of time. */
    @Test
    void theGeneralHelpIsThatOfTheWholeProgram() throws Exception {
        CommandSpec whole = CommandTree.whole(new Terminal(System.out, System.err, System.in, false))
                .getCommandSpec();
        for (String name : OTHER_IN_THE_IMAGE) {
            CommandSpec command = whole.subcommands().get(name).getCommandSpec();
            Path other = Path.of("src/native/command/dev/pilothouse/desktop/cli")
                    .resolve(command.userObject().getClass().getSimpleName() + ".java");

            assertThat(Files.readString(other))
                    .contains("description = {\n            \""
                            + command.usageMessage().description()[0] + "\"");
        }
    }

    private String text() {
        List<String> lines = new ArrayList<>();
        for (String name : read) {
            lines.add("{\"name\":\"" + name + "\",\"allDeclaredConstructors\":true,\"allDeclaredFields\":true}");
        }
        lines.addAll(OTHERS);
        return lines.stream().collect(Collectors.joining(",\n", "[\n", "\n]\n"));
    }

    private void add(CommandSpec spec) {
        add(spec.userObject());
        if (OTHER_IN_THE_IMAGE.contains(spec.name())) {
            return;
        }
        add(spec.versionProvider());
        spec.mixins().values().forEach(this::add);
        spec.args().forEach(this::add);
        spec.argGroups().forEach(this::add);
        spec.subcommands().values().forEach(below -> add(below.getCommandSpec()));
    }

    private void add(ArgGroupSpec group) {
        if (group.typeInfo() != null) {
            add(group.typeInfo().getType());
        }
        group.args().forEach(this::add);
        group.subgroups().forEach(this::add);
    }

    private void add(ArgSpec argument) {
        add(argument.completionCandidates());
        for (Object converter : argument.converters()) {
            add(converter);
        }
    }

    private void add(@Nullable Object made) {
        if (made != null) {
            add(made.getClass());
        }
    }

    private void add(Class<?> type) {
        for (Class<?> each = type;
                each != null && each != Object.class && !each.isSynthetic();
                each = each.getSuperclass()) {
            if (!each.getName().startsWith("java.")) {
                read.add(each.getName());
            }
        }
    }
}
