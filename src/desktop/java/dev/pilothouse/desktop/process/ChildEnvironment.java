package dev.pilothouse.desktop.process;

import java.io.File;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Builds the environment of a child from an allow-list: what programs need to find files, speak the person's language
 * and reach the network. Everything else of the host's environment stays here, unless an entry asks for it by name. A PATH
 * loses its relative and empty entries: with them, files of the directory that the child works in would run as its tools.
 * Immutable; any thread.
 */
public final class ChildEnvironment {
    private static final Set<String> ALLOWED = Set.of(
            // where things are
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
            // a desktop, for agents that open a browser to log in
            "DISPLAY",
            "WAYLAND_DISPLAY",
            "XAUTHORITY",
            "DBUS_SESSION_BUS_ADDRESS",
            "BROWSER",
            // network and keys of version control
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
     * The environment for a child.
     *
     * @param parent the environment of this process
     * @param inherited names to take over besides the allow-list; a name that ends in {@code *} is a prefix
     * @param extra what to set, last and in any case
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
        // An empty PATH means the directory that the child works in; without one the system's default counts.
        environment
                .entrySet()
                .removeIf(entry -> isPath(entry.getKey()) && entry.getValue().isEmpty());
        return Map.copyOf(environment);
    }

    private static boolean isPath(String name) {
        return File.separatorChar == '\\' ? name.equalsIgnoreCase("PATH") : name.equals("PATH");
    }

    /** What is inherited by name alone, for a child that finds its own things elsewhere. */
    public static Map<String, String> named(Map<String, String> parent, Collection<String> inherited) {
        Map<String, String> environment = new HashMap<>();
        parent.forEach((name, value) -> {
            if (inherited.stream().anyMatch(pattern -> matches(pattern, name))) {
                environment.put(name, value);
            }
        });
        return Map.copyOf(environment);
    }

    private static boolean isAllowed(String name) {
        // Windows ignores case in names, and proxies are written in both.
        String upper = name.toUpperCase(Locale.ROOT);
        return ALLOWED.contains(upper) || ALLOWED_PREFIXES.stream().anyMatch(upper::startsWith);
    }

    private static boolean matches(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }
}
