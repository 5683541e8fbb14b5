package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunCheck;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.RunStopReason;
import dev.pilothouse.protocol.WireEnum;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Lists the runs of the host with their members. */
@Command(name = "runs", description = "Lists the runs of the host: several sessions for one intention.")
final class RunsCommand implements Callable<Integer> {
    @ParentCommand
    private CtlCommand ctl;

    @Override
    public Integer call() throws CommandFailure {
        try (HostConnection host = ctl.connect()) {
            print(host.value(host.client().host().runs()));
            return 0;
        }
    }

    private void print(List<Run> runs) {
        if (ctl.json()) {
            JsonArray array = new JsonArray();
            runs.forEach(each -> array.add(CostJson.run(each)));
            ctl.terminal().json(array);
            return;
        }
        if (runs.isEmpty()) {
            ctl.terminal().note("There are no runs.");
            return;
        }
        Table table = new Table("RUN", "KIND", "STATE", "MEMBER", "AGENT", "SESSION", "CHECK", "ABOUT");
        for (Run run : runs) {
            RunStopReason reason = run.status().stopReason();
            table.row(
                    run.runId().value(),
                    WireEnum.toWire(run.kind()),
                    WireEnum.toWire(reason == null ? run.state() : reason),
                    "",
                    "",
                    "",
                    "",
                    run.title());
            for (RunMember member : run.members()) {
                table.row(
                        "",
                        "",
                        WireEnum.toWire(member.state()),
                        member.key(),
                        member.agentId().value(),
                        member.sessionId() == null ? "" : member.sessionId().value(),
                        check(member),
                        kept(run, member) + member.sentence().text());
            }
        }
        table.print(ctl.terminal());
    }

    private static String check(RunMember member) {
        if (member.check() == RunCheck.NONE) {
            return "";
        }
        return WireEnum.toWire(member.check()) + (member.isCheckOlder() ? " (older)" : "");
    }

    /** Whether the person has kept or merged this attempt. */
    private static String kept(Run run, RunMember member) {
        if (!member.key().equals(run.fact("kept"))) {
            return "";
        }
        return run.fact("merged").isEmpty() ? "Kept. " : "Merged into " + run.fact("merged") + ". ";
    }
}
