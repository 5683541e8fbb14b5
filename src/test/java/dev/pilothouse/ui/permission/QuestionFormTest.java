package dev.pilothouse.ui.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.Answer;
import dev.pilothouse.model.QuestionField;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

class QuestionFormTest {
    private final FxRobot fx = new FxRobot();

    @BeforeEach
    void start() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
    }

    @Test
    void aChoiceGoesBackAsTheAgentNamedItAndATextWithoutWhiteSpaceAround() {
        QuestionField way = new QuestionField(
                "way",
                "Way",
                "",
                QuestionField.Type.TEXT,
                List.of(new QuestionField.Choice(" north ", "North")),
                " north ",
                true);
        QuestionField name = new QuestionField("name", "Name", "", QuestionField.Type.TEXT, List.of(), " Ada ", true);

        AtomicReference<Optional<Answer>> answer = new AtomicReference<>();
        fx.interact(() -> answer.set(new QuestionForm(List.of(way, name), () -> {}).answer()));

        assertThat(answer.get()).contains(new Answer.Form(Map.of("way", " north ", "name", "Ada")));
    }
}
