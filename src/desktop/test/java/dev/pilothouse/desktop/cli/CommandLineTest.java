package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.StrictJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The parsing of the command line, before any host is contacted. */
class CommandLineTest {

    @TempDir
    Path folder;

    private static String error(Line line) throws CodecException {
        JsonObject error = StrictJson.parseObject(line.err().strip()).getAsJsonObject("error");
        assertThat(error.get("text").getAsString()).isNotBlank();
        return error.get("code").getAsString();
    }

    /** Every command with its subcommands, as a user types them. */
    static List<String> commands() {
        List<String> paths = new ArrayList<>();
        addCommands(CommandTree.whole(new Terminal(System.out, System.err, System.in, false)), "", paths);
        return paths;
    }

    private static void addCommands(CommandLine line, String path, List<String> paths) {
        paths.add(path.strip());
        line.getSubcommands().forEach((name, below) -> addCommands(below, path + ' ' + name, paths));
    }

    private static String[] words(String... parts) {
        return String.join(" ", parts).strip().split(" ");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandExplainsItself(String command) {
        Line line = Line.run(words(command, "--help"));
        assertThat(line.code()).isZero();
        assertThat(line.out())
                .contains(("Usage: pilothouse " + command).strip())
                .contains("Exit codes");
        assertThat(line.err()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void whatNoCommandKnowsIsWrongUsageAlsoBesideHelp(String command) {
        for (String rest : List.of("--frobnicate --help", "--help --frobnicate", "--frobnicate=1 -h")) {
            Line line = Line.run(words(command, rest));
            assertThat(line.code()).as(rest).isEqualTo(2);
            assertThat(line.out()).as(rest).isEmpty();
            assertThat(line.err()).as(rest).contains("frobnicate");
        }
    }

    /** A program that was compiled ahead of time would take such words for its own, also out of a prompt. */
    @ParameterizedTest
    @ValueSource(strings = {"-Dx=y", "-Xmx64m", "-XX:+PrintFlags"})
    void aWordLikeAnOptionOfJavaIsAWordOfTheCommand(String word) {
        Line line = Line.run("ctl", "hosts", word);

        assertThat(line.code()).isEqualTo(2);
        assertThat(line.err()).contains(word);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "frobnicate",
                "ctl frobnicate",
                "ctl sessions frobnicate",
                "ctl goal frobnicate",
                "ctl schedule frobnicate",
                "devices frobnicate",
                "devices revoke d1 frobnicate",
                "tunnel frobnicate",
                "tunnel start frobnicate",
                "away frobnicate",
                "host frobnicate"
            })
    void anUnknownWordIsWrongUsageBeforeAndAfterHelp(String command) {
        for (String line : List.of(command, command + " --help", command.replace("frobnicate", "--help frobnicate"))) {
            Line result = Line.run(words(line, "--profile", folder.toString()));
            assertThat(result.code()).as(line).isEqualTo(2);
            assertThat(result.out()).as(line).isEmpty();
            assertThat(result.err()).as(line).contains("frobnicate");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ctl",
                "ctl prompt s1",
                "ctl prompt s1 one two",
                "ctl new --agent demo",
                "ctl answer s1 p1",
                "ctl answer s1 p1 yes --text yes",
                "ctl budgets --limit NaN",
                "ctl budgets --limit 1e400",
                "ctl budgets --limit 0.5 --unit tokens",
                "ctl budgets --session s1",
                "ctl review s1 text",
                "ctl watch s1 --after nine",
                "ctl watch s1 --after -1",
                "ctl watch s1 --until nothing",
                "ctl run",
                "ctl run start",
                "ctl run stop",
                "ctl run start no/such/file.json",
                "host --port 70000",
                "ticket --scope king"
            })
    void aLineThatCannotBeMeantIsWrongUsage(String command) {
        Line line = Line.run((command + " --profile " + folder).split(" "));
        assertThat(line.code()).isEqualTo(2);
        assertThat(line.out()).isEmpty();
        assertThat(line.err()).isNotBlank().doesNotContain("\tat ");
    }

    @Test
    void wrongUsageIsToldAsJsonToo() throws CodecException {
        Line line = Line.run("ctl", "frobnicate", "--json");
        assertThat(line.code()).isEqualTo(2);
        assertThat(error(line)).isEqualTo("usage");
    }

    @Test
    void aProfileWithoutAHostIsNotPaired() throws CodecException {
        Line line = Line.run("ctl", "sessions", "--json", "--profile", folder.toString());
        assertThat(line.code()).isEqualTo(3);
        assertThat(error(line)).isEqualTo("notPaired");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--json --profile DIR ctl hosts",
                "ctl --json --profile DIR hosts",
                "ctl hosts --profile DIR --json",
                "--json ctl --profile DIR hosts",
                "ctl hosts --json --profile=DIR"
            })
    void optionsStandAnywhereOnTheLine(String command) {
        Line line = Line.run(command.replace("DIR", folder.toString()).split(" "));
        assertThat(line.code()).isZero();
        assertThat(line.out().strip()).isEqualTo("[]");
    }

    @Test
    void afterTwoDashesNothingIsAnOption() {
        Line line = Line.run("ctl", "--profile", folder.toString(), "prompt", "--", "s1", "--json");
        // It fails only when it looks for a host, so "--json" was taken as the text.
        assertThat(line.code()).isEqualTo(3);
        assertThat(line.err()).startsWith("pilothouse: ");
    }

    @Test
    void aTextThatBeginsWithAnAtSignIsNoFile() {
        Line line = Line.run("ctl", "--profile", folder.toString(), "prompt", "s1", "@pom.xml");
        assertThat(line.code()).isEqualTo(3);
    }

    @Test
    void anEmptyPromptIsWrongUsageAlsoFromStandardInput() {
        Line line = Line.runWith(" \n", "ctl", "prompt", "s1", "-", "--profile", folder.toString());
        assertThat(line.code()).isEqualTo(2);
        assertThat(line.err()).contains("empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no JSON",
                "[]",
                "{}",
                "{\"kind\": \"race\"}",
                "{\"kind\": 7}",
                "{\"kind\": \"try\"}",
                "{\"kind\": \"try\", \"parameters\": []}"
            })
    void aFileThatDescribesNoRunIsWrongUsage(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("run.json"), text);
        Line line = Line.run("ctl", "run", "start", file.toString(), "--json", "--profile", folder.toString());
        assertThat(line.code()).isEqualTo(2);
        assertThat(error(line)).isEqualTo("usage");
    }

    @Test
    void anIdThatNoRunCanHaveIsWrongUsage() throws CodecException {
        Line line = Line.run("ctl", "run", "stop", "a run", "--json", "--profile", folder.toString());
        assertThat(line.code()).isEqualTo(2);
        assertThat(error(line)).isEqualTo("usage");
    }

    @Test
    void aTextThatIsNoTicketIsWrongUsage() throws CodecException {
        Line line = Line.runWith("rubbish\n", "ctl", "pair", "-", "--json", "--profile", folder.toString());
        assertThat(line.code()).isEqualTo(2);
        assertThat(error(line)).isEqualTo("usage");
    }

    @Test
    void withoutARunningHostThereIsNothingToManage() throws CodecException {
        Line devices = Line.run("devices", "--json", "--data", folder.toString());
        assertThat(devices.code()).isEqualTo(5);
        assertThat(error(devices)).isEqualTo("unreachable");
        assertThat(Line.run("ticket", "--data", folder.toString()).code()).isEqualTo(5);
    }

    @Test
    void theVersionIsTold() {
        assertThat(Line.run("--version").out()).startsWith("Pilothouse");
    }
}
