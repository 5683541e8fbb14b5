package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunCheck;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.RunStopReason;
import dev.pilothouse.protocol.WireEnum;
import java.util.ArrayList;
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
            for (String line : remarks(run)) {
                table.row("", "", "", "", "", "", "", line);
            }
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

    /** The verdict of a judge, and why the run is over or the newest remark of the host. */
    static List<String> remarks(Run run) {
        List<String> lines = new ArrayList<>();
        String verdict = run.fact("verdict");
        if (!verdict.isEmpty()) {
            String best = run.member(verdict).isPresent()
                    ? "The judge finds " + verdict + " the best."
                    : "The judge finds none the best.";
            String older = run.fact("verdictOlder").isEmpty() ? "" : " An attempt has gone on since.";
            String check = run.fact("verdictDisagrees").isEmpty() ? "" : " The check says otherwise.";
            lines.add(best + older + check);
            run.fact("verdictReasons").lines().forEach(lines::add);
        }
        String sentence = run.status().sentence().text();
        if (sentence.isEmpty() && !run.notes().isEmpty()) {
            sentence = run.notes().get(run.notes().size() - 1).sentence().text();
        }
        if (!sentence.isEmpty()) {
            lines.add(sentence);
        }
        return lines;
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
