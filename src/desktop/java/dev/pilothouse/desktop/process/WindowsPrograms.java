package dev.pilothouse.desktop.process;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * The programs of Windows itself, by absolute path. Windows looks for a bare name in the current folder first, so a
 * folder that somebody else filled could supply the program. Immutable; any thread.
 *
 * @param folder such as {@code C:\Windows}
 */
public record WindowsPrograms(String folder) {
    private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z]:\\\\[^\"<>|*?]*");

    /** @param environment where {@code SystemRoot} names the folder; the usual one counts without it */
    public WindowsPrograms(Map<String, String> environment) {
        this(environment.entrySet().stream()
                .filter(variable -> variable.getKey().equalsIgnoreCase("SystemRoot"))
                .map(Map.Entry::getValue)
                .filter(value -> ABSOLUTE.matcher(value).matches())
                .findFirst()
                .orElse("C:\\Windows"));
    }

    public static WindowsPrograms ofThisSystem() {
        return new WindowsPrograms(System.getenv());
    }

    public String cmd() {
        return system("cmd.exe");
    }

    public String reg() {
        return system("reg.exe");
    }

    public String schtasks() {
        return system("schtasks.exe");
    }

    public String conhost() {
        return system("conhost.exe");
    }

    public String icacls() {
        return system("icacls.exe");
    }

    public String notepad() {
        return system("notepad.exe");
    }

    public String powershell() {
        return system("WindowsPowerShell\\v1.0\\powershell.exe");
    }

    private String system(String name) {
        return folder + "\\System32\\" + name;
    }

    /** Java's launcher without a console in place of the one with a console. */
    public static String windowless(String program) {
        return program.replaceFirst("(?i)([\\\\/])java(\\.exe)?$", "$1javaw.exe");
    }
}
