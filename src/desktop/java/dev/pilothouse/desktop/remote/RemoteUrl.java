package dev.pilothouse.desktop.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The URL of a remote without its credentials. Stateless; any thread. */
public final class RemoteUrl {
    /** Everything up to the last {@code @} before the path. */
    private static final Pattern WITH_USER =
            Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*://)([^/?#]*)@([^/?#]*)(.*)$", Pattern.DOTALL);

    private static final Pattern ANYWHERE = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://)[^/\\s'\"]*@");
    private static final Pattern QUERY_ANYWHERE =
            Pattern.compile("\\b((?:https?|ftps?)://[^\\s'\"?#]*)[?#][^\\s'\"]*", Pattern.CASE_INSENSITIVE);
    private static final Pattern QUERY = Pattern.compile("[?#].*$", Pattern.DOTALL);

    private RemoteUrl() {}

    /** For display and for comparison. The user of SSH stays, without a password. */
    static String shown(String url) {
        Matcher found = WITH_USER.matcher(url);
        if (!found.matches()) {
            return isWeb(url) ? QUERY.matcher(url).replaceFirst("") : url;
        }
        String scheme = found.group(1);
        String user = found.group(2);
        String kept = isWeb(scheme) ? "" : user.replaceFirst(":.*$", "") + "@";
        String path = isWeb(scheme) ? QUERY.matcher(found.group(4)).replaceFirst("") : found.group(4);
        return scheme + kept + found.group(3) + path;
    }

    private static boolean isWeb(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        return lower.startsWith("http://") || lower.startsWith("https://") || lower.startsWith("ftp");
    }

    /** The parts of a URL that nobody else may see. */
    static List<String> secrets(String url) {
        List<String> secrets = new ArrayList<>();
        Matcher found = WITH_USER.matcher(url);
        if (found.matches()) {
            String user = found.group(2);
            int colon = user.indexOf(':');
            if (colon >= 0) {
                secrets.add(user.substring(colon + 1));
            }
            // A token may be the name of the user.
            if (isWeb(found.group(1))) {
                secrets.add(colon < 0 ? user : user.substring(0, colon));
            }
        }
        Matcher query = QUERY.matcher(url);
        if (isWeb(url) && query.find()) {
            secrets.add(query.group().substring(1));
        }
        return secrets;
    }

    /** Removes the user of every URL in a text, and the query of those of the web. */
    public static String withoutCredentials(String text) {
        return QUERY_ANYWHERE.matcher(ANYWHERE.matcher(text).replaceAll("$1")).replaceAll("$1");
    }
}
