package dev.pilothouse.desktop.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.desktop.question.QuestionAnswer;
import dev.pilothouse.desktop.question.QuestionHandler;
import dev.pilothouse.desktop.question.QuestionRequest;
import dev.pilothouse.desktop.question.Questions;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Budget;
import dev.pilothouse.model.Budget.Period;
import dev.pilothouse.model.Budget.Subject;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.secure.NewerFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UsageBudgetsTest {
    private static final SessionId SESSION = new SessionId("s1");
    private static final SessionId OTHER = new SessionId("s2");
    private static final DeviceId DEVICE = new DeviceId("d1");
    private static final String SHOP = "/src/shop";

    @TempDir
    Path data;

    private final Asked questions = new Asked();
    private Instant now = Instant.parse("2026-11-25T10:00:00Z");
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };
    private UsageLedger ledger;
    private UsageBudgets budgets;
    private int changes;
    private Runnable whileCounting = () -> {};
    private long turns;

    private static final class Asked implements Questions {
        private final List<QuestionRequest> requests = new ArrayList<>();

        @Override
        public void register(String kind, QuestionHandler handler) {}

        @Override
        public void ask(QuestionRequest request) {
            requests.add(request);
        }

        @Override
        public void withdraw(String asker) {}

        QuestionRequest last() {
            return requests.get(requests.size() - 1);
        }
    }

    @BeforeEach
    void open() throws IOException {
        // The ledger looks at its clock when it is read.
        Clock reading = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                whileCounting.run();
                return now;
            }
        };
        ledger = new UsageLedger(data, reading);
        budgets = UsageBudgets.open(data, ledger, questions, Runnable::run, clock, () -> ZoneOffset.UTC);
        budgets.onChange(() -> changes++);
    }

    private void restart() throws IOException {
        ledger.close();
        open();
    }

    private void set(Subject subject, String key, Period period, String unit, double limit) {
        assertThat(budgets.set(new Budget("b1", subject, key, period, unit, limit, 0)))
                .isEmpty();
    }

    private HostText spend(SessionId session, String project, long tokens, double cost) {
        return budgets.add(new TurnUsage(
                        session,
                        new TurnId(++turns),
                        now,
                        new AgentId("demo"),
                        "large",
                        project,
                        new TokenCount(tokens, 0),
                        cost,
                        cost < 0 ? "" : "USD",
                        ""))
                .orElse(null);
    }

    private boolean isReached(SessionId session, String project) {
        return budgets.isReached(session, () -> project);
    }

    private double used() {
        return budgets.list().get(0).used();
    }

    private void answer(HostTextCode option) {
        QuestionRequest asked = questions.last();
        budgets.onAnswer(asked.asker(), asked.key(), new QuestionAnswer(option.word(), DEVICE, "Phone"));
    }

    @Test
    void aBudgetOfMoneyStopsItsSessionsWhenItIsReached() {
        set(Subject.HOST, "", Period.DAY, "USD", 1);
        spend(SESSION, SHOP, 100, 0.6);
        assertThat(isReached(OTHER, "/other")).isFalse();
        spend(OTHER, "/other", 100, 0.4);

        assertThat(isReached(SESSION, SHOP)).isTrue();
        assertThat(isReached(OTHER, "/other")).isTrue();
    }

    @Test
    void aBudgetOfAProjectOrOfASessionConcernsNoOther() {
        set(Subject.PROJECT, SHOP, Period.DAY, Budget.TOKENS, 100);
        spend(SESSION, SHOP, 100, -1);
        assertThat(isReached(OTHER, SHOP)).isTrue();
        assertThat(isReached(OTHER, "/other")).isFalse();

        set(Subject.SESSION, "s1", Period.DAY, Budget.TOKENS, 100);
        assertThat(isReached(SESSION, SHOP)).isTrue();
        assertThat(isReached(OTHER, SHOP)).isFalse();
    }

    @Test
    void moneyInAnotherCurrencyAndUnknownCostDoNotCount() {
        set(Subject.HOST, "", Period.DAY, "EUR", 1);
        spend(SESSION, SHOP, 100, 5);
        spend(SESSION, SHOP, 100, -1);

        assertThat(used()).isZero();
    }

    @Test
    void fourFifthsWarnOnce() {
        set(Subject.HOST, "", Period.DAY, Budget.TOKENS, 1_000);
        assertThat(spend(SESSION, SHOP, 700, -1)).isNull();
        assertThat(spend(SESSION, SHOP, 150, -1))
                .isEqualTo(HostText.of(
                        HostTextCode.BUDGET_NEARLY_USED, 85, HostText.of(HostTextCode.BUDGET_TOKENS, 1000)));
        assertThat(spend(SESSION, SHOP, 50, -1)).isNull();
    }

    @Test
    void aNewPeriodBeginsAtZeroAndLetsSessionsGoOn() {
        set(Subject.HOST, "", Period.DAY, Budget.TOKENS, 100);
        spend(SESSION, SHOP, 100, -1);
        int before = changes;
        now = Instant.parse("2026-11-26T00:00:10Z");
        budgets.tick();

        assertThat(isReached(SESSION, SHOP)).isFalse();
        assertThat(changes).isEqualTo(before + 1);
    }

    @Test
    void sessionsGoOnAlsoIfSomebodyLooksAtTheBudgetsWhenAPeriodIsOver() {
        set(Subject.HOST, "", Period.DAY, Budget.TOKENS, 100);
        spend(SESSION, SHOP, 100, -1);
        int before = changes;
        now = Instant.parse("2026-11-26T00:00:10Z");
        assertThat(used()).isZero();
        budgets.tick();
        budgets.tick();

        assertThat(changes).isEqualTo(before + 1);
    }

    @Test
    void aClockThatIsSetBackForgetsNoUse() {
        now = Instant.parse("2026-11-26T00:01:00Z");
        set(Subject.HOST, "", Period.DAY, Budget.TOKENS, 100);
        spend(SESSION, SHOP, 100, -1);
        now = Instant.parse("2026-11-25T23:59:00Z");
        assertThat(isReached(SESSION, SHOP)).isTrue();
        now = Instant.parse("2026-11-26T00:02:00Z");

        assertThat(isReached(SESSION, SHOP)).isTrue();
    }

    @Test
    void noSessionWaitsWhileANewBudgetIsCountedAndItsTurnsCountOnce() {
        spend(SESSION, SHOP, 40, -1);
        List<Boolean> held = new ArrayList<>();
        whileCounting = () -> {
            held.add(Thread.holdsLock(budgets));
            spend(SESSION, SHOP, 2, -1);
        };
        set(Subject.HOST, "", Period.DAY, Budget.TOKENS, 100);

        assertThat(held).containsExactly(false);
        assertThat(used()).isEqualTo(42);
    }

    @Test
    void aTurnThatEndsAfterItsMonthIsReadCountsForANewBudget() throws Exception {
        spend(SESSION, SHOP, 40, -1);
        whileCounting = () -> {
            // As if the file was read before the turn was written.
            spend(SESSION, SHOP, 2, -1);
            ledger.close();
            try {
                Files.delete(data.resolve("usage/2026-11.jsonl"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        set(Subject.HOST, "", Period.DAY, Budget.TOKENS, 100);

        assertThat(used()).isEqualTo(2);
    }

    @Test
    void aWeekBeginsOnMondayAndATotalNever() {
        set(Subject.HOST, "", Period.WEEK, Budget.TOKENS, 100);
        spend(SESSION, SHOP, 100, -1);
        now = Instant.parse("2026-11-29T23:59:00Z");
        assertThat(isReached(SESSION, SHOP)).isTrue();
        now = Instant.parse("2026-11-30T00:01:00Z");
        assertThat(isReached(SESSION, SHOP)).isFalse();

        set(Subject.HOST, "", Period.TOTAL, Budget.TOKENS, 100);
        spend(SESSION, SHOP, 100, -1);
        now = now.plus(Duration.ofDays(900));
        assertThat(isReached(SESSION, SHOP)).isTrue();
    }

    @Test
    void theLedgerIsReadOnceForAllBudgetsAtTheStart() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(budgets.set(new Budget("b" + i, Subject.HOST, "", Period.values()[i % 4], "USD", 10 + i, 0)))
                    .isEmpty();
        }
        spend(SESSION, SHOP, 0, 4);
        int[] reads = {0};
        whileCounting = () -> reads[0]++;
        restart();

        assertThat(reads[0]).isEqualTo(1);
        assertThat(budgets.list()).hasSize(10).allMatch(budget -> budget.used() == 4);
    }

    @Test
    void aBudgetThatCancelsIsReachedByTheCostOfTheRunningTurn() {
        assertThat(budgets.set(new Budget("b1", Subject.HOST, "", Period.DAY, "USD", 5, 0, true)))
                .isEmpty();
        spend(SESSION, SHOP, 0, 4);

        assertThat(budgets.reachedByCost(OTHER, () -> SHOP, 0.5, "USD")).isEmpty();
        assertThat(budgets.reachedByCost(OTHER, () -> SHOP, 5, "EUR")).isEmpty();
        assertThat(budgets.reachedByCost(OTHER, () -> SHOP, 1, "USD"))
                .map(HostText::text)
                .contains("5.00 USD");

        int before = changes;
        spend(SESSION, SHOP, 0, 1);
        assertThat(changes).as("the sessions look").isEqualTo(before + 1);
        assertThat(budgets.reachedByCost(OTHER, () -> SHOP, -1, "")).isPresent();
    }

    @Test
    void theProjectOfARunningTurnIsLookedUpForBudgetsOfProjectsOnly() {
        int[] lookups = {0};
        assertThat(budgets.set(new Budget("b1", Subject.HOST, "", Period.DAY, "USD", 5, 0, true)))
                .isEmpty();
        assertThat(reachedInShop(lookups)).isEmpty();
        assertThat(lookups[0]).isZero();

        assertThat(budgets.set(new Budget("b2", Subject.PROJECT, SHOP, Period.DAY, "USD", 1, 0, true)))
                .isEmpty();
        assertThat(reachedInShop(lookups)).isPresent();
        assertThat(lookups[0]).isEqualTo(1);
    }

    private Optional<HostText> reachedInShop(int[] lookups) {
        return budgets.reachedByCost(
                SESSION,
                () -> {
                    lookups[0]++;
                    return SHOP;
                },
                2,
                "USD");
    }

    @Test
    void aBudgetThatCancelsNothingIsNotReachedByARunningTurn() {
        set(Subject.HOST, "", Period.DAY, "USD", 5);
        spend(SESSION, SHOP, 0, 10);

        assertThat(budgets.reachedByCost(SESSION, () -> SHOP, 10, "USD")).isEmpty();
    }

    @Test
    void aBudgetOfARunConcernsItsSessionsOnly() {
        budgets.onSubjects(new UsageBudgets.SubjectLookup() {
            @Override
            public Optional<HostText> fault(Budget budget) {
                return budget.key().equals("r1") ? Optional.empty() : Optional.of(HostText.untranslated("no run"));
            }

            @Override
            public String runOf(SessionId sessionId) {
                return sessionId.equals(SESSION) ? "r1" : "";
            }
        });
        set(Subject.RUN, "r1", Period.TOTAL, "USD", 5);
        spend(OTHER, SHOP, 0, 6);
        assertThat(isReached(SESSION, SHOP)).isFalse();

        spend(SESSION, SHOP, 0, 6);
        assertThat(isReached(SESSION, SHOP)).isTrue();
        assertThat(isReached(OTHER, SHOP)).isFalse();
        assertThat(budgets.set(new Budget("b2", Subject.RUN, "r2", Period.DAY, "USD", 5, 0)))
                .map(HostText::text)
                .contains("no run");
    }

    @Test
    void afterARestartTheUseIsCountedFromTheLedger() throws Exception {
        spend(SESSION, SHOP, 40, 0.25);
        set(Subject.HOST, "", Period.DAY, Budget.TOKENS, 100);
        assertThat(used()).isEqualTo(40);
        spend(SESSION, SHOP, 60, -1);
        restart();

        assertThat(used()).isEqualTo(100);
        assertThat(isReached(SESSION, SHOP)).isTrue();
    }

    @Test
    void oneAnswerRaisesItAndTheNextTurnMayStart() throws Exception {
        set(Subject.HOST, "", Period.DAY, Budget.TOKENS, 100);
        spend(SESSION, SHOP, 180, -1);
        budgets.ask(SESSION, SHOP);
        budgets.ask(OTHER, SHOP);
        assertThat(questions.last().scope()).isEqualTo(Scope.STEER);
        answer(HostTextCode.BUDGET_RAISE_HALF);

        assertThat(isReached(SESSION, SHOP)).isFalse();
        assertThat(budgets.isAsking(questions.requests.get(0).asker())).isFalse();
        double raised = budgets.list().get(0).limit();
        assertThat(raised).isEqualTo(270);

        QuestionRequest first = questions.requests.get(0);
        budgets.onAnswer(
                first.asker(), first.key(), new QuestionAnswer(HostTextCode.BUDGET_DOUBLE.word(), DEVICE, "Desk"));
        assertThat(budgets.list().get(0).limit())
                .as("a second answer does not raise it again")
                .isEqualTo(raised);

        restart();
        assertThat(budgets.list().get(0).limit()).isEqualTo(raised);
    }

    @Test
    void whoLeavesItIsAskedAgainOnlyWithANewQuestion() {
        set(Subject.HOST, "", Period.DAY, Budget.TOKENS, 100);
        spend(SESSION, SHOP, 100, -1);
        budgets.ask(SESSION, SHOP);
        budgets.ask(SESSION, SHOP);
        assertThat(questions.requests.get(0).key())
                .isEqualTo(questions.requests.get(1).key());
        answer(HostTextCode.BUDGET_KEEP);
        assertThat(isReached(SESSION, SHOP)).isTrue();
        budgets.ask(SESSION, SHOP);

        assertThat(questions.last().key())
                .isNotEqualTo(questions.requests.get(0).key());
    }

    @Test
    void theAnswerToAnEarlierQuestionDoesNotAnswerALaterOne() throws Exception {
        set(Subject.HOST, "", Period.TOTAL, Budget.TOKENS, 100);
        spend(SESSION, SHOP, 100, -1);
        budgets.ask(SESSION, SHOP);
        String first = questions.last().key();
        answer(HostTextCode.BUDGET_DOUBLE);
        set(Subject.HOST, "", Period.TOTAL, Budget.TOKENS, 100);
        budgets.ask(SESSION, SHOP);
        String lowered = questions.last().key();
        answer(HostTextCode.BUDGET_KEEP);
        restart();
        budgets.ask(SESSION, SHOP);

        assertThat(List.of(first, lowered, questions.last().key())).doesNotHaveDuplicates();
    }

    @Test
    void anOpenQuestionIsTheSameAfterARestart() throws Exception {
        set(Subject.HOST, "", Period.DAY, Budget.TOKENS, 100);
        spend(SESSION, SHOP, 100, -1);
        budgets.ask(SESSION, SHOP);
        String before = questions.last().key();
        restart();
        budgets.ask(SESSION, SHOP);

        assertThat(questions.last().key()).isEqualTo(before);
    }

    @Test
    void anAnswerOfADeviceThatLostItsScopeRaisesNothing() {
        set(Subject.HOST, "", Period.DAY, Budget.TOKENS, 100);
        spend(SESSION, SHOP, 100, -1);
        budgets.ask(SESSION, SHOP);
        budgets.onAnswer(questions.last().asker(), questions.last().key(), new QuestionAnswer("", DEVICE, "Phone"));

        assertThat(isReached(SESSION, SHOP)).isTrue();
    }

    @Test
    void aLimitOfZeroDeletesIt() {
        set(Subject.HOST, "", Period.DAY, Budget.TOKENS, 100);
        spend(SESSION, SHOP, 100, -1);
        int before = changes;
        set(Subject.HOST, "", Period.DAY, Budget.TOKENS, 0);

        assertThat(budgets.list()).isEmpty();
        assertThat(isReached(SESSION, SHOP)).isFalse();
        assertThat(changes).isEqualTo(before + 1);
    }

    @Test
    void whatIsNoBudgetIsRefused() {
        for (Budget wrong : List.of(
                new Budget("", Subject.HOST, "", Period.DAY, "USD", 1, 0),
                new Budget("a/b", Subject.HOST, "", Period.DAY, "USD", 1, 0),
                new Budget("b", Subject.HOST, "/src", Period.DAY, "USD", 1, 0),
                new Budget("b", Subject.PROJECT, "", Period.DAY, "USD", 1, 0),
                new Budget("b", Subject.HOST, "", Period.DAY, "dollars", 1, 0),
                new Budget("b", Subject.HOST, "", Period.DAY, "USD", Double.POSITIVE_INFINITY, 0))) {
            assertThat(budgets.set(wrong)).as("%s", wrong).contains(HostText.of(HostTextCode.BUDGET_WRONG));
        }
        assertThat(budgets.list()).isEmpty();
    }

    @Test
    void thereAreNotMoreThanFit() {
        for (int i = 0; i < UsageBudgets.MAX; i++) {
            assertThat(budgets.set(new Budget("b" + i, Subject.HOST, "", Period.DAY, "USD", 1, 0)))
                    .isEmpty();
        }

        assertThat(budgets.set(new Budget("one-more", Subject.HOST, "", Period.DAY, "USD", 1, 0)))
                .contains(HostText.of(HostTextCode.BUDGETS_FULL, UsageBudgets.MAX));
        assertThat(budgets.set(new Budget("b3", Subject.HOST, "", Period.DAY, "USD", 2, 0)))
                .isEmpty();
    }

    @Test
    void theBudgetOfADeletedSessionGoesWithIt() {
        set(Subject.SESSION, "s1", Period.TOTAL, "USD", 1);
        budgets.onSessionRemoved(SESSION);

        assertThat(budgets.list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"version\":1,\"budgets\":7}", "{\"budgets\":[]}", "{\"version\":1,\"budgets\":[{}]}", ""})
    void aDamagedFileStopsTheHostAndSaysWhatToDo(String damaged) throws Exception {
        Path file = data.resolve("budgets.json");
        Files.writeString(file, damaged);

        assertThatExceptionOfType(UsageBudgets.DamagedException.class)
                .isThrownBy(this::restart)
                .extracting(UsageBudgets.DamagedException::clause)
                .isEqualTo(HostText.of(HostTextCode.BUDGETS_UNREADABLE, file));
    }

    @Test
    void theFileOfANewerVersionIsNotTakenForADamagedOne() throws Exception {
        Files.writeString(data.resolve("budgets.json"), "{\"version\":2,\"limits\":{}}");

        assertThatThrownBy(this::restart).isInstanceOf(NewerFileException.class);
    }

    @Test
    void withoutBudgetsNobodyLooksForTheProject() {
        assertThat(budgets.isReached(SESSION, () -> {
                    throw new AssertionError("the project was looked for");
                }))
                .isFalse();
    }
}
