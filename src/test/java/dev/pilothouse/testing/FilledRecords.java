package dev.pilothouse.testing;

import dev.pilothouse.model.GrowingText;
import dev.pilothouse.model.HostText;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes records of any type in which every text has a given length and every list a given number of entries. All texts
 * of one maker are equal; a record that does not accept such a text gets short ones. Whole numbers are ascending. The
 * same random numbers make the same records. Confined to one thread.
 */
public final class FilledRecords {
    private final Random random;
    private final String text;
    private final int entries;
    private int depth;
    private int number;
    private final int most;
    private int texts;

    /**
     * Makes a maker.
     *
     * @param text value of every text
     * @param entries size of every list
     */
    public FilledRecords(Random random, String text, int entries) {
        this(random, text, entries, Integer.MAX_VALUE);
    }

    /** @param most the texts of that value in one record, so that it fits into memory; further ones are empty */
    public FilledRecords(Random random, String text, int entries, int most) {
        this.most = most;
        this.random = random;
        this.text = text;
        this.entries = entries;
    }

    /** All record types of a sealed interface. */
    public static <T> List<Class<? extends T>> kinds(Class<T> sealed) {
        List<Class<? extends T>> kinds = new ArrayList<>();
        for (Class<?> kind : sealed.getPermittedSubclasses()) {
            if (kind.isSealed()) {
                kinds.addAll(kinds(kind.asSubclass(sealed)));
            } else {
                kinds.add(kind.asSubclass(sealed));
            }
        }
        return kinds;
    }

    /** Makes a record, or one of the records of a sealed interface. */
    public <T> T make(Class<T> type) {
        texts = 0;
        return type.cast(value(type));
    }

    private Object value(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] of = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class) {
                List<Object> list = new ArrayList<>();
                for (int i = 0; i < entries; i++) {
                    list.add(value(of[0]));
                }
                return list;
            }
            if (generic.getRawType() == Map.Entry.class) {
                return Map.entry(value(of[0]), value(of[1]));
            }
            if (generic.getRawType() == Map.class) {
                return Map.of(value(of[0]), value(of[1]));
            }
            throw new IllegalArgumentException("No value of " + type);
        }
        Class<?> kind = (Class<?>) type;
        if (kind == String.class) {
            return ++texts > most ? "" : text;
        } else if (kind == byte[].class) {
            // As many as the secret of a ticket has.
            return new byte[16];
        } else if (kind == GrowingText.class) {
            return GrowingText.of(text);
        } else if (kind == long.class || kind == Long.class) {
            return (long) ++number;
        } else if (kind == int.class || kind == Integer.class) {
            return ++number;
        } else if (kind == double.class) {
            return random.nextDouble();
        } else if (kind == boolean.class || kind == Boolean.class) {
            return random.nextBoolean();
        } else if (kind == Instant.class) {
            return Instant.ofEpochMilli(random.nextInt());
        } else if (kind == Duration.class) {
            return Duration.ofMillis(random.nextInt(100_000));
        } else if (kind.isEnum()) {
            return kind.getEnumConstants()[random.nextInt(kind.getEnumConstants().length)];
        } else if (kind.isSealed()) {
            Class<?>[] kinds = kind.getPermittedSubclasses();
            return value(kinds[random.nextInt(kinds.length)]);
        } else if (kind == HostText.class) {
            return sentence();
        } else if (kind.isRecord()) {
            return record(kind);
        }
        throw new IllegalArgumentException("No value of " + type);
    }

    /** Sentences contain sentences. */
    private Object sentence() {
        if (depth > HostText.MAX_DEPTH) {
            return HostText.untranslated(text);
        }
        depth++;
        try {
            return record(HostText.class);
        } finally {
            depth--;
        }
    }

    private Object record(Class<?> kind) {
        RecordComponent[] components = kind.getRecordComponents();
        Object[] values = Arrays.stream(components)
                .map(component -> value(component.getGenericType()))
                .toArray();
        try {
            Constructor<?> constructor = kind.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            try {
                return constructor.newInstance(values);
            } catch (InvocationTargetException refused) {
                for (int i = 0; i < values.length; i++) {
                    values[i] = values[i] instanceof String ? "id" + random.nextInt(1_000) : values[i];
                }
                return constructor.newInstance(values);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("No value of " + kind, e);
        }
    }
}
