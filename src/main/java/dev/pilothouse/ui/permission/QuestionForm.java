package dev.pilothouse.ui.permission;

import dev.pilothouse.model.Answer;
import dev.pilothouse.model.BrowserLink;
import dev.pilothouse.model.QuestionField;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** The fields of a question. Owns its inputs. Confined to the FX thread. Ends with its card. */
final class QuestionForm extends VBox {
    private static final int CHOICES_AS_BUTTONS = 5;

    private final Map<QuestionField, Supplier<String>> values = new LinkedHashMap<>();
    private @Nullable Node first;
    private Optional<BrowserLink> link = Optional.empty();
    private final Label problem = Widgets.label("", "question-problem");

    QuestionForm(List<QuestionField> fields, Runnable submit) {
        getStyleClass().add("question-form");
        fields.forEach(field -> add(field, submit));
        problem.setWrapText(true);
        showProblem("");
        getChildren().add(problem);
    }

    /** Moves the focus to the first field. */
    @Override
    public void requestFocus() {
        if (first != null) {
            first.requestFocus();
        }
    }

    private void offerFocus(Node control) {
        first = first == null ? control : first;
    }

    /** The input, or empty if a field is missing or invalid; the form then shows the problem. */
    Optional<Answer> answer() {
        Map<String, String> form = new LinkedHashMap<>();
        for (Map.Entry<QuestionField, Supplier<String>> each : values.entrySet()) {
            QuestionField field = each.getKey();
            // A choice is sent exactly as the agent gave it; the host accepts no other value.
            String input = each.getValue().get();
            String value = field.choices().isEmpty() ? input.strip() : input;
            if (value.isEmpty() && field.required()) {
                showProblem(Texts.text("question.missing", field.title()));
                return Optional.empty();
            }
            if (!value.isEmpty() && !isNumber(field.type(), value)) {
                showProblem(Texts.text("question.number", field.title()));
                return Optional.empty();
            }
            if (!value.isEmpty()) {
                form.put(field.name(), value);
            }
        }
        showProblem("");
        return Optional.of(new Answer.Form(form));
    }

    private static boolean isNumber(QuestionField.Type type, String value) {
        return switch (type) {
            case INTEGER -> value.matches("[+-]?\\d{1,18}");
            case NUMBER -> value.matches("[+-]?\\d{1,30}(\\.\\d{1,30})?([eE][+-]?\\d{1,3})?");
            case TEXT, BOOLEAN, MULTIPLE, LINK -> true;
        };
    }

    private void showProblem(String text) {
        problem.setText(text);
        problem.setVisible(!text.isEmpty());
        problem.setManaged(!text.isEmpty());
    }

    private void add(QuestionField field, Runnable submit) {
        if (field.type() == QuestionField.Type.LINK) {
            link(field);
            return;
        }
        if (field.type() == QuestionField.Type.BOOLEAN) {
            CheckBox box = new CheckBox(field.title());
            box.setSelected(Boolean.parseBoolean(field.initial()));
            values.put(field, () -> String.valueOf(box.isSelected()));
            offerFocus(box);
            getChildren().add(box);
            description(field);
            return;
        }
        Label title = Widgets.label(field.title(), "field-label");
        getChildren().add(title);
        description(field);
        if (field.type() == QuestionField.Type.MULTIPLE) {
            several(field);
        } else if (field.choices().isEmpty()) {
            TextField input = NonBlinkingCaret.install(new TextField(field.initial()));
            input.setAccessibleText(field.title());
            input.setOnAction(event -> submit.run());
            title.setLabelFor(input);
            values.put(field, input::getText);
            offerFocus(input);
            getChildren().add(input);
        } else if (field.choices().size() <= CHOICES_AS_BUTTONS) {
            addChoices(field);
        } else {
            menu(field, title);
        }
    }

    /** The whole address, so that the person sees where it leads. An address that must not be opened is not shown. */
    private void link(QuestionField field) {
        link = BrowserLink.of(field.initial());
        link.ifPresent(shown -> {
            Label address = Widgets.wrapped(shown.address(), "mono");
            address.setId("question-link");
            getChildren().addAll(Widgets.wrapped(shown.host(), "field-label"), address);
            if (shown.isLoopback()) {
                getChildren().add(Widgets.wrapped(Texts.text("question.linkHere"), "meta"));
            }
        });
    }

    /** The link to open, if the question has one that may be opened. */
    Optional<BrowserLink> link() {
        return link;
    }

    private void description(QuestionField field) {
        if (!field.description().isEmpty()) {
            Label text = Widgets.label(field.description(), "meta");
            text.setWrapText(true);
            getChildren().add(text);
        }
    }

    private void several(QuestionField field) {
        List<CheckBox> boxes = new ArrayList<>();
        List<String> chosen = List.of(field.initial().split("\n"));
        FlowPane flow = new FlowPane(12, 8);
        field.choices().forEach(choice -> {
            CheckBox box = new CheckBox(choice.title());
            box.setUserData(choice.value());
            box.setSelected(chosen.contains(choice.value()));
            boxes.add(box);
            offerFocus(box);
            flow.getChildren().add(box);
        });
        values.put(
                field,
                () -> String.join(
                        "\n",
                        boxes.stream()
                                .filter(CheckBox::isSelected)
                                .map(box -> (String) box.getUserData())
                                .toList()));
        getChildren().add(flow);
    }

    private void addChoices(QuestionField field) {
        ToggleGroup group = new ToggleGroup();
        FlowPane flow = new FlowPane(12, 8);
        field.choices().forEach(choice -> {
            RadioButton button = new RadioButton(choice.title());
            button.setUserData(choice.value());
            button.setToggleGroup(group);
            button.setSelected(choice.value().equals(field.initial()));
            flow.getChildren().add(button);
        });
        offerFocus(
                group.getSelectedToggle() instanceof RadioButton chosen
                        ? chosen
                        : flow.getChildren().get(0));
        values.put(
                field,
                () -> group.getSelectedToggle() == null
                        ? ""
                        : (String) group.getSelectedToggle().getUserData());
        getChildren().add(flow);
    }

    private void menu(QuestionField field, Label title) {
        ComboBox<QuestionField.Choice> menu = new ComboBox<>();
        menu.getItems().setAll(field.choices());
        menu.setConverter(new StringConverter<>() {
            @Override
            public String toString(QuestionField.Choice choice) {
                return choice == null ? "" : choice.title();
            }

            @Override
            public QuestionField.@Nullable Choice fromString(String text) {
                return null;
            }
        });
        field.choices().stream()
                .filter(choice -> choice.value().equals(field.initial()))
                .findFirst()
                .ifPresent(menu::setValue);
        title.setLabelFor(menu);
        menu.setMaxWidth(Double.MAX_VALUE);
        offerFocus(menu);
        values.put(field, () -> menu.getValue() == null ? "" : menu.getValue().value());
        getChildren().add(menu);
    }
}
