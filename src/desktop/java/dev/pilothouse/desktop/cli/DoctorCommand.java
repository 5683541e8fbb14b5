package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.doctor.AgentsCheck;
import dev.pilothouse.desktop.doctor.ClockCheck;
import dev.pilothouse.desktop.doctor.DataCheck;
import dev.pilothouse.desktop.doctor.DiagnosticResult;
import dev.pilothouse.desktop.doctor.Doctor;
import dev.pilothouse.desktop.doctor.NotificationCheck;
import dev.pilothouse.desktop.doctor.NotificationTargetCheck;
import dev.pilothouse.desktop.doctor.ProgramCheck;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Checks the installation and prints problems with their remedies. */
@Command(
        name = "doctor",
        description = {
            "Looks at everything that a host and its window need, and says what to do.",
            "Changes nothing, and may run beside a host."
        },
        footer = {"", "Exit codes: 0 all in order, 1 something to be seen to, 2 something does not work."})
final class DoctorCommand implements Callable<Integer> {

    @ParentCommand
    private RootCommand root;

    @Mixin
    private DataFolderOption data;

    @Option(
            names = "--agents",
            description = "Start each installed agent too, to see whether it works and is logged in (up to a minute).")
    private boolean agents;

    @Override
    public Integer call() {
        List<DiagnosticResult> findings = Doctor.examine(List.of(
                new Doctor.Part("program", new ProgramCheck()),
                new Doctor.Part("data", new DataCheck(data.folder())),
                new Doctor.Part("clock", new ClockCheck(data.folder())),
                new Doctor.Part("host", new HostCheck(data.folder())),
                new Doctor.Part("agents", new AgentsCheck(data.folder(), System.getenv(), agents)),
                new Doctor.Part("notifications", new NotificationCheck()),
                new Doctor.Part("away", new NotificationTargetCheck(data.folder()))));
        if (root.json()) {
            root.terminal().json(json(findings));
        } else {
            findings.forEach(this::print);
        }
        return Doctor.exitCode(findings);
    }

    private void print(DiagnosticResult finding) {
        Terminal terminal = root.terminal();
        terminal.line(mark(finding.level()) + "  " + Terminal.plainLine(finding.area() + ": " + finding.text()));
        if (!finding.advice().isEmpty()) {
            terminal.line("      " + Terminal.plainLine(finding.advice()));
        }
    }

    private static String mark(DiagnosticResult.Level level) {
        return switch (level) {
            case OK -> "ok  ";
            case WARNING -> "warn";
            case FAILURE -> "FAIL";
        };
    }

    private static JsonArray json(List<DiagnosticResult> findings) {
        JsonArray array = new JsonArray();
        for (DiagnosticResult finding : findings) {
            JsonObject json = new JsonObject();
            json.addProperty("area", finding.area());
            json.addProperty("level", finding.level().name().toLowerCase(Locale.ROOT));
            json.addProperty("text", finding.text());
            json.addProperty("advice", finding.advice());
            array.add(json);
        }
        return array;
    }
}
