package dev.pilothouse.ui.targets;

import dev.pilothouse.model.DeviceInfo;
import dev.pilothouse.model.NotificationKind;
import dev.pilothouse.model.PushKind;
import dev.pilothouse.model.PushOverride;
import dev.pilothouse.model.PushTarget;
import dev.pilothouse.model.Scope;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.fx.Choices;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.Sheets;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** The fields of a target. Only those of its kind are shown. Confined to the FX thread. */
final class TargetFormPane extends VBox {
    private static final PushKind[] KINDS = {PushKind.NTFY, PushKind.WEBHOOK, PushKind.WEB_PUSH, PushKind.UNIFIED_PUSH};

    private final TargetsPresenter presenter;
    private final TargetForm form;
    private final VBox overrides = Widgets.column("sheet-fields");

    /** @param copy copies a text */
    TargetFormPane(TargetsPresenter presenter, TargetForm form, Consumer<String> copy) {
        this.presenter = presenter;
        this.form = form;
        getStyleClass().add("sheet-fields");
        getChildren().add(field("targets.name", text(form.name, "target-name", "targets.name", "")));
        if (!form.isEdit()) {
            Choices<PushKind> kinds = new Choices<>(
                    Texts.text("targets.kind"), form.kind, KINDS, each -> Texts.text("targets.kind." + each));
            kinds.setId("target-kind");
            getChildren().add(field("targets.kind", kinds));
        }
        addAddress(copy);
        getChildren()
                .addAll(
                        field(
                                "targets.events",
                                toggles(
                                        form.events,
                                        "targets.events",
                                        "target-event-",
                                        form.events::add,
                                        form.events::remove)),
                        tick(form.content, "targets.content", "targets.contentHint", "target-content"));
        addButtons();
        addQuiet();
        addEscalation();
        addOverrides();
        Label problem = Widgets.wrapped("", "problem");
        problem.textProperty().bind(form.problemProperty());
        present(problem, form.problemProperty().isNotEmpty());
        getChildren().add(problem);
    }

    private ObservableValue<Boolean> kindIs(PushKind... kinds) {
        return form.kind.map(List.of(kinds)::contains);
    }

    private ObservableValue<Boolean> isSealed() {
        return form.kind.map(PushKind::isSealed);
    }

    private void addAddress(Consumer<String> copy) {
        String kept = Texts.text("targets.set");
        Label hint = Widgets.wrapped("", "meta");
        Node url = Widgets.column(
                "field",
                Widgets.wrapped(Texts.text("targets.url"), "field-label"),
                text(form.url, "target-url", "targets.url", form.hasAddress() ? kept : ""),
                hint);
        hint.textProperty().bind(form.kind.map(kind -> Texts.text("targets.urlHint." + kind)));
        Node token =
                field("targets.token", text(form.token, "target-token", "targets.token", form.hasToken() ? kept : ""));
        present(token, form.kind.map(kind -> !kind.isSealed()));
        getChildren().addAll(url, token);
        if (form.hasToken()) {
            getChildren().add(tick(form.noToken, "targets.noToken", "", "target-no-token"));
        }
        String keys = form.hasKeys() ? kept : "";
        Node publicKey =
                field("targets.publicKey", text(form.publicKey, "target-public-key", "targets.publicKey", keys));
        Node auth = field("targets.authSecret", text(form.authSecret, "target-auth", "targets.authSecret", keys));
        String own = presenter.publicKey(form);
        Label ownKey = Widgets.wrapped(own, "mono");
        Node host = Widgets.column(
                "field",
                Widgets.titleRow(
                        Widgets.wrapped(Texts.text("targets.hostKey"), "field-label"),
                        Widgets.copyButton(Texts.text("targets.copyKey"), () -> copy.accept(own))),
                ownKey);
        Node allowed = tick(form.privateAddress, "targets.private", "targets.privateHint", "target-private");
        for (Node node : List.of(publicKey, auth, host, allowed)) {
            present(node, isSealed());
            getChildren().add(node);
        }
    }

