package dev.pilothouse.android.shared;

import android.app.Activity;
import android.content.Intent;
import android.content.pm.ProviderInfo;
import android.database.Cursor;
import android.net.Uri;
import android.os.Bundle;
import android.provider.OpenableColumns;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Receives content that another app shares with Pilothouse, or the link of a pairing ticket that it opens. Writes it
 * into the app's folder and brings the app to the front, which reads it there. Runs on the Android runtime, outside of
 * the native image. The folder is all that the two share. {@code dev.pilothouse.platform.SharedContentFolder} documents
 * its format.
 *
 * <p>Any app may start it. It therefore copies only a text or a picture of another app's content provider, each up to a
 * size, and only while few items wait. Ends when the content is written.
 */
public final class SharedContentActivity extends Activity {
    private static final String MAIN = "com.gluonhq.helloandroid.MainActivity";
    /** As in Attach's storage and {@code AttachStorageRoot}. */
    private static final String FOLDER = ".gluon/pilothouse/given";

    private static final String TICKET = "pilothouse://pair#";
    private static final int MAX_CHARACTERS = 100_000;
    private static final long MAX_BYTES = 64L * 1024 * 1024;
    private static final int MAX_WAITING = 8;
    private static final long ABANDONED_MILLIS = 60L * 60 * 1000;
    /** In characters, of which some take three bytes. A file name has at most 255 bytes. */
    private static final int MAX_NAME = 60;

    private static final String ENDING = "(?i)\\.(png|jpe?g|gif|webp|heic)$";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        if (state != null) {
            // The system recreated this activity: the first instance has done the work.
            finish();
            return;
        }
        final Intent intent = getIntent();
        // Another app's provider may be slow, and the permission to read ends with this activity.
        new Thread("shared-content") {
            @Override
            public void run() {
                take(intent);
                runOnUiThread(new Runnable() {
                    @Override
                    public void run() {
                        bringAppToFront();
                    }
                });
            }
        }.start();
    }

    private void bringAppToFront() {
        startActivity(new Intent().setClassName(this, MAIN).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK));
        finish();
    }

    private void take(Intent intent) {
        File folder = new File(getApplicationInfo().dataDir, FOLDER);
        folder.mkdirs();
        if (waitingIn(folder) >= MAX_WAITING) {
            return;
        }
        String order = String.format(Locale.ROOT, "%015d~", System.currentTimeMillis());
        try {
            if (Intent.ACTION_VIEW.equals(intent.getAction())) {
                link(folder, order, String.valueOf(intent.getDataString()));
                return;
            }
            if (!Intent.ACTION_SEND.equals(intent.getAction())) {
                problem(folder, order, "OTHER_KIND");
                return;
            }
            String type = String.valueOf(intent.getType());
            Uri stream = intent.getParcelableExtra(Intent.EXTRA_STREAM);
            CharSequence text = intent.getCharSequenceExtra(Intent.EXTRA_TEXT);
            if (stream != null && type.startsWith("image/")) {
                picture(folder, order, stream, type);
            } else if (text != null && text.length() > 0) {
                text(folder, order, text.toString());
            } else {
                problem(folder, order, stream == null ? "UNREADABLE" : "OTHER_KIND");
            }
        } catch (IOException | RuntimeException e) {
            // The other app controls its intent and the exceptions of its provider.
            try {
                problem(folder, order, "UNREADABLE");
            } catch (IOException full) {
                // The disk is full, even for a few bytes. The app comes to the front with nothing.
                return;
            }
        }
    }

    /** A ticket is stored as a text. The app detects its prefix, and the person confirms before it pairs. */
    private static void link(File folder, String order, String link) throws IOException {
        if (link.startsWith(TICKET)) {
            text(folder, order, link);
        } else {
            problem(folder, order, "OTHER_KIND");
        }
    }

    private static void text(File folder, String order, String text) throws IOException {
        if (text.length() > MAX_CHARACTERS) {
            problem(folder, order, "TOO_LARGE");
        } else {
            write(folder, order + ".txt", text);
        }
    }

    /** The number of waiting items. Deletes unfinished files that are too old to be completed. */
    private static int waitingIn(File folder) {
        File[] files = folder.listFiles();
        int waiting = 0;
        for (File file : files == null ? new File[0] : files) {
            boolean abandoned = file.getName().endsWith(".part")
                    && System.currentTimeMillis() - file.lastModified() > ABANDONED_MILLIS;
            if (!abandoned || !file.delete()) {
                waiting++;
            }
        }
        return waiting;
    }

    private void picture(File folder, String order, Uri from, String type) throws IOException {
        // A file path would be opened with this app's own rights, and could expose its private files.
        if (!"content".equals(from.getScheme()) || isOurs(String.valueOf(from.getAuthority()))) {
            problem(folder, order, "UNREADABLE");
            return;
        }
        File part = new File(folder, order + ".part");
        boolean whole = false;
        try (InputStream in = getContentResolver().openInputStream(from)) {
            if (in == null) {
                throw new FileNotFoundException();
            }
            whole = copy(in, part);
        } finally {
            if (!whole) {
                part.delete();
            }
        }
        if (!whole) {
            problem(folder, order, "TOO_LARGE");
        } else if (!part.renameTo(new File(folder, order + name(from, type)))) {
            part.delete();
            throw new IOException("not renamed");
        }
    }

    /** Android treats the part before an "@" as a user of the device, and finds the provider by the rest. */
    private boolean isOurs(String authority) {
        String provider = authority.substring(authority.lastIndexOf('@') + 1);
        ProviderInfo found = getPackageManager().resolveContentProvider(provider, 0);
        return provider.startsWith(getPackageName())
                || (found != null && getPackageName().equals(found.packageName));
    }

    /** @return false if the content is too large; the copy is then incomplete */
    private static boolean copy(InputStream in, File to) throws IOException {
        try (OutputStream out = new FileOutputStream(to)) {
            byte[] piece = new byte[32 * 1024];
            long copied = 0;
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                copied += length;
                if (copied > MAX_BYTES) {
                    return false;
                }
                out.write(piece, 0, length);
            }
            return true;
        }
    }

    /** The other app's name for the picture, cleaned so that it holds no path and has a picture's extension. */
    private String name(Uri uri, String type) {
        String given = "";
        try (Cursor cursor =
                getContentResolver().query(uri, new String[] {OpenableColumns.DISPLAY_NAME}, null, null, null)) {
            if (cursor != null && cursor.moveToFirst()) {
                given = String.valueOf(cursor.getString(0));
            }
        } catch (RuntimeException e) {
            // Another app's provider may throw anything. The picture was copied, so only its name is lost.
            given = "";
        }
        String plain = given.replaceAll("[^\\p{L}\\p{N}._ -]", "_").replaceAll("^[. ]+", "");
        String stem = plain.replaceAll(ENDING, "");
        // The other app also chooses the type, and some extensions have another meaning in this folder.
        String subtype = "." + type.substring("image/".length());
        String end = !stem.equals(plain) ? plain.substring(stem.length()) : subtype.matches(ENDING) ? subtype : ".jpg";
        if (stem.length() > MAX_NAME) {
            stem = stem.substring(0, MAX_NAME);
        }
        return (stem.isEmpty() ? "picture" : stem) + end;
    }

    private static void problem(File folder, String order, String name) throws IOException {
        write(folder, order + ".problem", name);
    }

    private static void write(File folder, String name, String text) throws IOException {
        File part = new File(folder, name + ".part");
        try (OutputStream out = new FileOutputStream(part)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        if (!part.renameTo(new File(folder, name))) {
            part.delete();
            throw new IOException("not renamed");
        }
    }
}
