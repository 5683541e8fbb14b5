package dev.pilothouse.desktop.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** Builds an agent for the user's launchd, as in launchd.plist(5). Pure, except that it reads the user's id. */
final class LaunchdAgent {
    private static final String LABEL = "dev.pilothouse.host";
    private static final int STOP_SECONDS = 90;
    private static final int BOOTSTRAP_ATTEMPTS = 2 * STOP_SECONDS;
    /** 0077; a plist needs it in decimal. */
    private static final int CLOSED_TO_OTHERS = 63;

    /** The head of every property list. */
    static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\""
            + " \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n";

    private LaunchdAgent() {}

    static Service service(Path home, ServiceSpec spec) throws IOException {
        Path file = home.resolve("Library").resolve("LaunchAgents").resolve(LABEL + ".plist");
        String domain = "gui/" + Files.getAttribute(home, "unix:uid");
        return new Service(
                file,
                text(spec),
                StandardCharsets.UTF_8,
                List.of(List.of("launchctl", "bootstrap", domain, file.toString())),
                List.of(List.of("launchctl", "bootout", domain + "/" + LABEL)),
                "It runs while you are logged in.",
                // launchd ends the former host after "bootout" has returned, and refuses the new one until then.
                BOOTSTRAP_ATTEMPTS);
    }

    /** Returns an agent that runs a command once after each login and does not restart it. */
    static String atLogin(String label, List<String> command) {
        XmlText plist = new XmlText(HEAD);
        plist.open("plist", "version", "1.0").open("dict");
        plist.value("key", "Label").value("string", label);
        plist.value("key", "ProgramArguments").open("array");
        command.forEach(word -> plist.value("string", word));
        plist.close();
        plist.value("key", "RunAtLoad").empty("true");
        return plist.close().close().text();
    }

    static String text(ServiceSpec spec) {
        XmlText plist = new XmlText(HEAD + "<!-- " + Service.MARK + " -->");
        plist.open("plist", "version", "1.0").open("dict");
        plist.value("key", "Label").value("string", LABEL);
        plist.value("key", "ProgramArguments").open("array");
        spec.command().forEach(word -> plist.value("string", word));
        plist.close();
        plist.value("key", "EnvironmentVariables").open("dict");
        new TreeMap<>(spec.environment())
                .forEach((name, value) -> plist.value("key", name).value("string", value));
        plist.close();
        plist.value("key", "RunAtLoad").empty("true");
        plist.value("key", "KeepAlive")
                .open("dict")
                .value("key", "SuccessfulExit")
                .empty("false")
                .close();
        plist.value("key", "ExitTimeOut").value("integer", Integer.toString(STOP_SECONDS));
        plist.value("key", "Umask").value("integer", Integer.toString(CLOSED_TO_OTHERS));
        return plist.close().close().text();
    }
}
