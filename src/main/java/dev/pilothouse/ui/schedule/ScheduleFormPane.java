package dev.pilothouse.ui.schedule;

import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.Schedule.MissedRule;
import dev.pilothouse.model.Schedule.OverlapRule;
import dev.pilothouse.model.ScheduleTiming.Kind;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.fx.Choices;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.TabTraversal;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.status.ProfileField;
import dev.pilothouse.ui.text.Texts;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** The fields of a schedule. Only those of the chosen kind of time are shown. Confined to the FX thread. */
final class ScheduleFormPane extends VBox {
    private static final int PROMPT_ROWS = 4;

    private final ScheduleForm form;

    ScheduleFormPane(SchedulesPresenter presenter, ScheduleForm form) {
        this.form = form;
        getStyleClass().add("sheet-fields");
        getChildren().add(field("schedules.name", text(form.title, "schedule-title", "schedules.name")));
        addHosts(presenter);
        getChildren()
                .addAll(
                        field("schedules.agent", agents(presenter)),
                        field("schedules.directory", text(form.directory, "schedule-directory", "schedules.directory")),
                        new ProfileField(form.profile, "schedule-profile"),
                        field("schedules.prompt", prompt()),
                        field(
                                "schedules.when",
                                choices(
                                        "schedules.when",
                                        "schedule-kind",
                                        form.kind,
                                        Kind.values(),
                                        "schedules.kind.")));
        addTimes();
        getChildren().addAll(shownTimes(), worktree(), rules());
        Label problem = Widgets.wrapped("", "problem");
        problem.textProperty().bind(form.problemProperty());
        present(problem, form.problemProperty().isNotEmpty());
        getChildren().add(problem);
    }

    private void addHosts(SchedulesPresenter presenter) {
        List<HostLink> hosts = presenter.hosts();
        if (hosts.size() < 2 || form.isEdit()) {
            return;
        }
        ComboBox<HostLink> host = combo(link -> link.reader().host().hostName(), "schedules.host", "schedule-host");
        host.getItems().setAll(hosts);
        host.setValue(form.link());
        host.valueProperty().addListener((property, before, now) -> {
            if (now != null) {
                form.linkProperty().set(now);
            }
        });
        getChildren().add(field("schedules.host", host));
    }

    private Node agents(SchedulesPresenter presenter) {
        ComboBox<AgentInfo> agent = combo(AgentInfo::name, "schedules.agent", "schedule-agent");
        // An agent that is not installed now stays until another one is chosen.
        agent.setPromptText(form.agent.get());
        Runnable offer = () -> {
            agent.getItems().setAll(presenter.agents(form));
            agent.setValue(agent.getItems().stream()
                    .filter(each -> each.agentId().value().equals(form.agent.get()))
                    .findFirst()
                    .orElse(
                            form.isEdit() || agent.getItems().isEmpty()
                                    ? null
                                    : agent.getItems().get(0)));
        };
        agent.valueProperty().addListener((property, before, now) -> {
            if (now != null) {
                form.agent.set(now.agentId().value());
            }
        });
        form.linkProperty().addListener((property, before, now) -> offer.run());
        offer.run();
        return agent;
    }

    private Node prompt() {
        TextArea area = NonBlinkingCaret.install(new TextArea());
        TabTraversal.install(area);
        area.setId("schedule-prompt");
        area.setAccessibleText(Texts.text("schedules.prompt"));
        area.setWrapText(true);
        area.setPrefRowCount(PROMPT_ROWS);
        area.textProperty().bindBidirectional(form.prompt);
        return area;
    }

    private void addTimes() {
        Node date = field("schedules.date", shortText(form.date, "schedule-date", "schedules.date"));
        Node time = field("schedules.time", shortText(form.time, "schedule-time", "schedules.time"));
        FlowPane interval = new FlowPane(
                shortText(form.every, "schedule-every", "schedules.every"),
                choices("schedules.every", "schedule-unit", form.unit, ScheduleForm.Unit.values(), "schedules.unit."));
        interval.getStyleClass().add("usage-form");
        Node every = field("schedules.every", interval);
        Node days = field("schedules.days", days());
        Node cron = field("schedules.cron", text(form.cron, "schedule-cron", "schedules.cron"));
        present(date, kindIs(Kind.ONCE));
        present(days, kindIs(Kind.WEEKLY));
        present(time, kindIs(Kind.ONCE, Kind.DAILY, Kind.WEEKLY));
        present(every, kindIs(Kind.INTERVAL));
        present(cron, kindIs(Kind.CRON));
        Node zone = field("schedules.zone", text(form.zone, "schedule-zone", "schedules.zone"));
        getChildren().addAll(date, days, time, every, cron, zone);
    }

