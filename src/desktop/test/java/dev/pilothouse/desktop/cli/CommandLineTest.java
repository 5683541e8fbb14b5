package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.StrictJson;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parsing of the command line, before any host is contacted. */
class CommandLineTest {

    @TempDir
    Path folder;

    private static String error(Line line) throws CodecException {
        JsonObject error = StrictJson.parseObject(line.err().strip()).getAsJsonObject("error");
        assertThat(error.get("text").getAsString()).isNotBlank();
        return error.get("code").getAsString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host",
                "ticket",
                "devices",
                "devices revoke",
                "devices approve",
                "devices refuse",
                "ctl",
                "ctl pair",
                "ctl hosts",
                "ctl agents",
                "ctl sessions",
                "ctl new",
                "ctl prompt",
                "ctl pending",
                "ctl answer",
                "ctl cancel",
                "ctl watch",
                "ctl resume",
                "ctl close",
                "ctl runs",
                "ctl run"
            })
    void everyCommandExplainsItself(String command) {
        String[] words = (command + " --help").strip().split(" ");
        Line line = Line.run(words);
        assertThat(line.code()).isZero();
        assertThat(line.out())
                .contains(("Usage: pilothouse " + command).strip())
                .contains("Exit codes");
        assertThat(line.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "frobnicate",
                "ctl",
                "ctl frobnicate",
                "ctl frobnicate --help",
                "frobnicate --help",
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
