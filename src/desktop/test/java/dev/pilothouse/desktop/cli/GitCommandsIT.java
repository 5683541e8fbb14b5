package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.git.GitRepository;
import dev.pilothouse.desktop.worktree.TestRepository;
import dev.pilothouse.protocol.StrictJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Commands about git and the files of repositories, each against a new host. */
@Timeout(180)
class GitCommandsIT extends FreshHostCommands {

    @Test
    void snapshotsOfARepositoryAreListedBroughtBackAndForgotten() throws Exception {
        pair();
        GitRepository repository = GitRepository.create(Path.of(work), "repository");
        repository.file("a.txt", "one\n");
        repository.commit("first");
        String directory = repository.root().toString();
        assertThat(json("ctl", "kept", "--cwd", directory).getAsJsonArray()).isEmpty();
        String session = json("ctl", "new", "--agent", "demo", "--cwd", directory, "--prompt", "/say hello")
                .getAsJsonObject()
                .get("sessionId")
                .getAsString();
        assertThat(line("ctl", "watch", session, "--until", "turnEnded").code()).isZero();
        JsonObject kept =
                json("ctl", "kept", "--cwd", directory).getAsJsonArray().get(0).getAsJsonObject();
        assertThat(kept.get("reason").getAsString()).isEqualTo("turn");
        assertThat(kept.get("owner").getAsString()).isEqualTo(session);
        String id = kept.get("snapshot").getAsString();
        repository.file("a.txt", "two\n");
        assertThat(json("ctl", "kept", "--cwd", directory, "--restore", id)
                        .getAsJsonObject()
                        .has("before"))
                .isTrue();
        assertThat(repository.root().resolve("a.txt")).hasContent("one\n");
        assertThat(line("ctl", "kept", "--cwd", directory, "--forget", id).code())
                .isZero();
        Line gone = line("ctl", "kept", "--cwd", directory, "--restore", id);
        assertThat(gone.code()).isEqualTo(3);
        assertThat(code(gone)).isEqualTo("closed");
        assertThat(line("ctl", "kept", "--restore").code()).isEqualTo(2);
        assertThat(json("audit").getAsJsonArray().toString()).contains("snapshotDeleted");
    }

    @Test
    void commandsOfARepositoryArePrintedAllowedListedAndForgotten() throws Exception {
        json(
                "ctl",
                "pair",
                json("ticket", "--scope", "admin")
                        .getAsJsonObject()
                        .get("ticket")
                        .getAsString());
        TestRepository repository = TestRepository.at(Path.of(work).resolve("shop"));
        repository.commit(".pilothouse.json", "{\"setup\":[\"touch ran\"]}");
        String session = json(
                        "ctl",
                        "new",
                        "--agent",
                        "demo",
                        "--cwd",
                        repository.root().toString(),
                        "--worktree",
                        "fix",
                        "--prompt",
                        "/say hello")
                .getAsJsonObject()
                .get("sessionId")
                .getAsString();
        assertThat(line("ctl", "watch", session, "--until", "pendingAsked").code())
                .isZero();
        JsonObject pending = json("ctl", "pending").getAsJsonArray().get(0).getAsJsonObject();
        assertThat(pending.get("detail").getAsString()).contains("touch ran");
        assertThat(pending.get("scope").getAsString()).isEqualTo("steer");
        Line shown = Line.run("--profile", profile, "ctl", "pending");
        assertThat(shown.out()).contains("touch ran").contains("allow doNotAllow");

        json("ctl", "answer", session, pending.get("pendingId").getAsString(), "allow");
        assertThat(line("ctl", "watch", session, "--until", "turnEnded").code()).isZero();
        assertThat(repository.worktrees().resolve("fix/ran")).exists();

        JsonObject trusted = json("ctl", "trust").getAsJsonArray().get(0).getAsJsonObject();
        assertThat(trusted.get("repository").getAsString())
                .isEqualTo(repository.root().resolve(".git").toString());
        assertThat(trusted.get("commands").getAsString()).contains("touch ran");
        String digest = trusted.get("digest").getAsString();
        assertThat(line("ctl", "trust", "--forget", digest.substring(0, 12)).code())
                .isZero();
        assertThat(json("ctl", "trust").getAsJsonArray()).isEmpty();
        Line gone = line("ctl", "trust", "--forget", digest);
        assertThat(gone.code()).isEqualTo(4);
        assertThat(code(gone)).isEqualTo("notTrusted");
        assertThat(gone.err()).contains("No allowed commands have this repository or digest");
        assertThat(json("audit").getAsJsonArray().toString())
                .contains("commandsAllowed")
                .contains("trustForgotten");
    }

