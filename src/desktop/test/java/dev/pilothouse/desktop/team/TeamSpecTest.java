package dev.pilothouse.desktop.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TeamSpecTest {
    private static TeamSpec read(String tokens) throws RefusedException {
        return TeamSpec.read(
                JsonParser.parseString("{\"directory\":\"/work\",\"task\":\"Go.\",\"lead\":{\"agent\":\"demo\"},"
                                + "\"workers\":[{\"name\":\"a\",\"agent\":\"demo\"}]" + tokens + "}")
                        .getAsJsonObject(),
                List.of(),
                agent -> true);
    }

    @Test
    void aLimitInMoneyNeedsAnAmountAndACurrency() throws Exception {
        assertThat(read(",\"cost\":2.5,\"currency\":\"EUR\"").cost()).isEqualTo(2.5);
        for (String wrong :
                List.of("2.5", "-1,\"currency\":\"EUR\"", "\"5\",\"currency\":\"EUR\"", "1,\"currency\":\"e\"")) {
            assertThatThrownBy(() -> read(",\"cost\":" + wrong)).isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void aLimitThatCannotBeReadIsRefusedAndNotLeftOut() throws Exception {
        assertThat(read(",\"tokens\":5000").tokens()).isEqualTo(5_000);
        assertThat(read("").tokens()).isZero();
        for (String wrong : List.of("\"5000\"", "-1", "{}", "true")) {
            assertThatThrownBy(() -> read(",\"tokens\":" + wrong))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refused -> assertThat(refused.sentence().text()).contains("tokens"));
        }
    }

    @Test
    void aRefusedFieldIsNamedWithTheFormThatItMustHave() {
        String team = "{\"directory\":\"/work\",\"task\":\"Go.\",\"lead\":{\"agent\":\"demo\"},"
                + "\"workers\":[{\"name\":\"a\",\"agent\":\"demo\"}]}";
        for (String[] wrong : new String[][] {
            {"\"/work\"", "\"work\"", "directory", "\"directory\": \"/home/ada/shop\""},
            {"\"Go.\"", "\"\"", "task", "\"task\": \"…\" (≤ 16000)"},
            {"\"lead\":", "\"leader\":", "lead", "\"lead\": {\"agent\": \"opencode\"}"},
            {
                "\"name\":\"a\",",
                "\"name\":\"a\",\"worktree\":\"mine\",",
                "a.worktree",
                "\"worktree\": \"shared\" | \"own\""
            },
        }) {
            assertThatThrownBy(() -> TeamSpec.read(
                            JsonParser.parseString(team.replace(wrong[0], wrong[1]))
                                    .getAsJsonObject(),
                            List.of(),
                            agent -> true))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refused -> assertThat(refused.sentence().text())
                                    .contains("“" + wrong[2] + "”")
                                    .endsWith("It must be like this: " + wrong[3]));
        }
    }
}
