package dev.pilothouse.desktop.demo;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** The scripts with content other than text. */
final class DemoMedia {
    private static final int WIDTH = 240;
    private static final int HEIGHT = 160;
    private static final int SOUND_RATE = 8_000;

    private DemoMedia() {}

    static Object show(DemoTurn turn) {
        turn.message("A picture, a sound and a file:");
        JsonObject picture = DemoSession.block("image");
        picture.addProperty("mimeType", "image/png");
        picture.addProperty("data", base64(picture()));
        picture.addProperty("uri", "file:///demo/waves.png");
        send(turn, picture);
        JsonObject sound = DemoSession.block("audio");
        sound.addProperty("mimeType", "audio/wav");
        sound.addProperty("data", base64(audio()));
        send(turn, sound);
        JsonObject resource = new JsonObject();
        resource.addProperty("uri", "demo://files/waves.csv.gz");
        resource.addProperty("mimeType", "application/gzip");
        resource.addProperty("blob", base64("not really".getBytes(StandardCharsets.UTF_8)));
        JsonObject file = DemoSession.block("resource");
        file.add("resource", resource);
        send(turn, file);
        turn.message("That was all.\n");
        return "end_turn";
    }

    private static void send(DemoTurn turn, JsonObject block) {
        JsonObject update = DemoSession.update("agent_message_chunk");
        update.add("content", block);
        turn.send(update);
    }

    static Object compact(DemoTurn turn) {
        String id = "compaction-" + turn.number(1, 1_000);
        turn.send(compaction(id, "in_progress"));
        for (String piece :
                "The person tries the **demo**.\n\n- It has shown a picture.\n- It compacts.".split("(?<= )")) {
            JsonObject chunk = DemoSession.update("compaction_summary_chunk");
            chunk.addProperty("compactionId", id);
            chunk.add("content", DemoSession.text(piece));
            turn.send(chunk);
            turn.pause(100);
        }
        turn.send(compaction(id, "completed"));
        turn.message("I remember less now.\n");
        return "end_turn";
    }

    private static JsonObject compaction(String id, String status) {
        JsonObject update = DemoSession.update("compaction_update");
        update.addProperty("compactionId", id);
        update.addProperty("status", status);
        return update;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Draws waves as a PNG in true colour. */
    private static byte[] picture() {
        byte[] lines = new byte[HEIGHT * (1 + 3 * WIDTH)];
        int at = 0;
        for (int y = 0; y < HEIGHT; y++) {
            at++;
            for (int x = 0; x < WIDTH; x++) {
                double wave = Math.sin(x / 14.0) * 10 + Math.sin(x / 5.0) * 3 + HEIGHT * 0.55;
                boolean sea = y > wave;
                lines[at++] = (byte) (sea ? 20 : 120 + y / 2);
                lines[at++] = (byte) (sea ? 90 + (y - wave) / 3 : 170 + y / 4);
                lines[at++] = (byte) (sea ? 160 : 235);
            }
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        ByteBuffer header = ByteBuffer.allocate(13).putInt(WIDTH).putInt(HEIGHT);
        header.put(new byte[] {8, 2, 0, 0, 0});
        chunk(file, "IHDR", header.array());
        chunk(file, "IDAT", deflated(lines));
        chunk(file, "IEND", new byte[0]);
        return file.toByteArray();
    }

    private static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater();
        deflater.setInput(bytes);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[8 * 1024];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream file, String type, byte[] content) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(content);
        file.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
        file.writeBytes(name);
        file.writeBytes(content);
        file.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    /** Returns a quarter of a second of one tone as WAV, 8 bit mono. */
    private static byte[] audio() {
        byte[] samples = new byte[SOUND_RATE / 4];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (128 + 60 * Math.sin(2 * Math.PI * 440 * i / SOUND_RATE));
        }
        ByteBuffer file = ByteBuffer.allocate(44 + samples.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + samples.length);
        file.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        file.putShort((short) 1).putShort((short) 1);
        file.putInt(SOUND_RATE).putInt(SOUND_RATE);
        file.putShort((short) 1).putShort((short) 8);
        file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(samples.length);
        return file.put(samples).array();
    }
}