    private ObservableValue<Boolean> kindIs(Kind... kinds) {
        return form.kind.map(List.of(kinds)::contains);
    }

    private static void present(Node node, ObservableValue<Boolean> wanted) {
        node.visibleProperty().bind(wanted);
        node.managedProperty().bind(node.visibleProperty());
    }

    private Node days() {
        FlowPane days = new FlowPane();
        days.getStyleClass().add("choices");
        for (DayOfWeek day : DayOfWeek.values()) {
            ToggleButton button = new ToggleButton(SchedulesPresenter.dayName(day));
            button.setId("schedule-day-" + day.getValue());
            button.setSelected(form.days.contains(day));
            button.setMinWidth(USE_PREF_SIZE);
            button.setAccessibleText(Texts.text("schedules.days") + ": " + button.getText());
            button.selectedProperty().addListener((property, before, now) -> {
                if (now) {
                    form.days.add(day);
                } else {
                    form.days.remove(day);
                }
            });
            days.getChildren().add(button);
        }
        return days;
    }

    private Node shownTimes() {
        VBox times = Widgets.column("job-lines");
        times.setId("schedule-times");
        form.timesProperty().addListener((property, before, now) -> draw(times));
        form.timesProblemProperty().addListener((property, before, now) -> draw(times));
        draw(times);
        return times;
    }

    private void draw(VBox times) {
        times.getChildren().setAll(Widgets.label(Texts.text("schedules.nextTimes"), "field-label"));
        form.timesProperty().get().forEach(time -> times.getChildren().add(Widgets.wrapped(time, "meta")));
        if (!form.timesProblemProperty().get().isEmpty()) {
            times.getChildren().add(Widgets.wrapped(form.timesProblemProperty().get(), "problem"));
        }
    }

    private Node worktree() {
        CheckBox worktree = new CheckBox(Texts.text("schedules.worktree"));
        worktree.setId("schedule-worktree");
        worktree.setWrapText(true);
        worktree.selectedProperty().bindBidirectional(form.worktree);
        return worktree;
    }

    private Node rules() {
        return Widgets.column(
                "sheet-fields",
                field(
                        "schedules.missed",
                        choices(
                                "schedules.missed",
                                "schedule-missed",
                                form.missed,
                                MissedRule.values(),
                                "schedules.missed.")),
                field(
                        "schedules.overlap",
                        choices(
                                "schedules.overlap",
                                "schedule-overlap",
                                form.overlap,
                                OverlapRule.values(),
                                "schedules.overlap.")),
                field("schedules.keep", shortText(form.keep, "schedule-keep", "schedules.keep")));
    }

    private static <E extends Enum<E>> Node choices(
            String about, String id, ObjectProperty<E> property, E[] values, String prefix) {
        Choices<E> choices = new Choices<>(Texts.text(about), property, values, each -> Texts.text(prefix + each));
        choices.setId(id);
        return choices;
    }

    private static Node field(String name, Node control) {
        return Widgets.column("field", Widgets.wrapped(Texts.text(name), "field-label"), control);
    }

    private static TextField text(StringProperty value, String id, String name) {
        TextField field = NonBlinkingCaret.install(new TextField());
        field.setId(id);
        field.setAccessibleText(Texts.text(name));
        field.textProperty().bindBidirectional(value);
        return field;
    }

    private static TextField shortText(StringProperty value, String id, String name) {
        TextField field = text(value, id, name);
        field.setPrefColumnCount(10);
        field.setMaxWidth(USE_PREF_SIZE);
        return field;
    }

    private static <T> ComboBox<T> combo(Function<T, String> words, String name, String id) {
        ComboBox<T> combo = new ComboBox<>();
        combo.setId(id);
        combo.setAccessibleText(Texts.text(name));
        combo.setMaxWidth(Double.MAX_VALUE);
        combo.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable T value) {
                return value == null ? "" : words.apply(value);
            }

            @Override
            public T fromString(String text) {
                return Objects.requireNonNull(combo.getValue());
            }
        });
        return combo;
    }
}
