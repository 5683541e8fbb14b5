package dev.pilothouse.desktop.profile;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Profile;
import dev.pilothouse.model.ProfileServer;
import dev.pilothouse.model.ProfileSetting;
import dev.pilothouse.model.ServerKind;
import dev.pilothouse.model.ServerOrigin;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks one profile against the bounds and rules of {@code docs/profiles.md}. Pure; any thread. */
final class ProfileValidator {
    static final int MAX_SERVERS = 20;
    static final int MAX_SETTINGS = 50;
    static final int MAX_ARGUMENTS = 50;
    static final int MAX_OPTIONS = 20;
    static final int MAX_TEXT = 16_000;
    static final int MAX_INSTRUCTIONS = 16_000;
    static final int MAX_WORD = 200;

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._ -]{0,63}");
    private static final Pattern SERVER_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,199}");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,200}");
    /** Names whose value is a secret in common use. */
    private static final Pattern SECRET = Pattern.compile(
            "(^|[_-])(TOKEN|SECRET|PASSWORD|PASSWD|PAT|APIKEY|API[_-]KEY|ACCESS[_-]KEY|PRIVATE[_-]KEY|AUTHORIZATION"
                    + "|COOKIE|CREDENTIALS?)($|[_-])");

    private final Sink sink;

    /** Receives the mistakes. */
    interface Sink {
        /** @param path within the profile, such as {@code servers.docs.command} */
        void add(String path, HostText sentence);
    }

    ProfileValidator(Sink sink) {
        this.sink = sink;
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches() && !name.endsWith(" ");
    }

    static boolean isServerName(String name) {
        return SERVER_NAME.matcher(name).matches();
    }

    /** Reports the mistakes of a whole profile. */
    void check(Profile profile) {
        if (!isName(profile.name())) {
            add("name", HostTextCode.PROFILE_NAME_INVALID, Profile.MAX_NAME);
        }
        bounded("servers", profile.servers(), MAX_SERVERS);
        Set<String> names = new HashSet<>();
        for (ProfileServer server : profile.servers()) {
            String path = "servers." + server.name();
            if (!names.add(server.name())) {
                sink.add(path, HostText.of(HostTextCode.SERVER_TWICE));
            }
            check(path, server);
        }
        settings("env", profile.environment(), VARIABLE);
        text("instructions", profile.instructions(), MAX_INSTRUCTIONS);
        text("mode", profile.mode(), MAX_WORD);
        text("model", profile.model(), MAX_WORD);
        bounded("options", profile.options(), MAX_OPTIONS);
        profile.options().forEach(option -> {
            text("options", option.id(), MAX_WORD);
            text("options." + option.id(), option.value(), MAX_WORD);
        });
    }

    /** Reports the mistakes of one server. */
    void check(String path, ProfileServer server) {
        if (!isServerName(server.name())) {
            add(path, HostTextCode.VALUE_NO_ID);
        }
        switch (server.kind()) {
            case STDIO -> command(path, server);
            case HTTP, SSE -> {
                text(path + ".url", server.url(), MAX_TEXT);
                if (!isUrl(server.url())) {
                    add(path + ".url", HostTextCode.VALUE_NO_URL);
                }
            }
            case OTHER -> add(path + ".type", HostTextCode.VALUE_NO_WORD, "\"stdio\", \"http\", \"sse\"");
        }
        ServerOrigin origin = server.origin();
        if (origin != null) {
            check(path + ".taken", origin);
        }
        boolean stdio = server.kind() == ServerKind.STDIO;
        settings(path + (stdio ? ".env" : ".headers"), server.settings(), stdio ? VARIABLE : HEADER);
    }

    void check(String path, ServerOrigin origin) {
        text(path + ".folder", origin.folder(), MAX_TEXT);
        text(path + ".file", origin.file(), MAX_WORD);
        text(path + ".name", origin.name(), MAX_WORD);
        if (!origin.hasDigest()) {
            add(path + ".digest", HostTextCode.VALUE_NO_TEXT);
        }
    }

    private void command(String path, ProfileServer server) {
        text(path + ".command", server.command(), MAX_TEXT);
        if (!isCommand(server.command())) {
            add(path + ".command", HostTextCode.VALUE_NO_COMMAND);
        }
        bounded(path + ".args", server.arguments(), MAX_ARGUMENTS);
        server.arguments().forEach(argument -> text(path + ".args", argument, MAX_TEXT));
    }

    /** A relative path would name a file of whatever directory the session works in. */
    private static boolean isCommand(String command) {
        if (command.isBlank() || command.indexOf('\0') >= 0) {
            return false;
        }
        try {
            return command.indexOf('/') < 0 && command.indexOf('\\') < 0
                    || Path.of(command).isAbsolute();
        } catch (InvalidPathException invalid) {
            return false;
        }
    }

    private static boolean isUrl(String text) {
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            return (scheme.equals("http") || scheme.equals("https"))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null;
        } catch (URISyntaxException invalid) {
            return false;
        }
    }

    private void settings(String path, List<ProfileSetting> settings, Pattern names) {
        bounded(path, settings, MAX_SETTINGS);
        for (ProfileSetting setting : settings) {
            String at = path + "." + setting.name();
            if (!names.matcher(setting.name()).matches()) {
                add(at, HostTextCode.VALUE_NO_HEADER);
                continue;
            }
            text(at, setting.text(), MAX_TEXT);
            text(at, setting.prefix(), MAX_WORD);
            switch (setting.source()) {
                case PLAIN -> {
                    if (SECRET.matcher(setting.name().toUpperCase(Locale.ROOT)).find()) {
                        add(at, HostTextCode.VALUE_SECRET);
                    }
                }
                case ENVIRONMENT -> {
                    if (!VARIABLE.matcher(setting.text()).matches()) {
                        add(at + ".env", HostTextCode.VALUE_NO_HEADER);
                    }
                }
                case KEYSTORE -> {
                    if (setting.text().isBlank() || setting.text().startsWith("-")) {
                        add(at + ".keystore", HostTextCode.VALUE_NO_TARGET);
                    }
                }
                case KEPT -> add(at, HostTextCode.VALUE_KEPT_UNKNOWN);
                case OTHER -> add(at, HostTextCode.VALUE_NO_SETTING);
            }
        }
    }

    private void text(String path, String text, int max) {
        if (text.length() > max) {
            add(path, HostTextCode.VALUE_TOO_LONG, max);
        } else if (text.indexOf('\0') >= 0) {
            add(path, HostTextCode.VALUE_NO_TEXT);
        }
    }

    private void bounded(String path, List<?> list, int max) {
        if (list.size() > max) {
            add(path, HostTextCode.VALUE_TOO_MANY, max);
        }
    }

    private void add(String path, HostTextCode code, Object... values) {
        sink.add(path, HostText.of(code, values));
    }
}
