package dev.pilothouse.desktop.usage;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.Json;
import dev.pilothouse.protocol.RecordCodec;
import dev.pilothouse.protocol.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The person's list of prices, in {@code prices.json}: an array of objects {@code {"model": "sonnet-*", "in": 3, "out":
 * 15, "cached": 0.3, "currency": "USD", "date": "2026-11-01"}} with prices of a million tokens. The first entry whose
 * model matches is used; {@code *} stands for any letters. Pilothouse has no prices of its own, since they change.
 *
 * <p>Read again when the file changes. Thread-safe.
 */
final class PriceList {
    static final String FILE = "prices.json";

    private static final double MILLION = 1_000_000;
    private static final int MAX_BYTES = 256 * 1024;
    private static final int MAX_ENTRIES = 500;

    /** @param date of the prices, as {@code 2026-11-01} */
    record Price(String model, double in, double out, double cached, String currency, String date) {
        double of(TokenCount tokens) {
            return (tokens.in() * in + (tokens.out() + tokens.reasoning()) * out + tokens.cached() * cached) / MILLION;
        }
    }

    private static final RecordCodec<Price> PRICE = io -> new Price(
            io.put("model", Json.TEXT, Price::model),
            io.put("in", Json.DECIMAL, Price::in),
            io.put("out", Json.DECIMAL, Price::out),
            io.put("cached", Json.DECIMAL, Price::cached),
            io.put("currency", Json.TEXT, Price::currency),
            io.put("date", Json.TEXT, Price::date));

    private final Path file;

    // Guarded by this.
    private List<Price> prices = List.of();
    private @Nullable String problem;
    private @Nullable Object version;

    PriceList(Path folder) {
        this.file = folder.resolve(FILE);
    }

    /** Finds the price of a model. Reads the disk. */
    synchronized Optional<Price> of(String model) {
        refresh();
        return prices.stream().filter(price -> matches(price.model(), model)).findFirst();
    }

    /** The reason why the list is not used; empty if it is, or if there is none. */
    synchronized Optional<String> problem() {
        refresh();
        return Optional.ofNullable(problem);
    }

    private void refresh() {
        try {
            Object now = List.of(Files.getLastModifiedTime(file), Files.size(file));
            if (now.equals(version)) {
                return;
            }
            version = now;
            prices = List.of();
            problem = null;
            prices = read();
        } catch (NoSuchFileException none) {
            version = null;
            prices = List.of();
            problem = null;
        } catch (IOException | CodecException | RuntimeException e) {
            problem = String.valueOf(e.getMessage());
        }
    }

    private List<Price> read() throws IOException, CodecException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("it has more than " + MAX_BYTES + " bytes");
        }
        JsonArray array =
                StrictJson.parse(Files.readString(file, StandardCharsets.UTF_8)).getAsJsonArray();
        if (array.size() > MAX_ENTRIES) {
            throw new IOException("it has more than " + MAX_ENTRIES + " entries");
        }
        List<Price> all = new ArrayList<>();
        for (JsonElement element : array) {
            int number = all.size() + 1;
            try {
                all.add(checked(PRICE.decode(new FieldReader(element.getAsJsonObject()))));
            } catch (IOException | CodecException | RuntimeException e) {
                throw new IOException("entry " + number + ": " + e.getMessage(), e);
            }
        }
        return List.copyOf(all);
    }

    private static Price checked(Price price) throws IOException {
        if (price.in() < 0 || price.out() < 0 || price.cached() < 0) {
            throw new IOException("a price is negative");
        }
        if (!price.currency().matches("[A-Z]{3}")) {
            throw new IOException("currency is not three capital letters: " + price.currency());
        }
        try {
            LocalDate.parse(price.date());
        } catch (DateTimeParseException e) {
            throw new IOException("date is not like 2026-11-01: " + price.date(), e);
        }
        return price;
    }

    /** Matches letter by letter, so that no pattern takes long. */
    static boolean matches(String pattern, String model) {
        int p = 0;
        int m = 0;
        int star = -1;
        int resume = 0;
        while (m < model.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = m;
            } else if (p < pattern.length()
                    && Character.toLowerCase(pattern.charAt(p)) == Character.toLowerCase(model.charAt(m))) {
                p++;
                m++;
            } else if (star >= 0) {
                p = star + 1;
                m = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
