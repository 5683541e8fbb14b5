package dev.pilothouse.desktop.journal;

import dev.pilothouse.session.Cursor;
import java.util.ArrayList;
import java.util.List;

/**
 * The generations of a journal, oldest first. Immutable.
 *
 * <p>After a power loss, a client may have updates that the disk lost. Their seqs are assigned again, but only in a
 * later generation. A cursor is therefore compared with the heads at which later generations began.
 */
public record Generations(List<Generation> list) {
    public static final Generations NONE = new Generations(List.of());

    public Generations {
        list = List.copyOf(list);
    }

    /** The number of the current generation, 0 before the first write. */
    public long current() {
        return list.isEmpty() ? 0 : list.get(list.size() - 1).gen();
    }

    /** Whether the client's updates up to its cursor are a prefix of this journal. */
    public boolean isGood(Cursor cursor, long head) {
        if (cursor.seq() < 0 || cursor.seq() > head) {
            return false;
        }
        boolean known = false;
        for (Generation generation : list) {
            if (known && cursor.seq() > generation.after()) {
                return false;
            }
            known |= generation.gen() == cursor.gen();
        }
        return known;
    }

    Generations plus(Generation generation) {
        List<Generation> longer = new ArrayList<>(list);
        longer.add(generation);
        return new Generations(longer);
    }
}
