package dev.pilothouse.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sentences of a host that clients translate: the English text with named arguments. A client has a translation
 * under {@code hostText.} and the constant's name, with the arguments in the order in which they first appear here. A
 * constant is never renamed, since older clients know its word.
 */
public enum HostTextCode {
    DIRECTORY_MISSING("There is no directory {path} on the host."),
    DIRECTORY_FORBIDDEN("The host may not read the directory {path}."),
    DIRECTORY_UNREADABLE("The directory {path} cannot be read."),
    PATH_NOT_ABSOLUTE("The path must be absolute."),
    PATH_INVALID("That is no path on the host."),
    FILE_UNREADABLE("The file cannot be read, so its last good entries stay: {reason}"),
    FILE_NO_TEXT("The file is not in UTF-8, so its last good entries stay."),
    FILE_TOO_LARGE("The file has more than {max} bytes, so its last good entries stay."),
    FILE_NOT_JSON("This is not valid JSON, so the last good entries of the file stay."),
    FILE_NAMES_TWICE("A member is named twice, so the last good entries of the file stay."),
    FILE_WRONG_FORM(
            "The file must be a list of entries, or an object with the member “agents”. Its last good entries stay."),
    VALUE_MISSING("This is missing, so the entry is left out."),
    VALUE_NO_OBJECT("This must be an object."),
    VALUE_NO_ID("This must have 1 to 64 characters without white space, so the entry is left out."),
    VALUE_NO_BOOLEAN("This must be true or false."),
    VALUE_NO_NUMBER("This must be a whole number from 1 to {max}."),
    VALUE_NO_WORD("This must be one of {words}."),
    VALUE_NO_VARIABLE("A shell cannot set the variable “{name}”, so the entry is left out."),
    VALUE_NO_TARGET("This must be a name that is not blank and does not begin with “-”, so the entry is left out.");

    private static final Map<String, HostTextCode> BY_WORD = new HashMap<>();

    static {
        for (HostTextCode code : values()) {
            BY_WORD.put(code.word(), code);
        }
    }

    private final String english;
    private final List<String> arguments;

    HostTextCode(String english) {
        this.english = english;
        this.arguments = Argument.PATTERN
                .matcher(english)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    /** The code of a word on the wire; empty if this version does not know it. */
    public static Optional<HostTextCode> of(String word) {
        return Optional.ofNullable(BY_WORD.get(word));
    }

    /** The word on the wire, in lower camel case. */
    public String word() {
        String[] parts = name().toLowerCase(Locale.ROOT).split("_");
        StringBuilder word = new StringBuilder(parts[0]);
        Arrays.stream(parts, 1, parts.length)
                .forEach(part ->
                        word.append(Character.toUpperCase(part.charAt(0))).append(part, 1, part.length()));
        return word.toString();
    }

    /** The English text with its arguments in braces. */
    public String english() {
        return english;
    }

    /** The names of the arguments, in the order in which they first appear. */
    public List<String> arguments() {
        return arguments;
    }

    /** The English text with these values. */
    String fill(Map<String, String> values) {
        return Argument.PATTERN
                .matcher(english)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), "")));
    }

    /** In a class of its own, since the constants use it before static fields are set. */
    private static final class Argument {
        static final Pattern PATTERN = Pattern.compile("\\{([a-z][a-zA-Z]*)}");

        private Argument() {}
    }
}
