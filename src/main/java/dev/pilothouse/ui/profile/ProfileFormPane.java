package dev.pilothouse.ui.profile;

import dev.pilothouse.model.ServerKind;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.fx.Choices;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.TabTraversal;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.profile.ProfileForm.ServerInput;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** The fields of a profile. Confined to the FX thread. */
final class ProfileFormPane extends VBox {
    private static final int ROWS = 3;

    private final ProfileForm form;
    private final VBox servers = Widgets.column("sheet-fields");
    private final TextField name;

    ProfileFormPane(ProfilesPresenter presenter, ProfileForm form) {
        this.form = form;
        getStyleClass().add("sheet-fields");
        name = text(form.name, "profile-name", "profiles.name");
        Button add = Widgets.button(Texts.text("profiles.addServer"), "plain-button", form::addServer);
        add.setId("profile-add-server");
        Button fromFolder = Widgets.button(Texts.text("profiles.fromFolder"), "plain-button", presenter::onFromFolder);
        fromFolder.setId("profile-from-folder");
        Label problem = Widgets.wrapped("", "problem");
        problem.textProperty().bind(form.problemProperty());
        present(problem, form.problemProperty().isNotEmpty());
        addHosts(presenter);
        getChildren()
                .addAll(
                        field("profiles.name", name),
                        Widgets.label(Texts.text("profiles.serversTitle"), "section-title"),
                        servers,
                        Widgets.buttonRow("job-buttons", add, fromFolder),
                        Widgets.label(Texts.text("profiles.agentTitle"), "section-title"),
                        field(
                                "profiles.variablesOfAgent",
                                area(form.variables, "profile-variables", "profiles.variablesOfAgent")),
                        Widgets.wrapped(
                                Texts.text("profiles.aboutValues", "${env:NAME}", "${keystore:NAME}", "${kept}"),
                                "meta"),
                        field(
                                "profiles.instructions",
                                area(form.instructions, "profile-instructions", "profiles.instructions")),
                        field("profiles.mode", text(form.mode, "profile-mode", "profiles.mode")),
                        field("profiles.model", text(form.model, "profile-model", "profiles.model")),
                        field("profiles.options", area(form.options, "profile-options", "profiles.options")),
                        problem);
        form.servers.addListener((ListChangeListener<ServerInput>) change -> draw());
        draw();
    }

    private void addHosts(ProfilesPresenter presenter) {
        List<HostLink> hosts = presenter.hosts();
        if (hosts.size() < 2 || form.isEdit()) {
            return;
        }
        ComboBox<HostLink> host = new ComboBox<>();
        host.setId("profile-host");
        host.setMaxWidth(Double.MAX_VALUE);
        host.setAccessibleText(Texts.text("newSession.host"));
        host.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable HostLink link) {
                return link == null ? "" : link.reader().host().hostName();
            }

            @Override
            public @Nullable HostLink fromString(String text) {
                return null;
            }
        });
        host.getItems().setAll(hosts);
        host.setValue(form.link());
        host.valueProperty().addListener((property, before, now) -> {
            if (now != null) {
                form.linkProperty().set(now);
            }
        });
        getChildren().add(field("newSession.host", host));
    }

    @Override
    public void requestFocus() {
        name.requestFocus();
    }

    private void draw() {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < form.servers.size(); i++) {
            nodes.add(server(form.servers.get(i), i + 1));
        }
        if (nodes.isEmpty()) {
            nodes.add(Widgets.wrapped(Texts.text("profiles.noServersYet"), "muted"));
        }
        servers.getChildren().setAll(nodes);
    }

    private Node server(ServerInput input, int number) {
        String id = "profile-server-" + number + "-";
        Choices<ServerKind> kind = new Choices<>(
                Texts.text("profiles.kind"),
                input.kind,
                new ServerKind[] {ServerKind.STDIO, ServerKind.HTTP, ServerKind.SSE},
                value -> value.name().toLowerCase(Locale.ROOT));
        kind.setId(id + "kind");
        Node command = field("profiles.command", text(input.command, id + "command", "profiles.command"));
        Node arguments = field("profiles.arguments", area(input.arguments, id + "arguments", "profiles.arguments"));
        Node url = field("profiles.url", text(input.url, id + "url", "profiles.url"));
        Node variables =
                field("profiles.variablesOfServer", area(input.settings, id + "env", "profiles.variablesOfServer"));
        Node headers = field("profiles.headers", area(input.settings, id + "headers", "profiles.headers"));
        ObservableValue<Boolean> stdio = input.kind.map(value -> value == ServerKind.STDIO);
        ObservableValue<Boolean> remote = input.kind.map(value -> value != ServerKind.STDIO);
        present(command, stdio);
        present(arguments, stdio);
        present(variables, stdio);
        present(url, remote);
        present(headers, remote);
        Button remove =
                Widgets.button(Texts.text("profiles.removeServer"), "plain-button", () -> form.servers.remove(input));
        remove.setId(id + "remove");
        VBox fields = Widgets.column(
                "profile-server",
                field("profiles.serverName", text(input.name, id + "name", "profiles.serverName")),
                field("profiles.kind", kind),
                command,
                arguments,
                url,
                variables,
                headers,
                Widgets.rightRow("profile-add", remove));
        fields.getStyleClass().add("card");
        return fields;
    }

    private static TextField text(StringProperty value, String id, String key) {
        TextField field = NonBlinkingCaret.install(new TextField());
        return dress(field, value, id, key);
    }

    private static TextArea area(StringProperty value, String id, String key) {
        TextArea area = NonBlinkingCaret.install(new TextArea());
        TabTraversal.install(area);
        area.setWrapText(true);
        area.setPrefRowCount(ROWS);
        return dress(area, value, id, key);
    }

    private static <T extends TextInputControl> T dress(T field, StringProperty value, String id, String key) {
        field.setId(id);
        field.setAccessibleText(Texts.text(key));
        field.textProperty().bindBidirectional(value);
        return field;
    }

    private static VBox field(String key, Node control) {
        Label label = Widgets.wrapped(Texts.text(key), "field-label");
        label.setLabelFor(control);
        return Widgets.column("field", label, control);
    }

    private static void present(Node node, ObservableValue<Boolean> wanted) {
        node.visibleProperty().bind(wanted);
        node.managedProperty().bind(node.visibleProperty());
    }
}
