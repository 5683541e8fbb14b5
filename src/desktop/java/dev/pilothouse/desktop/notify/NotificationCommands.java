package dev.pilothouse.desktop.notify;

import dev.pilothouse.desktop.process.WindowsPrograms;
import dev.pilothouse.platform.Notifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The commands that show and withdraw a notification on each system. Texts are separate arguments or encoded, and never
 * part of a script, since text from an agent must not be executed. Immutable; any thread.
 */
enum NotificationCommands implements NotificationProgram {
    /** {@code notify-send} of libnotify, which Linux and BSD desktops include. */
    LINUX {
        @Override
        public List<String> show(Notifier.Notice notice, String replaced) {
            List<String> command =
                    new ArrayList<>(List.of("notify-send", "--print-id", "--app-name=Pilothouse", "--icon=pilothouse"));
            if (!replaced.isEmpty()) {
                command.add("--replace-id=" + replaced);
            }
            // A title may begin with a dash, and the text is read as markup.
            command.addAll(List.of("--", notice.title(), markup(notice.text())));
            return command;
        }

        @Override
        public Optional<List<String>> asksForActions() {
            return Optional.of(List.of("notify-send", "--help"));
        }

        /** Needs notify-send 0.8, which then waits until the notification is closed or clicked. */
        @Override
        public List<String> showPressable(Notifier.Notice notice, String replaced) {
            List<String> command = new ArrayList<>(show(notice, replaced));
            // The action "default" is a click on the notification itself, so it needs no button.
            command.add(command.indexOf("--"), ACTION + "=" + PRESSED + "=Pilothouse");
            return command;
        }

        @Override
        public Optional<List<String>> withdraw(String id) {
            // The id was printed by notify-send and was checked to be a number.
            return Optional.of(List.of(
                    "gdbus",
                    "call",
                    "--session",
                    "--dest=org.freedesktop.Notifications",
                    "--object-path=/org/freedesktop/Notifications",
                    "--method=org.freedesktop.Notifications.CloseNotification",
                    id));
        }
    },
    /** {@code osascript}, whose script takes the texts as its arguments. */
    MAC {
        @Override
        public List<String> show(Notifier.Notice notice, String replaced) {
            return List.of(
                    "osascript",
                    "-e",
                    "on run argv",
                    "-e",
                    "display notification (item 2 of argv) with title (item 1 of argv)",
                    "-e",
                    "end run",
                    "--",
                    notice.title(),
                    notice.text());
        }
    },
    /** A toast of Windows 10 and later, through PowerShell, with the texts as Base64 in the encoded script. */
    WINDOWS {
        @Override
        public List<String> show(Notifier.Notice notice, String replaced) {
            String script = "$t=" + decoded(notice.title()) + ";$b=" + decoded(notice.text()) + ";"
                    + "[Windows.UI.Notifications.ToastNotificationManager,Windows.UI.Notifications,ContentType=WindowsRuntime]>$null;"
                    + "$x=[Windows.UI.Notifications.ToastNotificationManager]::GetTemplateContent('ToastText02');"
                    + "$n=$x.GetElementsByTagName('text');"
                    + "$n.Item(0).AppendChild($x.CreateTextNode($t))>$null;"
                    + "$n.Item(1).AppendChild($x.CreateTextNode($b))>$null;"
                    + "[Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier('Pilothouse')"
                    + ".Show([Windows.UI.Notifications.ToastNotification]::new($x))";
            return List.of(
                    WindowsPrograms.ofThisSystem().powershell(),
                    "-NoProfile",
                    "-NonInteractive",
                    "-EncodedCommand",
                    Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_16LE)));
        }

        private String decoded(String text) {
            return "[Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('"
                    + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "'))";
        }
    };

    static NotificationCommands ofThisSystem() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (os.contains("mac")) {
            return MAC;
        }
        return os.contains("windows") ? WINDOWS : LINUX;
    }

    private static String markup(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
