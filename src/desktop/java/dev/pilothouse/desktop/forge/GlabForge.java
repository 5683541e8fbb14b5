package dev.pilothouse.desktop.forge;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.forge.ForgeException.Cause;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PullRequestInfo;
import dev.pilothouse.model.PullRequestReference.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** GitLab through {@code glab api}. The checks are the jobs of the newest pipeline. Thread-safe. */
final class GlabForge implements Forge {
    private static final int LOG_BYTES = 256 * 1024;
    private static final int MAX_LIST = 100;

    private final ForgeProgram glab;

    GlabForge(ForgeProgram glab) {
        this.glab = glab;
    }

    private static String path(Repository repository) {
        return "projects/" + ForgeReader.encoded(repository.path());
    }

    @Override
    public Optional<PullRequest> find(Head head) throws ForgeException {
        Optional<JsonElement> listed = glab.get(
                head.repository().host(),
                path(head.repository())
                        + "/merge_requests?state=all&order_by=created_at&sort=desc&per_page=20&source_branch="
                        + ForgeReader.encoded(head.branch()));
        List<PullRequest> found = new ArrayList<>();
        for (JsonObject each : ForgeReader.objects(listed)) {
            boolean fork =
                    !ForgeReader.text(each, "source_project_id").equals(ForgeReader.text(each, "target_project_id"));
            if (ForgeReader.text(each, "source_branch").equals(head.branch()) && fork == head.isFork()) {
                found.add(mergeRequest(each));
            }
        }
        return ForgeReader.newest(found);
    }

    @Override
    public Optional<PullRequest> read(Repository repository, int number) throws ForgeException {
        return glab.get(repository.host(), path(repository) + "/merge_requests/" + number)
                .filter(JsonElement::isJsonObject)
                .map(found -> mergeRequest(found.getAsJsonObject()));
    }

    private static PullRequest mergeRequest(JsonObject json) {
        String state = ForgeReader.text(json, "state");
        return new PullRequest(
                new PullRequestInfo(
                        ForgeReader.number(json, "iid"),
                        ForgeReader.line(json, "title"),
                        ForgeReader.address(json, "web_url"),
                        ForgeReader.state(
                                state.equals("merged"), state.equals("closed"), ForgeReader.flag(json, "draft")),
                        ForgeReader.line(json, "target_branch"),
                        PullRequestInfo.Checks.NONE),
                ForgeReader.text(json, "sha"));
    }

    @Override
    public CheckList checks(Repository repository, PullRequest pullRequest) throws ForgeException {
        ForgeReader.CheckCounter counter = new ForgeReader.CheckCounter();
        Optional<JsonElement> pipelines = glab.get(
                repository.host(),
                path(repository) + "/merge_requests/" + pullRequest.info().number() + "/pipelines?per_page=1");
        for (JsonObject pipeline : ForgeReader.objects(pipelines)) {
            int project = ForgeReader.number(pipeline, "project_id");
            String where = project == 0 ? path(repository) : "projects/" + project;
            Optional<JsonElement> jobs = glab.get(
                    repository.host(),
                    where + "/pipelines/" + ForgeReader.encoded(ForgeReader.text(pipeline, "id")) + "/jobs?per_page="
                            + MAX_LIST);
            for (JsonObject job : ForgeReader.objects(jobs)) {
                count(counter, job, where);
            }
            break;
        }
        return counter.list();
    }

    private static void count(ForgeReader.CheckCounter counter, JsonObject job, String project) {
        switch (ForgeReader.text(job, "status")) {
            case "success" -> counter.passed();
            case "failed", "canceled" -> {
                if (ForgeReader.flag(job, "allow_failure")) {
                    counter.passed();
                } else {
                    counter.failed(new FailedCheck(
                            ForgeReader.line(job, "name"),
                            project + "/jobs/" + ForgeReader.number(job, "id"),
                            ForgeReader.address(job, "web_url")));
                }
            }
            case "skipped", "manual" -> {
                // Nothing that is waited for.
            }
            default -> counter.running();
        }
    }

    @Override
    public PullRequest create(Head head, Proposal proposal) throws ForgeException {
        JsonObject json = new JsonObject();
        json.addProperty("title", proposal.draft() ? "Draft: " + proposal.title() : proposal.title());
        json.addProperty("description", proposal.body());
        json.addProperty("source_branch", head.branch());
        json.addProperty("target_branch", proposal.base());
        if (head.isFork()) {
            Optional<JsonElement> target = glab.get(head.repository().host(), path(head.repository()));
            target.filter(JsonElement::isJsonObject)
                    .ifPresent(project ->
                            json.addProperty("target_project_id", ForgeReader.number(project.getAsJsonObject(), "id")));
        }
        JsonElement made = glab.post(head.repository().host(), path(head.head()) + "/merge_requests", json.toString());
        if (!made.isJsonObject()) {
            throw ForgeException.of(Cause.UNCLEAR, HostTextCode.FORGE_ANSWER_UNUSABLE, glab.command());
        }
        return mergeRequest(made.getAsJsonObject());
    }

    @Override
    public List<String> failedLines(Repository repository, FailedCheck check) throws ForgeException {
        if (check.job().isEmpty()) {
            return List.of();
        }
        ForgeOutput output = glab.run(
                List.of("api", "--hostname", repository.host(), check.job() + "/trace"), null, LOG_BYTES, () -> false);
        if (output.code() != 0) {
            throw ForgeException.of(Cause.OTHER, HostTextCode.FORGE_FAILED, glab.command(), output.errors());
        }
        return ForgeReader.logLines(output, line -> line.substring(line.lastIndexOf('\r') + 1));
    }

    @Override
    public String comparePage(Head head, String base) {
        return "https://" + head.head() + "/-/merge_requests/new?merge_request%5Bsource_branch%5D="
                + ForgeReader.encoded(head.branch()) + "&merge_request%5Btarget_branch%5D=" + ForgeReader.encoded(base);
    }
}
