package dev.pilothouse.desktop.forge;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.forge.ForgeException.Cause;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PullRequestInfo;
import dev.pilothouse.model.PullRequestReference.Repository;
import dev.pilothouse.model.PullRequestState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** GitHub through {@code gh}: its REST interface by {@code gh api}, and logs by {@code gh run view}. Thread-safe. */
final class GhForge implements Forge {
    private static final Pattern JOB = Pattern.compile("https?://[^\\s?#]+/actions/runs/\\d+/job/(\\d+)(?:[?#].*)?");
    private static final int LOG_BYTES = 256 * 1024;
    private static final int MAX_LIST = 100;

    private final ForgeProgram gh;

    GhForge(ForgeProgram gh) {
        this.gh = gh;
    }

    private static String path(Repository repository) {
        return "repos/" + repository.path();
    }

    @Override
    public Optional<PullRequest> find(Head head) throws ForgeException {
        String owner = head.head().path().substring(0, head.head().path().indexOf('/'));
        Optional<JsonElement> listed = gh.get(
                head.repository().host(),
                path(head.repository()) + "/pulls?state=all&sort=created&direction=desc&per_page=10&head="
                        + ForgeReader.encoded(owner + ":" + head.branch()));
        List<PullRequest> found = new ArrayList<>();
        for (JsonObject each : ForgeReader.objects(listed)) {
            // A forge that ignores the parameter would list all of them.
            if (ForgeReader.text(each, "head", "ref").equals(head.branch())) {
                found.add(pullRequest(each));
            }
        }
        return ForgeReader.newest(found);
    }

    @Override
    public Optional<PullRequest> read(Repository repository, int number) throws ForgeException {
        return gh.get(repository.host(), path(repository) + "/pulls/" + number)
                .filter(JsonElement::isJsonObject)
                .map(found -> pullRequest(found.getAsJsonObject()));
    }

    private static PullRequest pullRequest(JsonObject json) {
        PullRequestState state = ForgeReader.state(
                !ForgeReader.text(json, "merged_at").isEmpty(),
                ForgeReader.text(json, "state").equals("closed"),
                ForgeReader.flag(json, "draft"));
        return new PullRequest(
                new PullRequestInfo(
                        ForgeReader.number(json, "number"),
                        ForgeReader.line(json, "title"),
                        ForgeReader.address(json, "html_url"),
                        state,
                        ForgeReader.line(json, "base", "ref"),
                        PullRequestInfo.Checks.NONE),
                ForgeReader.text(json, "head", "sha"));
    }

    @Override
    public CheckList checks(Repository repository, PullRequest pullRequest) throws ForgeException {
        String commit = path(repository) + "/commits/" + ForgeReader.encoded(pullRequest.commit());
        ForgeReader.CheckCounter counter = new ForgeReader.CheckCounter();
        Optional<JsonElement> runs =
                gh.get(repository.host(), commit + "/check-runs?filter=latest&per_page=" + MAX_LIST);
        for (JsonObject each : ForgeReader.objects(ForgeReader.member(runs, "check_runs"))) {
            String name = ForgeReader.line(each, "name");
            String url = ForgeReader.address(each, "details_url");
            Matcher job = JOB.matcher(url);
            FailedCheck failed = new FailedCheck(name, job.matches() ? job.group(1) : "", url);
            if (!ForgeReader.text(each, "status").equals("completed")) {
                counter.running();
            } else {
                switch (ForgeReader.text(each, "conclusion")) {
                    case "success" -> counter.passed();
                    case "neutral", "skipped", "stale" -> {
                        // Neither good nor bad.
                    }
                    default -> counter.failed(failed);
                }
            }
        }
        Optional<JsonElement> statuses = gh.get(repository.host(), commit + "/status?per_page=" + MAX_LIST);
        for (JsonObject each : ForgeReader.objects(ForgeReader.member(statuses, "statuses"))) {
            switch (ForgeReader.text(each, "state")) {
                case "success" -> counter.passed();
                case "pending" -> counter.running();
                default ->
                    counter.failed(new FailedCheck(
                            ForgeReader.line(each, "context"), "", ForgeReader.address(each, "target_url")));
            }
        }
        return counter.list();
    }

    @Override
    public PullRequest create(Head head, Proposal proposal) throws ForgeException {
        JsonObject json = new JsonObject();
        json.addProperty("title", proposal.title());
        json.addProperty("body", proposal.body());
        json.addProperty("base", proposal.base());
        json.addProperty("draft", proposal.draft());
        String path = head.head().path();
        json.addProperty(
                "head", head.isFork() ? path.substring(0, path.indexOf('/')) + ":" + head.branch() : head.branch());
        JsonElement made = gh.post(head.repository().host(), path(head.repository()) + "/pulls", json.toString());
        if (!made.isJsonObject()) {
            throw ForgeException.of(Cause.UNCLEAR, HostTextCode.FORGE_ANSWER_UNUSABLE, gh.command());
        }
        return pullRequest(made.getAsJsonObject());
    }

    @Override
    public List<String> failedLines(Repository repository, FailedCheck check) throws ForgeException {
        if (check.job().isEmpty()) {
            return List.of();
        }
        ForgeOutput output = gh.run(
                List.of("run", "view", "--job", check.job(), "--log-failed", "--repo", repository.toString()),
                null,
                LOG_BYTES,
                () -> false);
        if (output.code() != 0) {
            throw ForgeException.of(Cause.OTHER, HostTextCode.FORGE_FAILED, gh.command(), output.errors());
        }
        // Each line begins with the job and the step, with tabs after both.
        return ForgeReader.logLines(output, line -> line.substring(line.lastIndexOf('\t') + 1));
    }

    @Override
    public String comparePage(Head head, String base) {
        String owner = head.head().path().substring(0, head.head().path().indexOf('/'));
        return "https://" + head.repository() + "/compare/" + ForgeReader.path(base) + "..."
                + (head.isFork() ? owner + ":" : "") + ForgeReader.path(head.branch()) + "?expand=1";
    }
}
