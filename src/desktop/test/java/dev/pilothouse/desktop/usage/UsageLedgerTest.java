package dev.pilothouse.desktop.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.TurnEstimate;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.model.UsageGrouping;
import dev.pilothouse.model.UsageReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UsageLedgerTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 29);
    private static final SessionId SESSION = new SessionId("s1Z8x0yYbq6t3VfWmT0c9A");
    private static final SessionId OTHER = new SessionId("s2Z8x0yYbq6t3VfWmT0c9A");

    @TempDir
    Path data;

    private UsageLedger ledger;

    @BeforeEach
    void open() {
        ledger = new UsageLedger(data, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private static TurnUsage turn(SessionId session, long turn, String at, TokenCount tokens, double cost) {
        return new TurnUsage(
                session,
                new TurnId(turn),
                Instant.parse(at),
                new AgentId("demo"),
                "demo-large",
                "/work/shop",
                tokens,
                cost,
                cost < 0 ? "" : "USD",
                "");
    }

    private static TurnUsage turn(long turn) {
        return turn(SESSION, turn, "2026-11-29T10:00:00Z", new TokenCount(100, 20, 50, 5), 0.25);
    }

    private UsageReport report(UsageGrouping by) throws IOException {
        return ledger.report(DAY, DAY, ZoneOffset.UTC, by);
    }

    private void prices(String json) throws IOException {
        Files.writeString(data.resolve("prices.json"), json);
    }

    @Test
    void aLateCostBelongsToItsTurnAndCompletesIt() throws Exception {
        ledger.add(turn(SESSION, 1, "2026-11-29T10:00:00Z", new TokenCount(100, 0), -1));
        TurnUsage late =
                turn(SESSION, 1, "2026-11-29T10:00:01Z", TokenCount.NONE, 0.5).late(40, true);
        ledger.add(late);
        ledger.add(late);

        UsageReport.Total total = report(UsageGrouping.SESSION).total();
        assertThat(total.turns()).isEqualTo(1);
        assertThat(total.uncounted()).isZero();
        assertThat(total.unpriced()).isZero();
        assertThat(total.costs()).containsExactly(new UsageReport.Cost("USD", 0.5, 0));
    }

    @Test
    void aLateCostOfATurnWhoseCostWasEstimatedIsNotAddedToTheEstimate() throws Exception {
        prices("[{\"model\": \"demo-*\", \"in\": 10000, \"out\": 0, \"cached\": 0, \"currency\": \"USD\","
                + " \"date\": \"2026-11-01\"}]");
        ledger.add(turn(SESSION, 1, "2026-11-29T10:00:00Z", new TokenCount(100, 0), 0));
        TurnUsage counted = ledger.add(
                turn(SESSION, 1, "2026-11-29T10:00:01Z", TokenCount.NONE, 0.5).late(40, true));

        assertThat(counted.cost()).isNegative();
        assertThat(report(UsageGrouping.SESSION).total().costs()).containsExactly(new UsageReport.Cost("USD", 0, 1));
        ledger.add(turn(SESSION, 2, "2026-11-29T10:00:02Z", TokenCount.NONE, 0.25));
        ledger.add(
                turn(SESSION, 2, "2026-11-29T10:00:03Z", TokenCount.NONE, 0.5).late(50, false));
        assertThat(report(UsageGrouping.SESSION).total().costs()).containsExactly(new UsageReport.Cost("USD", 0.75, 1));
    }

    @Test
    void turnsAreGroupedByTheirRun() throws Exception {
        ledger.add(turn(1).of("r1"));
        ledger.add(turn(2).of("r1"));
        ledger.add(turn(3));

        assertThat(report(UsageGrouping.RUN).groups())
                .extracting(UsageReport.Total::key, UsageReport.Total::turns)
                .containsExactly(tuple("r1", 2), tuple("", 1));
    }

    private static TurnUsage used(SessionId session, long turn, long tokens, double cost) {
        return turn(session, turn, "2026-11-29T10:00:00Z", new TokenCount(tokens, 0), cost);
    }

    private List<TurnEstimate> estimates(SessionId... sessions) throws IOException {
        try (UsageLedger reader =
                new UsageLedger(data, Clock.fixed(Instant.parse("2026-11-29T12:00:00Z"), ZoneOffset.UTC))) {
            return reader.estimate(List.of(sessions), session -> Optional.of(new AgentId("demo")));
        }
    }

    @Test
    void aTurnIsEstimatedByTheMedianOfTheSessionsLastTen() throws Exception {
        ledger.add(used(SESSION, 1, 1_000_000, 90));
        for (int i = 2; i <= 11; i++) {
            ledger.add(used(SESSION, i, 100L * i, i));
        }

        assertThat(estimates(SESSION)).containsExactly(new TurnEstimate(SESSION, 10, false, 650, 6.5, "USD"));
    }

    @Test
    void aSessionWithFewTurnsIsEstimatedByItsAgent() throws Exception {
        ledger.add(used(OTHER, 1, 100, 1));
        ledger.add(used(OTHER, 2, 200, -1));
        ledger.add(used(SESSION, 1, 600, 2));

        assertThat(estimates(SESSION)).containsExactly(new TurnEstimate(SESSION, 3, true, 200, 1.5, "USD"));
    }

    @Test
    void turnsWithoutNumbersEstimateNothing() throws Exception {
        for (int i = 1; i <= 5; i++) {
            ledger.add(turn(SESSION, i, "2026-11-29T10:00:00Z", TokenCount.NONE, -1));
        }

        assertThat(estimates(SESSION)).containsExactly(TurnEstimate.unknown(SESSION));
    }

    @Test
    void theTurnsOfADayAreSummed() throws Exception {
        ledger.add(turn(1));
        ledger.add(turn(7));

        UsageReport.Total all = report(UsageGrouping.PROJECT).total();

        assertThat(all.turns()).isEqualTo(2);
        assertThat(all.tokens()).isEqualTo(new TokenCount(200, 40, 100, 10));
        assertThat(all.costs()).containsExactly(new UsageReport.Cost("USD", 0.5, 0));
        assertThat(all.uncounted()).isZero();
        assertThat(all.unpriced()).isZero();
    }

    @Test
    void aTurnCountsOnceAlsoIfItIsWrittenAgainAfterAKill() throws Exception {
        ledger.add(turn(1));
        ledger.add(turn(SESSION, 1, "2026-11-29T11:00:00Z", TokenCount.NONE, -1));

        UsageReport.Total all = report(UsageGrouping.PROJECT).total();

        assertThat(all.turns()).isEqualTo(1);
        assertThat(all.tokens().in()).isEqualTo(100);
        assertThat(all.uncounted()).isZero();
    }

    @Test
    void aCharacterThatAFullDiskHasCutHidesNoOtherTurn() throws Exception {
        ledger.add(turn(1));
        ledger.close();
        byte[] cut = "{\"name\":\"ü".getBytes(StandardCharsets.UTF_8);
        Files.write(data.resolve("usage/2026-11.jsonl"), Arrays.copyOf(cut, cut.length - 1), StandardOpenOption.APPEND);
        open();
        ledger.add(turn(7));

        assertThat(report(UsageGrouping.PROJECT).total().turns()).isEqualTo(2);
    }

    @Test
    void unknownNumbersStayUnknownAndAreCounted() throws Exception {
        ledger.add(turn(1));
        ledger.add(turn(SESSION, 7, "2026-11-29T11:00:00Z", TokenCount.NONE, -1));

        UsageReport.Total all = report(UsageGrouping.PROJECT).total();

        assertThat(all.turns()).isEqualTo(2);
        assertThat(all.uncounted()).isEqualTo(1);
        assertThat(all.unpriced()).isEqualTo(1);
        assertThat(all.costs()).containsExactly(new UsageReport.Cost("USD", 0.25, 0));
    }

    @Test
    void aDayBeginsInTheZoneOfTheDevice() throws Exception {
        ledger.add(turn(SESSION, 1, "2026-11-28T23:30:00Z", new TokenCount(1, 1), -1));

        assertThat(report(UsageGrouping.AGENT).total().turns()).isZero();
        UsageReport berlin = ledger.report(DAY, DAY, ZoneId.of("Europe/Berlin"), UsageGrouping.AGENT);
        assertThat(berlin.total().turns()).isEqualTo(1);
        assertThat(berlin.days()).extracting(UsageReport.Total::key).containsExactly("2026-11-29");
    }

    @Test
    void aSpanOverMonthsAndYearsIsReadFromAllOfTheirFiles() throws Exception {
        ledger.add(turn(SESSION, 1, "2026-12-31T12:00:00Z", new TokenCount(1, 0), -1));
        ledger.add(turn(SESSION, 2, "2027-01-01T12:00:00Z", new TokenCount(2, 0), -1));
        ledger.add(turn(SESSION, 3, "2027-02-01T12:00:00Z", new TokenCount(4, 0), -1));

        UsageReport report = ledger.report(
                LocalDate.of(2026, 12, 1), LocalDate.of(2027, 1, 31), ZoneOffset.UTC, UsageGrouping.SESSION);

        assertThat(report.total().tokens().in()).isEqualTo(3);
        assertThat(report.days()).extracting(UsageReport.Total::key).containsExactly("2026-12-31", "2027-01-01");
    }

    @Test
    void theGroupWithTheMostTokensComesFirst() throws Exception {
        ledger.add(turn(1));
        ledger.add(turn(OTHER, 1, "2026-11-29T12:00:00Z", new TokenCount(5_000, 0), -1));

        List<UsageReport.Total> groups = report(UsageGrouping.SESSION).groups();

        assertThat(groups).extracting(UsageReport.Total::key).containsExactly(OTHER.value(), SESSION.value());
    }

    @Test
    void moreGroupsThanFitAreLeftOutAndTheReportSaysSo() throws Exception {
        for (int i = 0; i <= UsageLedger.MAX_GROUPS; i++) {
            ledger.add(turn(
                    new SessionId("s" + (1_000 + i) + "x0yYbq6t3VfWmT0c9A"),
                    1,
                    "2026-11-29T12:00:00Z",
                    new TokenCount(i, 0),
                    -1));
        }

        UsageReport report = report(UsageGrouping.SESSION);

        assertThat(report.groups()).hasSize(UsageLedger.MAX_GROUPS);
        assertThat(report.more()).isTrue();
        assertThat(report.total().turns()).isEqualTo(UsageLedger.MAX_GROUPS + 1);
    }

    @Test
    void anIncompleteLastLineLosesNoLaterTurn() throws Exception {
        ledger.add(turn(1));
        ledger.close();
        Path file = data.resolve("usage/2026-11.jsonl");
        Files.writeString(file, "{\"version\":1,\"sess", StandardOpenOption.APPEND);
        ledger = new UsageLedger(data, Clock.systemUTC());
        ledger.add(turn(7));

        assertThat(report(UsageGrouping.PROJECT).total().turns()).isEqualTo(2);
    }

    @Test
    void onlyTheUserCanReadIt() throws Exception {
        ledger.add(turn(1));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("usage"))))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("usage/2026-11.jsonl"))))
                .isEqualTo("rw-------");
    }

    @Test
    void absurdNumbersOfAnAgentDoNotOverflow() throws Exception {
        TokenCount absurd = new TokenCount(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
        for (int i = 1; i <= 20; i++) {
            ledger.add(turn(SESSION, i, "2026-11-29T12:00:00Z", absurd, Double.POSITIVE_INFINITY));
        }

        UsageReport.Total all = report(UsageGrouping.PROJECT).total();

        assertThat(all.tokens().in()).isPositive();
        assertThat(all.unpriced()).isEqualTo(20);
    }

    @Test
    void longTextsAreCut() throws Exception {
        TurnUsage turn = turn(1);
        ledger.add(new TurnUsage(
                turn.sessionId(),
                turn.turnId(),
                turn.at(),
                turn.agentId(),
                "m".repeat(100_000),
                "/p".repeat(100_000),
                turn.tokens(),
                turn.cost(),
                "c".repeat(100_000),
                ""));

        assertThat(Files.size(data.resolve("usage/2026-11.jsonl"))).isLessThan(4_000);
        assertThat(report(UsageGrouping.MODEL).total().turns()).isEqualTo(1);
    }

    @Test
    void aCostIsEstimatedOnlyIfTheAgentReportsNoneAndThePriceIsKnown() throws Exception {
        prices("""
                [{"model": "demo-*", "in": 2, "out": 10, "cached": 0.5, "currency": "EUR", "date": "2026-11-01"}]""");
        ledger.add(turn(1));
        ledger.add(turn(SESSION, 7, "2026-11-29T11:00:00Z", new TokenCount(1_000_000, 100_000, 2_000_000, 0), -1));
        ledger.add(turn(SESSION, 9, "2026-11-29T11:00:00Z", TokenCount.NONE, -1));

        UsageReport.Total all = report(UsageGrouping.PROJECT).total();

        assertThat(all.costs())
                .containsExactly(new UsageReport.Cost("EUR", 0, 4.0), new UsageReport.Cost("USD", 0.25, 0));
        assertThat(all.unpriced()).isEqualTo(1);
        String lines = Files.readString(data.resolve("usage/2026-11.jsonl"), StandardCharsets.UTF_8);
        assertThat(lines).contains("\"priced\":\"2026-11-01\"");
    }

    @Test
    void aCostOfZeroIsEstimatedIfThePersonKnowsAPrice() throws Exception {
        TokenCount million = new TokenCount(1_000_000, 0);
        ledger.add(turn(SESSION, 1, "2026-11-29T11:00:00Z", million, 0));
        prices("""
                [{"model": "demo-*", "in": 2, "out": 10, "cached": 0.5, "currency": "EUR", "date": "2026-11-01"}]""");
        ledger.add(turn(SESSION, 7, "2026-11-29T11:00:00Z", million, 0));

        assertThat(report(UsageGrouping.PROJECT).total().costs())
                .containsExactly(new UsageReport.Cost("EUR", 0, 2.0), new UsageReport.Cost("USD", 0, 0));
    }

    @Test
    void aWrongListOfPricesIsNamedInTheReport() throws Exception {
        prices("[{\"model\": \"demo-*\", \"in\": 2, \"out\": -1, \"cached\": 0, \"currency\": \"EUR\","
                + " \"date\": \"2026-11-01\"}]");

        assertThat(report(UsageGrouping.PROJECT).problem())
                .isEqualTo(dev.pilothouse.model.HostText.of(
                        HostTextCode.PRICES_UNREADABLE, "prices.json", "entry 1: a price is negative"));

        prices("[{\"model\": \"demo-*\", \"in\": 2, \"out\": 1, \"cached\": 0, \"currency\": \"EUR\","
                + " \"date\": \"2026-11-01\"}]\n");
        assertThat(report(UsageGrouping.PROJECT).problem()).isNull();
    }

    @Test
    void aStarOfAPriceStandsForAnyLetters() {
        assertThat(PriceList.matches("sonnet-*", "Sonnet-4")).isTrue();
        assertThat(PriceList.matches("*sonnet*", "claude-sonnet-4")).isTrue();
        assertThat(PriceList.matches("sonnet", "sonnet-4")).isFalse();
        assertThat(PriceList.matches("*", "")).isTrue();
        assertThat(PriceList.matches("a*b*c", "a-x-b-y-c")).isTrue();
        assertThat(PriceList.matches("a*b*c", "a-x-b-y")).isFalse();
        assertThat(PriceList.matches("*".repeat(200) + "x", "a".repeat(200))).isFalse();
    }
}
