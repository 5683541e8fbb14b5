package dev.pilothouse.ui.status;

import dev.pilothouse.model.ProfileInfo;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * The profile of the sessions that a form starts: at first the one that was last chosen in the directory. Offers nothing
 * on a host without profiles. Confined to the FX thread; lives as long as its form.
 */
public final class ProfilePicker {
    /** The choice of no profile. */
    public static final ProfileInfo NONE = new ProfileInfo("", "", List.of(), 0, false, "", "");

    private final Executor fx;
    private final ObservableList<ProfileInfo> profiles = FXCollections.observableArrayList();
    private final ObjectProperty<@Nullable ProfileInfo> chosen = new SimpleObjectProperty<>(this, "chosen");
    private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper(this, "note", "");
    private @Nullable HostLink host;
    private int asked;
    /** Whether the person has chosen, so that another directory changes nothing. */
    private boolean byPerson;

    private boolean setting;
    /** The profile of a template or of a stored form; empty for none. A host that has no such profile refuses it. */
    private String wanted = "";

    public ProfilePicker(Executor fx) {
        this.fx = fx;
        chosen.addListener((property, before, now) -> {
            if (!setting) {
                byPerson = true;
                wanted = "";
            }
            describe();
        });
    }

    /** The profiles of the host, after {@link #NONE}; empty without profiles. */
    public ObservableList<ProfileInfo> profiles() {
        return profiles;
    }

    public ObjectProperty<@Nullable ProfileInfo> chosenProperty() {
        return chosen;
    }

    /** The content of the chosen profile, or that the host does not have it; else empty. */
    public ReadOnlyStringProperty noteProperty() {
        return note.getReadOnlyProperty();
    }

    private void describe() {
        ProfileInfo profile = chosen.get();
        if (profile == null) {
            note.set(wanted.isEmpty() || profiles.isEmpty() ? "" : Texts.text("profiles.notHere", wanted));
        } else {
            note.set(profile.equals(NONE) ? "" : ProfileText.contents(profile));
        }
    }

    static String name(@Nullable ProfileInfo profile) {
        return profile == null || profile == NONE ? Texts.text("newSession.noProfile") : profile.name();
    }

    /** The name for the intent: empty for none, null on a host without profiles. */
    public @Nullable String wanted() {
        if (!wanted.isEmpty()) {
            return wanted;
        }
        ProfileInfo profile = chosen.get();
        return profile == null ? null : profile.name();
    }

    /** The name for a run or a schedule; empty for none. */
    public String name() {
        String name = wanted();
        return name == null ? "" : name;
    }

    /** Shows the profiles of the host with that of the directory, now and after each change of them. */
    public void follow(ObservableValue<? extends @Nullable HostLink> link, ObservableValue<String> directory) {
        link.addListener((property, before, now) -> show(now, directory.getValue()));
        directory.addListener((property, before, now) -> show(link.getValue(), now));
        show(link.getValue(), directory.getValue());
    }

    /** Begins with the profile of a stored form, whatever was chosen in its directory. @param name empty for none */
    public void begin(String name) {
        byPerson = true;
        wanted = name;
        if (name.isEmpty()) {
            set(List.of(), NONE);
        }
    }

    /**
     * Chooses the profile of a template with the next {@link #show}.
     *
     * @param name empty for none
     */
    public void want(String name) {
        if (!wanted.isEmpty() || !name.isEmpty()) {
            byPerson = false;
        }
        wanted = name;
    }

    /** @param directory of the new session; may be incomplete */
    public void show(@Nullable HostLink link, String directory) {
        if (host == null) {
            host = link;
        } else if (link != host) {
            host = link;
            byPerson = false;
            wanted = "";
            set(List.of(), null);
        }
        if (link == null) {
            return;
        }
        int mine = ++asked;
        String path = directory.length() > 1 && (directory.endsWith("/") || directory.endsWith("\\"))
                ? directory.substring(0, directory.length() - 1)
                : directory;
        link.host()
                .profiles(path)
                .thenAcceptAsync(
                        reply -> {
                            // A host that is too old refuses.
                            if (mine == asked && reply instanceof HostGateway.Reply.Value<HostGateway.Profiles> found) {
                                show(found.value());
                            }
                        },
                        fx);
    }

    private void show(HostGateway.Profiles found) {
        ProfileInfo before = chosen.get();
        String name = byPerson && before != null ? before.name() : found.remembered();
        if (!wanted.isEmpty()) {
            set(found.profiles(), named(found, wanted, null));
        } else if (found.profiles().isEmpty()) {
            set(List.of(), null);
        } else {
            set(found.profiles(), named(found, name, NONE));
        }
    }

    private static @Nullable ProfileInfo named(
            HostGateway.Profiles found, String name, @Nullable ProfileInfo otherwise) {
        return found.profiles().stream()
                .filter(profile -> profile.name().equals(name))
                .findFirst()
                .orElse(otherwise);
    }

    private void set(List<ProfileInfo> all, @Nullable ProfileInfo choice) {
        setting = true;
        List<ProfileInfo> next = new ArrayList<>();
        if (!all.isEmpty() || !wanted.isEmpty()) {
            next.add(NONE);
            next.addAll(all);
        }
        if (!profiles.equals(next)) {
            profiles.setAll(next);
        }
        chosen.set(choice);
        setting = false;
        describe();
    }
}
