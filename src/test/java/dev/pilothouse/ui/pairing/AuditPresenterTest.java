package dev.pilothouse.ui.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.AuditAction;
import dev.pilothouse.model.AuditEntry;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.session.HostGateway.Audit;
import dev.pilothouse.session.HostGateway.Reply;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.text.Language;
import dev.pilothouse.ui.text.Texts;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AuditPresenterTest {
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final HostsPresenter hosts = new HostsPresenter(
            sample.hosts(),
            new HostsPresenter.Device(
                    Optional.of(TestShell.CHEQUERED), Optional.empty(), Optional.empty(), Runnable::run),
            Clock.fixed(SampleHosts.NOW, ZoneOffset.UTC),
            Runnable::run,
            notice -> {});

    private AuditPresenter presenter() {
        hosts.render(sample.hosts().links());
        hosts.refreshDevices();
        return hosts.audit(sample.local().hostId()).orElseThrow();
    }

    private AuditPresenter loaded(AuditEntry... entries) {
        sample.local()
                .answerAudit(CompletableFuture.completedFuture(new Reply.Value<>(new Audit(List.of(entries), false))));
        AuditPresenter presenter = presenter();
        presenter.load();
        return presenter;
    }

    private static AuditEntry entry(AuditAction deed, String name, String about, String address) {
        return new AuditEntry(
                SampleHosts.NOW.minus(Duration.ofMinutes(3)), deed, new DeviceId("d1"), name, about, address);
    }

    @Test
    void everyActionHasAText() {
        for (AuditAction action : AuditAction.values()) {
            assertThat(Texts.has("deed." + action.name())).as(action.name()).isTrue();
        }
    }

    @Test
    void aLineTellsWhoDidWhatToWhatAndFromWhereInThePersonsWords() {
        SessionSummary session =
                sample.hosts().links().get(0).reader().host().sessions().get(0);
        AuditPresenter presenter = loaded(
                entry(AuditAction.ANSWERED, "Pixel", session.sessionId() + " p3", "192.168.1.23"),
                entry(AuditAction.SCOPE_SET, "ada-desk", "d1 view", "this computer"),
                entry(AuditAction.REFUSED, "", "ticketUsed", "192.168.1.99"));

        List<AuditPresenter.Line> lines = presenter.shownProperty().get().lines();

        assertThat(lines)
                .extracting(AuditPresenter.Line::what)
                .containsExactly(
                        "Pixel: answered a question",
                        "ada-desk: changed a device\u2019s permissions",
                        "Unknown device: was rejected");
        assertThat(lines.get(0).about())
                .contains(session.name() + " \u00b7 from 192.168.1.23")
                .doesNotContain("p3");
        assertThat(lines.get(1).about()).contains("Ada\u2019s Pixel 8 \u00b7 can now view");
        assertThat(lines.get(2).about()).contains("ticket already used");
    }

    private String about(AuditAction deed, String about) {
        return loaded(entry(deed, "Pixel", about, ""))
                .shownProperty()
                .get()
                .lines()
                .get(0)
                .about()
                .replaceFirst("^[^\u00b7]* \u00b7 ", "");
    }

    @Test
    void codesOfTheLogAreSaidInWords() {
        String session = sample.hosts()
                .links()
                .get(0)
                .reader()
                .host()
                .sessions()
                .get(0)
                .sessionId()
                .value();
        assertThat(about(AuditAction.MODE_SET, session + " acceptEdits")).endsWith("edits without asking");
        assertThat(about(AuditAction.SHARING_SET, "on")).isEqualTo("network connections on");
        assertThat(about(AuditAction.SHARING_SET, "tunnel cloudflared")).isEqualTo("tunnel started (Cloudflare)");
        assertThat(about(AuditAction.SHARING_SET, "tunnel off")).isEqualTo("tunnel stopped");
        assertThat(about(AuditAction.PAIRED, "steer")).isEqualTo("can steer");
        assertThat(about(AuditAction.TICKET_MADE, "view 2026-12-24T18:00:00Z")).startsWith("can view, until ");
        assertThat(about(AuditAction.FORBIDDEN, "admin")).isEqualTo("requires permission to manage");
        assertThat(about(AuditAction.EXPIRY_SET, "d1 never")).endsWith("no expiry");
        assertThat(about(AuditAction.REVOKED, "d77 Old phone")).isEqualTo("Old phone");
        assertThat(about(AuditAction.SESSION_DELETED, "sgone")).isEqualTo("deleted");
    }

    @Test
    void aCodeThatNobodyKnowsIsQuoted() {
        assertThat(about(AuditAction.REFUSED, "moonPhase")).isEqualTo("\u201cmoonPhase\u201d");
        assertThat(about(AuditAction.MODE_SET, "sgone yolo")).isEqualTo("deleted \u00b7 \u201cyolo\u201d");
        assertThat(about(AuditAction.MODEL_SET, "s".repeat(65) + " fast"))
                .as("an id that is none")
                .isEqualTo("deleted \u00b7 \u201cfast\u201d");
        assertThat(about(AuditAction.PAIRED, "emperor")).isEqualTo("\u201cemperor\u201d");
        assertThat(about(AuditAction.EXPIRY_SET, "d1 soon")).endsWith("\u201csoon\u201d");
        assertThat(about(AuditAction.OTHER, "some thing")).isEqualTo("\u201csome thing\u201d");
    }

    /** Every reason with which a host refuses a device, in every language. */
    @Test
    void everyReasonAndModeHasWordsInEveryLanguage() {
        try {
            for (Language language : Language.values()) {
                Texts.setLanguage(language);
                for (String why : List.of(
                        "notPaired",
                        "ticketUnknown",
                        "ticketUsed",
                        "ticketExpired",
                        "pairingRefused",
                        "revoked",
                        "expired",
                        "version",
                        "busy",
                        "badRequest",
                        "journalFailed",
                        "internal")) {
                    assertThat(about(AuditAction.REFUSED, why)).isNotBlank().doesNotContain(why + "\u201d");
                }
            }
        } finally {
            Texts.setLanguage(Language.ENGLISH);
        }
    }

    @Test
    void everyDeedHasWords() {
        for (AuditAction deed : AuditAction.values()) {
            assertThat(loaded(entry(deed, "Pixel", "", ""))
                            .shownProperty()
                            .get()
                            .lines())
                    .singleElement()
                    .satisfies(line ->
                            assertThat(line.what()).startsWith("Pixel: ").doesNotContain("deed."));
        }
    }

    @Test
    void untilTheHostAnswersItIsLoadingAndOnlyTheNewestAnswerCounts() {
        CompletableFuture<Reply<Audit>> first = new CompletableFuture<>();
        sample.local().answerAudit(first);
        AuditPresenter presenter = presenter();
        presenter.load();
        assertThat(presenter.shownProperty().get().loading()).isTrue();
        sample.local().answerAudit(CompletableFuture.completedFuture(new Reply.Value<>(new Audit(List.of(), false))));
        presenter.load();

        first.complete(new Reply.Refused<>(ErrorCode.UNREACHABLE, "Too late"));

        assertThat(presenter.shownProperty().get()).isEqualTo(new AuditPresenter.Shown(false, "", List.of(), false));
    }

    @Test
    void aRefusalIsShownAsItIs() {
        sample.local()
                .answerAudit(CompletableFuture.completedFuture(
                        new Reply.Refused<>(ErrorCode.FORBIDDEN, "This device may not do that.")));
        AuditPresenter presenter = presenter();
        presenter.load();

        assertThat(presenter.shownProperty().get().problem()).isEqualTo("This device may not do that.");
    }
}