    @Test
    void aBranchIsPushedFetchedAndPulled() throws Exception {
        pair();
        TestRepository repository = TestRepository.at(Path.of(work).resolve("shop"));
        Path bare = Path.of(work).resolve("shop.git");
        TestRepository.git(
                Path.of(work), "clone", "--quiet", "--bare", repository.root().toString(), bare.toString());
        repository.git("remote", "add", "origin", bare.toString());
        repository.commit("a.txt", "a");
        String session = json(
                        "ctl",
                        "new",
                        "--agent",
                        "demo",
                        "--cwd",
                        repository.root().toString())
                .getAsJsonObject()
                .get("sessionId")
                .getAsString();

        Line shown = Line.run("ctl", "--profile", profile, "push", session, "--dry-run");
        assertThat(shown.out())
                .contains("main -> origin/main at " + bare + " (new branch, 2 commits)")
                .contains("Change a.txt");
        Line refused = line("ctl", "push", session);
        assertThat(refused.code()).isEqualTo(3);
        assertThat(code(refused)).isEqualTo("toDefault");

        Line pushed = Line.run("ctl", "--profile", profile, "push", session, "--to-default");
        assertThat(pushed.code()).as(pushed.err()).isZero();
        assertThat(pushed.out()).contains("Pushed to origin/main.");
        assertThat(TestRepository.git(bare, "rev-parse", "main")).isEqualTo(repository.git("rev-parse", "HEAD"));
        assertThat(json("ctl", "fetch", session).getAsJsonObject().get("state").getAsString())
                .isEqualTo("done");
        Line pulled = Line.run("ctl", "--profile", profile, "pull", session, "--rebase");
        assertThat(pulled.code()).as(pulled.err()).isZero();
        Line aborted = Line.run("ctl", "--profile", profile, "pull", session, "--abort");
        assertThat(aborted.code()).isEqualTo(1);
        assertThat(aborted.err()).contains("no merge and no rebase");
        assertThat(line("ctl", "pull", session, "--rebase", "--merge").code()).isEqualTo(2);
    }

