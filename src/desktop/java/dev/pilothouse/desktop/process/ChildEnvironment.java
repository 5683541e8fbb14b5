package dev.pilothouse.desktop.process;

import java.io.File;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Builds the environment of a child process from an allow-list. The list covers what programs need to find files, use
 * the user's language and reach the network. Other variables of the host are not passed on, unless a configuration
 * entry names them. Relative and empty entries are removed from PATH: with them, files in the child's working directory
 * would run as its tools. Immutable; any thread.
 */
public final class ChildEnvironment {
    private static final Set<String> ALLOWED = Set.of(
            // locations
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "SHELL",
            "PWD",
            "TMPDIR",
            "TMP",
            "TEMP",
            "HOSTNAME",
            // language and time
            "LANG",
            "LANGUAGE",
            "TZ",
            // desktop session, for agents that open a browser to log in
            "DISPLAY",
            "WAYLAND_DISPLAY",
            "XAUTHORITY",
            "DBUS_SESSION_BUS_ADDRESS",
            "BROWSER",
            // network, and keys for version control
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "NO_PROXY",
            "ALL_PROXY",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "NODE_EXTRA_CA_CERTS",
            "REQUESTS_CA_BUNDLE",
            "SSH_AUTH_SOCK",
            // tool chains that agents call
            "JAVA_HOME",
            "GOPATH",
            "GOROOT",
            "CARGO_HOME",
            "RUSTUP_HOME",
            "NVM_DIR",
            "PNPM_HOME",
            "BUN_INSTALL",
            "DENO_DIR",
            "VOLTA_HOME",
            "PYENV_ROOT",
            "ANDROID_HOME",
            "ANDROID_SDK_ROOT",
            // Windows cannot start most programs without these
            "SYSTEMROOT",
            "SYSTEMDRIVE",
            "WINDIR",
            "COMSPEC",
            "PATHEXT",
            "APPDATA",
            "LOCALAPPDATA",
            "USERPROFILE",
            "HOMEDRIVE",
            "HOMEPATH",
            "PROGRAMDATA",
            "PROGRAMFILES",
            "PROGRAMFILES(X86)",
            "PROGRAMW6432",
            "COMMONPROGRAMFILES",
            "NUMBER_OF_PROCESSORS",
            "PROCESSOR_ARCHITECTURE",
            "OS",
            "USERNAME",
            "USERDOMAIN");

    private static final List<String> ALLOWED_PREFIXES = List.of("LC_", "XDG_");

    private ChildEnvironment() {}

    /**
     * Returns the environment for a child.
     *
     * @param parent the environment of this process
     * @param inherited names to pass on besides the allow-list; a name that ends in {@code *} is a prefix
     * @param extra variables to set last; they override all others
     */
    public static Map<String, String> from(
            Map<String, String> parent, Collection<String> inherited, Map<String, String> extra) {
        Map<String, String> environment = new HashMap<>();
        parent.forEach((name, value) -> {
            if (isAllowed(name) || inherited.stream().anyMatch(pattern -> matches(pattern, name))) {
                environment.put(name, value);
            }
        });
        environment.putAll(extra);
        environment.replaceAll((name, value) ->
                isPath(name) ? CommandLookup.absoluteEntries(value).orElse("") : value);
        // An empty PATH means the child's working directory. Without PATH the system's default applies.
        environment
                .entrySet()
                .removeIf(entry -> isPath(entry.getKey()) && entry.getValue().isEmpty());
        return Map.copyOf(environment);
    }

    private static boolean isPath(String name) {
        return File.separatorChar == '\\' ? name.equalsIgnoreCase("PATH") : name.equals("PATH");
    }

    /** Returns only the variables with the given names, for a child that locates its own programs. */
    public static Map<String, String> select(Map<String, String> parent, Collection<String> inherited) {
        Map<String, String> environment = new HashMap<>();
        parent.forEach((name, value) -> {
            if (inherited.stream().anyMatch(pattern -> matches(pattern, name))) {
                environment.put(name, value);
            }
        });
        return Map.copyOf(environment);
    }

    private static boolean isAllowed(String name) {
        // Windows ignores case in names, and proxy variables are written in both cases.
        String upper = name.toUpperCase(Locale.ROOT);
        return ALLOWED.contains(upper) || ALLOWED_PREFIXES.stream().anyMatch(upper::startsWith);
    }

    private static boolean matches(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }
}