    private void addButtons() {
        ComboBox<DeviceInfo> device = combo(DeviceInfo::name, "targets.answersAs", "target-device");
        // A device that is not there any more stays until another one is chosen.
        device.setPromptText(
                form.answersAs.get() == null
                        ? Texts.text("targets.noButtons")
                        : presenter.deviceName(form.link(), form.answersAs.get().value()));
        List<DeviceInfo> able = presenter.devices(form.link()).stream()
                .filter(each -> each.scope().covers(Scope.ANSWER))
                .toList();
        device.getItems().setAll(able);
        able.stream()
                .filter(each -> each.deviceId().equals(form.answersAs.get()))
                .findFirst()
                .ifPresent(device::setValue);
        device.valueProperty()
                .addListener((property, before, now) -> form.answersAs.set(now == null ? null : now.deviceId()));
        Button none = Widgets.button(Texts.text("targets.buttonsOff"), "plain-button", () -> {
            device.setValue(null);
            device.setPromptText(Texts.text("targets.noButtons"));
            form.answersAs.set(null);
        });
        none.setId("target-buttons-off");
        present(none, form.answersAs.isNotNull());
        Node buttons = Widgets.column(
                "field",
                Widgets.wrapped(Texts.text("targets.answersAs"), "field-label"),
                device,
                none,
                Widgets.wrapped(Texts.text("targets.answersHint"), "meta"));
        present(buttons, kindIs(PushKind.NTFY));
        getChildren().add(buttons);
    }

    private void addQuiet() {
        FlowPane times = new FlowPane(
                shortText(form.from, "target-from", "targets.from", "22:00"),
                shortText(form.to, "target-to", "targets.to", "07:00"));
        times.getStyleClass().add("usage-form");
        Node except = field(
                "targets.except",
                toggles(form.except, "targets.except", "target-except-", form.except::add, form.except::remove));
        Node zone = field("targets.zone", text(form.zone, "target-zone", "targets.zone", ""));
        ObservableValue<Boolean> set = form.from.isNotEmpty().or(form.to.isNotEmpty());
        present(except, set);
        present(zone, set);
        getChildren()
                .addAll(
                        Widgets.column(
                                "field",
                                Widgets.wrapped(Texts.text("targets.quiet"), "field-label"),
                                times,
                                Widgets.wrapped(Texts.text("targets.quietHint"), "meta")),
                        zone,
                        except);
    }

    private void addEscalation() {
        List<PushTarget> others = presenter.others(form);
        if (others.isEmpty()) {
            return;
        }
        ComboBox<PushTarget> next = combo(PushTarget::name, "targets.escalate", "target-escalate");
        next.setPromptText(Texts.text("targets.escalateNone"));
        next.getItems().setAll(others);
        others.stream()
                .filter(each -> each.id().equals(form.escalateTo.get()))
                .findFirst()
                .ifPresent(next::setValue);
        next.valueProperty().addListener((property, before, now) -> form.escalateTo.set(now == null ? "" : now.id()));
        Button none = Widgets.button(Texts.text("targets.escalateOff"), "plain-button", () -> next.setValue(null));
        none.setId("target-escalate-off");
        Node minutes = field("targets.minutes", shortText(form.minutes, "target-minutes", "targets.minutes", ""));
        present(minutes, form.escalateTo.isNotEmpty());
        present(none, form.escalateTo.isNotEmpty());
        getChildren().addAll(field("targets.escalate", next), minutes, none);
    }

    private void addOverrides() {
        ComboBox<SessionSummary> session = combo(SessionSummary::name, "targets.overrideAdd", "target-session");
        session.setPromptText(Texts.text("targets.overrideChoose"));
        Runnable offer = () -> {
            session.getItems()
                    .setAll(presenter.sessions(form).stream()
                            .filter(each -> form.sessions.stream()
                                    .noneMatch(known -> known.sessionId().equals(each.sessionId())))
                            .toList());
            drawOverrides();
        };
        session.valueProperty().addListener((property, before, now) -> {
            if (now != null) {
                form.sessions.add(new PushOverride(now.sessionId(), List.of()));
                session.setValue(null);
            }
        });
        form.sessions.addListener((ListChangeListener<PushOverride>) change -> offer.run());
        offer.run();
        getChildren().addAll(field("targets.overrideAdd", session), overrides);
    }

