package dev.pilothouse.model;

import dev.pilothouse.model.ProfileSetting.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Variables or headers as lines that a person edits: {@code NAME=value}, {@code NAME=${env:OTHER}}, {@code
 * NAME=Bearer ${keystore:entry}}, and {@code NAME=${kept}} for a value that the host has and does not send. Pure.
 */
public final class SettingLines {
    private static final Pattern REFERENCE = Pattern.compile("^(.*)\\$\\{(env|keystore):([^}]*)}$");
    private static final String KEPT = "${kept}";

    private SettingLines() {}

    public static String write(List<ProfileSetting> settings) {
        return settings.stream().map(SettingLines::line).collect(Collectors.joining("\n"));
    }

    private static String line(ProfileSetting setting) {
        return setting.name() + "="
                + switch (setting.source()) {
                    case PLAIN -> setting.text();
                    case ENVIRONMENT -> setting.prefix() + "${env:" + setting.text() + "}";
                    case KEYSTORE -> setting.prefix() + "${keystore:" + setting.text() + "}";
                    case KEPT, OTHER -> KEPT;
                };
    }

    /** @param wrong receives each line without a name */
    public static List<ProfileSetting> read(String text, List<String> wrong) {
        List<ProfileSetting> settings = new ArrayList<>();
        text.lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> setting(line).ifPresentOrElse(settings::add, () -> wrong.add(line.strip())));
        return settings;
    }

    private static Optional<ProfileSetting> setting(String line) {
        int equals = line.indexOf('=');
        String name = equals < 0 ? "" : line.substring(0, equals).strip();
        if (name.isEmpty()) {
            return Optional.empty();
        }
        String value = line.substring(equals + 1).strip();
        if (value.equals(KEPT)) {
            return Optional.of(new ProfileSetting(name, Source.KEPT, "", ""));
        }
        Matcher reference = REFERENCE.matcher(value);
        if (!reference.matches()) {
            return Optional.of(new ProfileSetting(name, Source.PLAIN, value, ""));
        }
        Source source = reference.group(2).equals("env") ? Source.ENVIRONMENT : Source.KEYSTORE;
        return Optional.of(new ProfileSetting(name, source, reference.group(3).strip(), reference.group(1)));
    }
}
