package dev.pilothouse.ui.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.Budget;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.UsageGrouping;
import dev.pilothouse.model.UsageReport;
import dev.pilothouse.model.UsageReport.Cost;
import dev.pilothouse.model.UsageReport.Total;
import dev.pilothouse.session.HostGateway.Reply;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.usage.UsagePresenter.Shown;
import dev.pilothouse.ui.usage.UsagePresenter.Span;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsagePresenterTest {
    private static final Instant NOW = Instant.parse("2026-11-24T23:30:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final FakeHost desk = new FakeHost("h1", "desk", true, NOW);
    private final FakeHost server = new FakeHost("h2", "server", false, NOW);
    private final List<HostLink> links = new ArrayList<>(List.of(desk.link()));
    private final UsagePresenter presenter =
            new UsagePresenter(() -> links, Clock.fixed(NOW, ZoneOffset.UTC), () -> BERLIN, Runnable::run);

    private static Total total(String key, int turns, long in, int unknown, Cost... costs) {
        return new Total(key, turns, unknown, unknown, new TokenCount(in, 0), List.of(costs));
    }

    private static Reply<UsageReport> report(Total total, Total... groups) {
        return new Reply.Value<>(
                new UsageReport(total, List.of(total("2026-11-25", 1, 10, 0)), List.of(groups), false, null));
    }

    private Shown open() {
        presenter.onOpen();
        return presenter.shownProperty().get();
    }

    @Test
    void theDaysAreThoseOfTheDevicesZone() {
        open();
        presenter.spanProperty().set(Span.DAY);
        presenter.groupingProperty().set(UsageGrouping.MODEL);

        assertThat(desk.usageAsked())
                .containsExactly(
                        "2026-11-19 to 2026-11-25 by PROJECT",
                        "2026-11-25 to 2026-11-25 by PROJECT",
                        "2026-11-25 to 2026-11-25 by MODEL");
    }

    @Test
    void aSumWithUnknownPartsSaysAtLeast() {
        desk.usage(report(total("", 3, 1_000, 1, new Cost("USD", 0.5, 0))));

        assertThat(open().total()).startsWith("At least 0.50");

        desk.usage(report(total("", 3, 1_000, 0, new Cost("USD", 0.5, 0))));
        assertThat(open().total()).startsWith("0.50");
    }

    @Test
    void anEstimatedCostSaysSo() {
        desk.usage(report(total("", 3, 1_000, 0, new Cost("USD", 0.5, 0.25))));

        assertThat(open().total()).startsWith("0.75").endsWith("(estimated)");
    }

    @Test
    void withoutAnyCostTheTokensAreTheHeadline() {
        desk.usage(report(total("", 3, 38_000, 0)));

        assertThat(open().total()).isEqualTo("38 k tokens");
    }

    @Test
    void theHostsAreAddedAndTheirRowsNamed() {
        links.add(server.link());
        desk.usage(report(total("", 3, 1_000, 0, new Cost("USD", 1, 0)), total("/src/shop", 3, 1_000, 0)));
        server.usage(report(total("", 1, 4_000, 0, new Cost("USD", 2, 0)), total("/srv/app", 1, 4_000, 0)));

        Shown shown = open();

        assertThat(shown.total()).startsWith("3.00");
        assertThat(shown.rows())
                .extracting(UsagePresenter.Row::name)
                .containsExactly("app \u00b7 server", "shop \u00b7 desk");
        assertThat(shown.rows()).extracting(UsagePresenter.Row::share).containsExactly(1.0, 0.25);
        assertThat(shown.days()).hasSize(7);
        assertThat(shown.days().get(6).share()).isEqualTo(1);
    }

    @Test
    void aRefusalIsShownAndTheOtherHostsStay() {
        links.add(server.link());
        desk.usage(new Reply.Refused<>(ErrorCode.BAD_REQUEST, "This host is too old."));
        server.usage(report(total("", 1, 4_000, 0)));

        Shown shown = open();

        assertThat(shown.problem()).isEqualTo("This host is too old.");
        assertThat(shown.total()).isEqualTo("4 k tokens");
        assertThat(shown.loading()).isFalse();
    }

    @Test
    void aClosedSheetAsksNothing() {
        open();
        presenter.onClose();
        presenter.spanProperty().set(Span.MONTH);

        assertThat(desk.usageAsked()).hasSize(1);
    }

    @Test
    void valuesForASpreadsheetAreNoFormulas() {
        desk.usage(report(total("", 1, 7, 0), total("=cmd()", 1, 7, 0, new Cost("=cmd()", 1, 0))));
        open();

        assertThat(presenter.csv()).contains("\"desk\",\"'=cmd()\",\"'=cmd()\",1,0,0,7,0,0,0,\"'=cmd()\",1.0,0.0\n");
    }

    @Test
    void aBudgetIsSetAndDeleted() {
        desk.usage(report(total("", 1, 7, 0, new Cost("EUR", 1, 0)), total("/src/shop", 1, 7, 0)));
        Shown before = open();
        assertThat(before.subjects()).extracting(UsagePresenter.Subject::title).containsExactly("All sessions", "shop");
        assertThat(before.units()).containsExactly("EUR", "tokens");

        assertThat(presenter.onSet(before.subjects().get(1), Budget.Period.WEEK, "EUR", " 12,5 ", false))
                .isTrue();
        UsagePresenter.BudgetRow row = presenter.shownProperty().get().budgets().get(0);
        assertThat(row.title()).isEqualTo("shop \u00b7 per week");
        assertThat(row.budget().limit()).isEqualTo(12.5);

        presenter.onDelete(row);
        assertThat(presenter.shownProperty().get().budgets()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"500,000|500000", "1.000.000|1000000", "500 000|500000", "2,5|2.5", "2.50|2.5", "1,234.5|1234.5"})
    void thousandsMayBeSeparated(String typed, double limit) {
        desk.usage(report(total("", 1, 7, 0)));
        UsagePresenter.Subject all = open().subjects().get(0);

        assertThat(presenter.onSet(all, Budget.Period.DAY, Budget.TOKENS, typed, false))
                .isTrue();
        assertThat(presenter.shownProperty().get().budgets().get(0).budget().limit())
                .isEqualTo(limit);
    }

    @Test
    void whatIsNoLimitSetsNoBudget() {
        desk.usage(report(total("", 1, 7, 0)));
        UsagePresenter.Subject all = open().subjects().get(0);

        for (String wrong : List.of("", "0", "-3", "much", "1e400", "NaN")) {
            assertThat(presenter.onSet(all, Budget.Period.DAY, "USD", wrong, false))
                    .as(wrong)
                    .isFalse();
        }
        assertThat(presenter.shownProperty().get().budgets()).isEmpty();
    }

    @Test
    void aDeviceThatMayOnlyViewSetsNoBudget() {
        desk.scope(Scope.VIEW);
        desk.budgets(Budget.of(Budget.Subject.HOST, "", Budget.Period.DAY, "USD", 5));
        desk.usage(report(total("", 1, 7, 0)));

        assertThat(open().subjects()).isEmpty();
        assertThat(open().budgets())
                .extracting(UsagePresenter.BudgetRow::editable)
                .containsExactly(false);
    }
}