    private void drawOverrides() {
        List<Node> nodes = new ArrayList<>();
        for (PushOverride each : form.sessions) {
            String name = presenter.sessionName(form, each.sessionId());
            Button remove = Widgets.button(
                    Texts.text("targets.overrideRemove"), "plain-button", () -> form.sessions.remove(each));
            remove.setId("target-override-remove-" + each.sessionId());
            remove.setAccessibleText(Texts.text("targets.overrideRemove") + ": " + name);
            nodes.add(Widgets.column(
                    "field",
                    Widgets.wrapped(name, "field-label"),
                    toggles(
                            each.events(),
                            "targets.events",
                            "target-override-" + each.sessionId() + "-",
                            kind -> change(each, kind, true),
                            kind -> change(each, kind, false)),
                    remove));
        }
        Sheets.replace(overrides, nodes);
        overrides.setVisible(!nodes.isEmpty());
        overrides.setManaged(!nodes.isEmpty());
    }

    private void change(PushOverride override, NotificationKind kind, boolean wanted) {
        int at = form.sessions.indexOf(override);
        if (at >= 0) {
            List<NotificationKind> kinds = new ArrayList<>(override.events());
            if (wanted) {
                kinds.add(kind);
            } else {
                kinds.remove(kind);
            }
            form.sessions.set(at, new PushOverride(override.sessionId(), kinds));
        }
    }

    private static Node toggles(
            Collection<NotificationKind> chosen,
            String about,
            String id,
            Consumer<NotificationKind> add,
            Consumer<NotificationKind> remove) {
        FlowPane all = new FlowPane();
        all.getStyleClass().add("choices");
        for (NotificationKind kind : NotificationKind.values()) {
            ToggleButton button = new ToggleButton(TargetsPresenter.eventName(kind));
            button.setId(id + kind);
            button.setSelected(chosen.contains(kind));
            button.setMinWidth(USE_PREF_SIZE);
            button.setAccessibleText(Texts.text(about) + ": " + button.getText());
            button.selectedProperty().addListener((property, before, now) -> (now ? add : remove).accept(kind));
            all.getChildren().add(button);
        }
        return all;
    }

    private static Node tick(BooleanProperty value, String text, String hint, String id) {
        CheckBox box = new CheckBox(Texts.text(text));
        box.setId(id);
        box.setWrapText(true);
        box.setMinHeight(Region.USE_PREF_SIZE);
        box.selectedProperty().bindBidirectional(value);
        VBox column = Widgets.column("field", box);
        if (!hint.isEmpty()) {
            box.setAccessibleHelp(Texts.text(hint));
            Label below = Widgets.wrapped(Texts.text(hint), "meta");
            below.getStyleClass().add("tick-hint");
            column.getChildren().add(below);
        }
        return column;
    }

    private static void present(Node node, ObservableValue<Boolean> wanted) {
        node.visibleProperty().bind(wanted);
        node.managedProperty().bind(node.visibleProperty());
    }

    private static Node field(String name, Node control) {
        return Widgets.column("field", Widgets.wrapped(Texts.text(name), "field-label"), control);
    }

    private static TextField text(StringProperty value, String id, String name, String prompt) {
        TextField field = NonBlinkingCaret.install(new TextField());
        field.setId(id);
        field.setAccessibleText(Texts.text(name));
        field.setPromptText(prompt);
        field.textProperty().bindBidirectional(value);
        return field;
    }

    private static TextField shortText(StringProperty value, String id, String name, String prompt) {
        TextField field = text(value, id, name, prompt);
        field.setPrefColumnCount(8);
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
                throw new UnsupportedOperationException("not editable");
            }
        });
        return combo;
    }
}
