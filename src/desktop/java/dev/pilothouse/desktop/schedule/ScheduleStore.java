package dev.pilothouse.desktop.schedule;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.journal.IoErrorText;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.ScheduleId;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.HostTextCodec;
import dev.pilothouse.protocol.Json;
import dev.pilothouse.protocol.RecordCodec;
import dev.pilothouse.protocol.ScheduleCodec;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.secure.NewerFileException;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the schedules, one each, in the folder {@code schedules} of the data folder. A file is replaced
 * atomically, and on disk when {@link #write} returns. A file that cannot be read stays as it is. Confined to one
 * thread at a time. There is nothing to close.
 */
final class ScheduleStore {
    private static final Logger LOG = LoggerFactory.getLogger(ScheduleStore.class);
    private static final int VERSION = 1;
    /** No name of a device of Windows, such as {@code con.json}. */
    private static final String PREFIX = "schedule-";

    private static final String SUFFIX = ".json";

    private static final RecordCodec<ScheduleRecord.Owner> OWNER = io -> new ScheduleRecord.Owner(
            io.put("deviceId", Json.DEVICE_ID, ScheduleRecord.Owner::deviceId),
            io.opt("deviceName", Json.TEXT, ScheduleRecord.Owner::deviceName));

    private static final RecordCodec<ScheduleRecord.Progress> PROGRESS = io -> new ScheduleRecord.Progress(
            io.put("handled", Json.TIME, ScheduleRecord.Progress::handled),
            io.opt("paused", Json.FLAG, ScheduleRecord.Progress::paused),
            io.inline(HostTextCodec.OPTIONAL_TEXT, ScheduleRecord.Progress::pausedBecause),
            io.opt("failures", Json.INT, ScheduleRecord.Progress::failures));

    private static final RecordCodec<ScheduleRecord.Entry> ENTRY = io -> new ScheduleRecord.Entry(
            io.inline(ScheduleCodec.OCCURRENCE, ScheduleRecord.Entry::shown),
            io.put("deviceId", Json.DEVICE_ID, ScheduleRecord.Entry::deviceId),
            io.opt("cleaned", Json.FLAG, ScheduleRecord.Entry::cleaned));

    private static final RecordCodec<ScheduleRecord> RECORD = io -> new ScheduleRecord(
            io.put("schedule", ScheduleCodec.SCHEDULE, ScheduleRecord::schedule),
            io.put("owner", OWNER, ScheduleRecord::owner),
            io.put("start", Json.TIME, ScheduleRecord::start),
            io.put("progress", PROGRESS, ScheduleRecord::progress),
            io.opt("occurrences", ENTRY.list(), ScheduleRecord::entries));

    private final Path folder;

    ScheduleStore(Path data) {
        folder = data.resolve("schedules");
    }

    /** @param notices receives a sentence for each file that cannot be read */
    List<ScheduleRecord> read(List<HostText> notices) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<ScheduleRecord> records = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
            for (Path file : files) {
                try {
                    records.add(read(file));
                } catch (IOException | CodecException | RuntimeException e) {
                    LOG.warn("The schedule {} cannot be read: {}", file, e.toString());
                    notices.add(HostText.of(
                            HostTextCode.SCHEDULE_UNREADABLE,
                            file,
                            e instanceof IOException io ? IoErrorText.sentence(io) : String.valueOf(e.getMessage())));
                }
            }
        }
        return records;
    }

    private static ScheduleRecord read(Path path) throws IOException, CodecException {
        byte[] bytes = new PrivateFile(path).read().orElseThrow(() -> new IOException("it is gone"));
        JsonObject json = StrictJson.parseObject(new String(bytes, StandardCharsets.UTF_8));
        NewerFileException.check(path, json.get("version").getAsLong(), VERSION);
        ScheduleRecord record = RECORD.decode(new FieldReader(json));
        if (!path.getFileName().toString().equals(name(record.id()))) {
            throw new IOException("it is named after another schedule");
        }
        return record;
    }

    private static String name(ScheduleId id) {
        return PREFIX + id + SUFFIX;
    }

    void write(ScheduleRecord record) throws IOException {
        JsonObject json = new JsonObject();
        json.addProperty("version", VERSION);
        RECORD.encode(record).entrySet().forEach(member -> json.add(member.getKey(), member.getValue()));
        new PrivateFile(folder.resolve(name(record.id())))
                .write(StrictJson.write(json).getBytes(StandardCharsets.UTF_8));
    }

    void delete(ScheduleId id) throws IOException {
        Files.deleteIfExists(folder.resolve(name(id)));
    }
}