    @Test
    void aSessionStartsInAWorktreeThatIsListedWithItsJob() throws Exception {
        pair();
        TestRepository repository = TestRepository.at(Path.of(work).resolve("shop"));
        String session = json(
                        "ctl",
                        "new",
                        "--agent",
                        "demo",
                        "--cwd",
                        repository.root().toString(),
                        "--worktree",
                        "fix/login",
                        "--prompt",
                        "/say hello")
                .getAsJsonObject()
                .get("sessionId")
                .getAsString();
        assertThat(line("ctl", "watch", session, "--until", "turnEnded").code()).isZero();

        JsonObject worktree = json("ctl", "worktrees")
                .getAsJsonObject()
                .getAsJsonArray("worktrees")
                .get(0)
                .getAsJsonObject();
        assertThat(worktree.get("branch").getAsString()).isEqualTo("fix/login");
        assertThat(worktree.get("place").getAsString())
                .isEqualTo(repository.worktrees().resolve("fix-login").toString());
        JsonObject job = json("ctl", "jobs").getAsJsonArray().get(0).getAsJsonObject();
        assertThat(job.get("kind").getAsString()).isEqualTo("worktreeAdd");
        assertThat(job.get("state").getAsString()).isEqualTo("done");
        assertThat(line("ctl", "jobs", job.get("jobId").getAsString()).code()).isZero();
        assertThat(line("ctl", "jobs", "no-such-job").code()).isEqualTo(4);
        assertThat(line("ctl", "jobs", "--cancel").code()).isEqualTo(2);
        assertThat(line("ctl", "worktrees", "--remove", "/nowhere").code()).isEqualTo(4);
        String place = worktree.get("place").getAsString();
        Line refused = line("ctl", "worktrees", "--remove", place);
        assertThat(refused.code()).isEqualTo(1);
        assertThat(code(refused)).isEqualTo("jobFailed");
        Line jobs = Line.run("ctl", "--profile", profile, "jobs");
        String reason = StrictJson.parseObject(refused.err().strip())
                .getAsJsonObject("error")
                .get("text")
                .getAsString();
        assertThat(jobs.out()).contains(reason.substring(0, reason.indexOf(" (job")));
        json("ctl", "close", session);
        String removal = json("ctl", "worktrees", "--remove", place)
                .getAsJsonObject()
                .get("jobId")
                .getAsString();
        JsonObject removed =
                json("ctl", "jobs", removal).getAsJsonArray().get(0).getAsJsonObject();
        assertThat(removed.get("kind").getAsString()).isEqualTo("worktreeRemove");
        assertThat(removed.get("state").getAsString()).isEqualTo("done");
        assertThat(line("ctl", "new", "--agent", "demo", "--cwd", "/", "--base", "main")
                        .code())
                .isEqualTo(2);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the test repository is made with a shell's git")
    void aCommitIsMadeWithTheOutputOfItsHooks() throws Exception {
        pair();
        GitRepository repository = GitRepository.create(Path.of(work), "repository");
        repository.git("config", "user.name", "Ada");
        repository.git("config", "user.email", "ada@example.org");
        repository.file("a.txt", "1\n");
        repository.commit("first");
        repository.file("a.txt", "2\n");
        repository.file("b.txt", "2\n");
        String session = json(
                        "ctl",
                        "new",
                        "--agent",
                        "demo",
                        "--cwd",
                        repository.root().toString())
                .getAsJsonObject()
                .get("sessionId")
                .getAsString();

        Line nothing = line("ctl", "commit", session, "-m", "second");
        assertThat(nothing.code()).isEqualTo(1);
        assertThat(nothing.out()).contains("nothing to commit");
        assertThat(line("ctl", "commit", session, "--suggest", "--all").code()).isEqualTo(2);
        Line rubbish = line("ctl", "commit", session, "--suggest");
        assertThat(rubbish.code()).isEqualTo(1);
        assertThat(rubbish.out() + rubbish.err()).contains("has not answered with a message");
        Line made = Line.run("ctl", "--profile", profile, "commit", session, "-m", "second", "b.txt");
        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.out()).contains("On main, as Ada <ada@example.org>", "Committed ");
        assertThat(repository.git("show", "--name-only", "--format=%s", "HEAD")).isEqualTo("second\n\nb.txt\n");
        assertThat(line("ctl", "commit", session, "-m", "third", "--all").code())
                .isZero();
        assertThat(repository.git("status", "--porcelain")).isEmpty();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the test repository is made with a shell's git")
    void theChangesOfASessionAreListedAndPrinted() throws Exception {
        pair();
        GitRepository repository = GitRepository.create(Path.of(work), "repository");
        repository.file("a.txt", "1\n");
        repository.commit("first");
        repository.file("a.txt", "2\n");
        String session = json(
                        "ctl",
                        "new",
                        "--agent",
                        "demo",
                        "--cwd",
                        repository.root().toString())
                .getAsJsonObject()
                .get("sessionId")
                .getAsString();

        JsonObject changes = json("ctl", "changes", session).getAsJsonObject();
        assertThat(changes.get("branch").getAsString()).isEqualTo("main");
        assertThat(Line.run("ctl", "--profile", profile, "changes", session).out())
                .isEqualTo("STATE     ADDED  REMOVED  PATH\nmodified  1      1        a.txt\n");
        assertThat(Line.run("ctl", "--profile", profile, "diff", session, "a.txt", "--uncommitted")
                        .out())
                .endsWith("--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-1\n+2\n");
        repository.file("new.txt", "1\n2\n3\n");
        assertThat(Line.run("ctl", "--profile", profile, "diff", session, "new.txt")
                        .out())
                .isEqualTo("diff --git a/new.txt b/new.txt\nnew file mode 100644\n"
                        + "--- /dev/null\n+++ b/new.txt\n@@ -0,0 +1,3 @@\n+1\n+2\n+3\n");
        assertThat(json("ctl", "diff", session).getAsJsonArray()).hasSize(2);
        // The repository has no remote.
        assertThat(json("ctl", "pr", session)
                        .getAsJsonObject()
                        .getAsJsonObject("problem")
                        .get("trouble")
                        .getAsString())
                .isEqualTo("noForge");
        Line noForge = line("ctl", "pr", session, "--create", "--title", "Fix");
        assertThat(noForge.code()).isEqualTo(4);
        assertThat(code(noForge)).isEqualTo("noForge");
        repository.file("new.bin", "\0");
        Line all = Line.run("ctl", "--profile", profile, "diff", session);
        assertThat(all.err()).isEqualTo("Not in the patch, because it is binary or cannot be read: new.bin\n");
        Path patch = Files.writeString(Path.of(work).resolve("session.patch"), all.out());
        repository.git("stash", "-q", "-u");
        repository.git("apply", patch.toString());
        assertThat(repository.root().resolve("a.txt")).hasContent("2\n");
        assertThat(repository.root().resolve("new.txt")).hasContent("1\n2\n3\n");

        assertThat(line("ctl", "diff", session, "b.txt").code()).isEqualTo(4);
        String plain = newSession("hello");
        Line none = line("ctl", "changes", plain);
        assertThat(none.code()).isEqualTo(4);
        assertThat(code(none)).isEqualTo("noRepository");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the test repository is made with a shell's git")
    void reviewCommentsAreWrittenListedSentAndResolved() throws Exception {
        GitRepository repository = GitRepository.create(Path.of(work), "project");
        repository.file("a.txt", "1\n2\n3\n");
        repository.commit("first");
        repository.file("a.txt", "1\ntwo\n3\n");
        pair();
        String session = json(
                        "ctl",
                        "new",
                        "--agent",
                        "demo",
                        "--cwd",
                        repository.root().toString())
                .getAsJsonObject()
                .get("sessionId")
                .getAsString();

        String id = json("ctl", "review", session, "Spell it out.", "--add", "a.txt:2-3")
                .getAsJsonObject()
                .get("commentId")
                .getAsString();
        json("ctl", "review", session, "Keep it.", "--old", "--add", "a.txt:2");
        assertThat(line("ctl", "review", session, "x", "--add", "a.txt:9").code())
                .isEqualTo(4);
        assertThat(line("ctl", "review", session, "x", "--add", "b.txt:1").code())
                .isEqualTo(4);
        assertThat(line("ctl", "review", session, "x", "--add", "a.txt").code()).isEqualTo(2);

        json("ctl", "review", session, "--send", "/say Please:");
        List<JsonObject> turn = objects(line("ctl", "watch", session, "--until", "turnEnded"));
        assertThat(turn)
                .filteredOn(update -> kind(update).equals("userMessage"))
                .singleElement()
                .extracting(update -> update.get("text").getAsString())
                .isEqualTo("/say Please:\n\n### a.txt:2-3\n\n```\ntwo\n3\n```\n\nSpell it out.\n\n"
                        + "### a.txt:2 (before the change)\n\n```\n2\n```\n\nKeep it.");
        repository.file("a.txt", "0\n1\nsecond\n3\n");
        json("ctl", "review", session, "--resolve", id);
        assertThat(line("ctl", "review", session, "--resolve", "nosuch").code()).isEqualTo(4);
        assertThat(line("ctl", "budgets", "--delete", "nosuch").code()).isEqualTo(4);
        String table = Line.run("ctl", "--profile", profile, "review", session).out();
        assertThat(table).containsPattern(id + " +resolved +a.txt:").contains("a.txt:2 (before)", "open");
        assertThat(code(line("ctl", "review", session, "--send"))).isEqualTo("closed");
        json("ctl", "review", session, "--delete", id);
        assertThat(json("ctl", "review", session).getAsJsonArray()).hasSize(1);
    }
}
