package dev.pilothouse.ui.transcript;

import dev.pilothouse.model.ItemId;
import dev.pilothouse.session.Item;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tool calls of subagents in a window of the transcript, by the call that they belong to. Immutable; any thread. */
final class ToolCallTree {
    static final ToolCallTree NONE = new ToolCallTree(Map.of(), Map.of(), Set.of());

    /** Deeper calls are shown at this depth, below the call that is the last one to have others. */
    static final int MAX_DEPTH = 3;

    private final Map<ItemId, List<Item.ToolItem>> byParent;
    /** The calls that have others, with their places in the window. */
    private final Map<ItemId, Integer> parents;

    private final Set<ItemId> nested;

    private ToolCallTree(Map<ItemId, List<Item.ToolItem>> byParent, Map<ItemId, Integer> parents, Set<ItemId> nested) {
        this.byParent = byParent;
        this.parents = parents;
        this.nested = nested;
    }

    /** A call that is in the window, with its parent if that is before it. */
    private record Place(int index, int depth, @Nullable ItemId parent) {}

    /** A call whose parent is not in the window, or not before it, stays where it is. */
    static ToolCallTree of(List<Item> items) {
        boolean any = false;
        for (Item item : items) {
            any |= item instanceof Item.ToolItem tool && tool.call().parent() != null;
        }
        if (!any) {
            return NONE;
        }
        Map<ItemId, Place> places = new HashMap<>();
        Map<ItemId, List<Item.ToolItem>> byParent = new HashMap<>();
        Map<ItemId, Integer> parents = new HashMap<>();
        Set<ItemId> nested = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            if (!(items.get(i) instanceof Item.ToolItem tool)) {
                continue;
            }
            ItemId parent = tool.call().parent();
            Place above = parent == null ? null : places.get(parent);
            if (above != null && above.depth() == MAX_DEPTH) {
                parent = above.parent();
                above = parent == null ? null : places.get(parent);
            }
            if (parent == null || above == null) {
                places.put(tool.id(), new Place(i, 0, null));
                continue;
            }
            places.put(tool.id(), new Place(i, above.depth() + 1, parent));
            byParent.computeIfAbsent(parent, missing -> new ArrayList<>()).add(tool);
            parents.put(parent, above.index());
            nested.add(tool.id());
        }
        return new ToolCallTree(byParent, parents, nested);
    }

    /** Returns the calls of a call's subagent, in their order. */
    List<Item.ToolItem> of(ItemId parent) {
        return byParent.getOrDefault(parent, List.of());
    }

    /** Whether the call is shown below another one. */
    boolean isNested(Item.ToolItem item) {
        return nested.contains(item.id());
    }

    /** Returns the place of the first row that has other nested calls than before; the given place if that is earlier. */
    int firstOther(ToolCallTree before, int place) {
        int first = place;
        for (Map.Entry<ItemId, Integer> parent : parents.entrySet()) {
            if (parent.getValue() < first && !sameTree(before, parent.getKey())) {
                first = parent.getValue();
            }
        }
        return first;
    }

    private boolean sameTree(ToolCallTree before, ItemId parent) {
        List<Item.ToolItem> now = of(parent);
        List<Item.ToolItem> then = before.of(parent);
        if (now.size() != then.size()) {
            return false;
        }
        for (int i = 0; i < now.size(); i++) {
            if (now.get(i) != then.get(i) || !sameTree(before, now.get(i).id())) {
                return false;
            }
        }
        return true;
    }

    /** Adds the calls below a call, at every depth. */
    void addAllBelow(ItemId parent, List<Item.ToolItem> all) {
        for (Item.ToolItem item : of(parent)) {
            all.add(item);
            addAllBelow(item.id(), all);
        }
    }
}
