package dev.pilothouse.ui.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.platform.FileOpener;
import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.markdown.FileReference;
import dev.pilothouse.ui.status.SessionKey;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A file path of an agent: opens the file on this machine, or copies its path. */
class FileLinksTest {
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final List<String> told = new ArrayList<>();
    private boolean views;
    private FileOpener.Outcome outcome = FileOpener.Outcome.OPENED;
    private Optional<FileOpener> opener = Optional.of((directory, path, heard) -> {
        told.add("open " + path + " in " + directory);
        heard.accept(outcome);
    });
    private final TranscriptPresenter presenter = new TranscriptPresenter(
            new TranscriptFeed(new ManualLane("projection"), (key, critical) -> {}),
            Clock.fixed(SampleHosts.NOW, ZoneOffset.UTC),
            Runnable::run,
            new TranscriptPresenter.Outside() {
                @Override
                public void openLink(String target) {
                    told.add("link " + target);
                }

                @Override
                public void copy(String text) {
                    told.add("copy " + text);
                }

                @Override
                public void notice(String text) {
                    told.add(text);
                }

                @Override
                public boolean view(HostLink link, SessionKey session, FileReference file) {
                    if (views) {
                        told.add("view " + file.path() + " at " + file.line() + " of " + session.sessionId());
                    }
                    return views;
                }

                @Override
                public void view(HostLink link, SessionKey session, Attachment.Blob attachment) {
                    told.add("view " + attachment.name());
                }

                @Override
                public Optional<FileOpener> files() {
                    return opener;
                }
            });

    private void show(FakeHost host, SessionId session) {
        presenter.show(host.link(), new SessionKey(host.hostId(), session));
    }

    @Test
    void aFileIsShownInTheViewerAlsoOneOfAnotherMachine() {
        views = true;
        show(sample.remote(), new SessionId("s10"));
        presenter.openLink("src/A.java:12");
        presenter.openAttachment(new Attachment.ProjectFile("docs/a.md"));
        presenter.openAttachment(new Attachment.Blob(new BlobId("b1"), "plot.png", "image/png", 7, null));
        assertThat(told).containsExactly("view src/A.java at 12 of s10", "view docs/a.md at 0 of s10", "view plot.png");
        assertThat(presenter.mayOpenOutside()).isFalse();
    }

    @Test
    void aFileOfThisMachineIsOpened() {
        show(sample.local(), sample.main());
        presenter.openLink("src/A.java:12");
        assertThat(told).containsExactly("open src/A.java in /home/ada/src/shop", "Opened src/A.java");
    }

    @Test
    void whatMayNotBeOpenedIsCopiedAndSaid() {
        show(sample.local(), sample.main());
        outcome = FileOpener.Outcome.NOT_TEXT;
        presenter.openLink("run.sh:1");
        assertThat(told)
                .containsExactly(
                        "open run.sh in /home/ada/src/shop",
                        "copy run.sh",
                        "Copied path run.sh. Only text files can be opened.");
    }

    @Test
    void aFileOfAnotherMachineIsNotLookedForHere() {
        show(sample.remote(), new SessionId("s10"));
        presenter.openLink("src/A.java:12");
        assertThat(told).containsExactly("copy src/A.java", "Copied path src/A.java. The file is on another machine.");
    }

    @Test
    void aFileOfAnAgentThatRunsElsewhereIsNotLookedForHere() {
        sample.local()
                .agents(List.of(new AgentInfo(
                        new AgentId("github-copilot"), "GitHub Copilot", true, "copilot", "", List.of(), "ssh build")));
        show(sample.local(), sample.main());
        presenter.openLink("src/A.java:12");
        assertThat(told).containsExactly("copy src/A.java", "Copied path src/A.java. The file is on another machine.");
    }

    @Test
    void theWebStaysWithWhateverOpensTheWeb() {
        show(sample.local(), sample.main());
        presenter.openLink("https://example.org/a.md");
        assertThat(told).containsExactly("link https://example.org/a.md");
    }
}
