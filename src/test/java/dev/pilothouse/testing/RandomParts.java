package dev.pilothouse.testing;

import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.HostQuestion;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.QuestionField;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.ToolCall;
import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.ToolContent;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.model.ToolLocation;
import dev.pilothouse.model.ToolStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Makes random tool calls and questions for {@link RandomUpdates}. Confined to one thread. */
final class RandomParts {
    private final Random random;

    RandomParts(Random random) {
        this.random = random;
    }

    <T> List<T> some(int atMost, Supplier<T> maker) {
        List<T> list = new ArrayList<>();
        for (int left = random.nextInt(atMost + 1); left > 0; left--) {
            list.add(maker.get());
        }
        return list;
    }

    ToolCall toolCall(String id) {
        return new ToolCall(
                id,
                RandomText.of(random, 3),
                kind(),
                status(),
                some(2, this::location),
                some(3, this::content),
                random.nextBoolean() ? null : "{\"path\":\"a\"}",
                random.nextBoolean() ? null : RandomText.of(random, 2),
                random.nextInt(1_000),
                random.nextInt(2) * 2_000L,
                maybe(() -> new ItemId(1 + random.nextInt(50))));
    }

    ToolCallPatch patch() {
        return new ToolCallPatch(
                maybe(() -> RandomText.of(random, 3)),
                maybe(this::kind),
                maybe(this::status),
                maybe(() -> some(2, this::location)),
                maybe(() -> some(2, this::content)),
                maybe(() -> RandomText.of(random, 2)),
                maybe(() -> RandomText.of(random, 2)),
                random.nextInt(2) * 3_000L);
    }

    Pending pending(PendingId id, ItemId tool) {
        PendingKind[] kinds = PendingKind.values();
        return new Pending(
                id,
                kinds[random.nextInt(kinds.length)],
                RandomText.of(random, 3),
                RandomText.of(random, 3),
                tool,
                some(4, this::option),
                some(2, this::field),
                maybe(this::kind),
                RandomText.of(random, 2),
                maybe(() -> new HostQuestion("job/j1", RandomText.of(random, 1), Scope.STEER, HostText.Code.NONE)));
    }

    private <T> T maybe(Supplier<T> maker) {
        return random.nextBoolean() ? null : maker.get();
    }

    private ToolKind kind() {
        ToolKind[] kinds = ToolKind.values();
        return kinds[random.nextInt(kinds.length)];
    }

    private ToolStatus status() {
        ToolStatus[] all = ToolStatus.values();
        return all[random.nextInt(all.length)];
    }

    private ToolLocation location() {
        return new ToolLocation("src/A.java", random.nextInt(3));
    }

    private ToolContent content() {
        switch (random.nextInt(5)) {
            case 0:
                return new ToolContent.Text(RandomText.of(random, 4));
            case 1:
                return new ToolContent.Diff("a.txt", maybe(() -> RandomText.of(random, 3)), RandomText.of(random, 3));
            case 2:
                return new ToolContent.Terminal(RandomText.of(random, 5));
            case 3:
                return new ToolContent.Large(new BlobId("b" + random.nextInt(9)), RandomText.of(random, 2), 99_999);
            default:
                return new ToolContent.Other("image", "{\"type\":\"image\"}");
        }
    }

    private PendingOption option() {
        PendingOption.Kind[] kinds = PendingOption.Kind.values();
        return new PendingOption("allow", "Allow", kinds[random.nextInt(kinds.length)]);
    }

    private QuestionField field() {
        QuestionField.Type[] types = QuestionField.Type.values();
        return new QuestionField(
                "f",
                "Field",
                RandomText.of(random, 2),
                types[random.nextInt(types.length)],
                some(2, () -> new QuestionField.Choice("v", "V")),
                RandomText.of(random, 1),
                random.nextBoolean());
    }
}
