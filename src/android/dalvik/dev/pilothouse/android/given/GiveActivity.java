package dev.pilothouse.android.given;

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
 * Takes what another app shares with Pilothouse, or the link of a pairing ticket that it opens, lays it into the app's folder, and brings the app to the front, which finds
 * it there. Runs on Android's own machine, outside of the native image, and knows nothing of it: the folder is all that the
 * two share. Its form is written down at {@code dev.pilothouse.platform.GivenFolder}.
 *
 * <p>Any app may start it, so it copies nothing but a text and pictures of other apps' providers, each up to a size, and no
 * more than wait already. Ends when that is done.
 */
public final class GiveActivity extends Activity {
    private static final String MAIN = "com.gluonhq.helloandroid.MainActivity";
    /** As Attach's storage and {@code AttachStorageRoot} name it. */
    private static final String FOLDER = ".gluon/pilothouse/given";

    private static final String TICKET = "pilothouse://pair#";
    private static final int MOST_CHARACTERS = 100_000;
    private static final long MOST_BYTES = 64L * 1024 * 1024;
    private static final int MOST_WAITING = 8;
    private static final long ABANDONED_AFTER = 60L * 60 * 1000;
    /** In characters, of which some have three bytes; a file's name has 255 bytes at most. */
    private static final int LONGEST_NAME = 60;

    private static final String ENDING = "(?i)\\.(png|jpe?g|gif|webp|heic)$";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        if (state != null) {
            // Made anew by the system: the first one has done it.
            finish();
            return;
        }
        final Intent intent = getIntent();
        // Another app's provider may take its time, and may read only for as long as this activity lives.
        new Thread("give") {
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
        if (waitingIn(folder) >= MOST_WAITING) {
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
            // What stands in another app's intent, and what its provider throws, is up to that app alone.
            try {
                problem(folder, order, "UNREADABLE");
            } catch (IOException full) {
                // There is no room even for a word; the app then comes to the front with nothing.
                return;
            }
        }
    }

    /** A ticket goes the way of a text: the app knows it by its beginning, and asks the person before it pairs. */
    private static void link(File folder, String order, String link) throws IOException {
        if (link.startsWith(TICKET)) {
            text(folder, order, link);
        } else {
            problem(folder, order, "OTHER_KIND");
        }
    }

    private static void text(File folder, String order, String text) throws IOException {
        if (text.length() > MOST_CHARACTERS) {
            problem(folder, order, "TOO_LARGE");
        } else {
            write(folder, order + ".txt", text);
        }
    }

    /** How many things wait; what was not finished and never will be goes. */
    private static int waitingIn(File folder) {
        File[] files = folder.listFiles();
        int waiting = 0;
        for (File file : files == null ? new File[0] : files) {
            boolean abandoned = file.getName().endsWith(".part")
                    && System.currentTimeMillis() - file.lastModified() > ABANDONED_AFTER;
            if (!abandoned || !file.delete()) {
                waiting++;
            }
        }
        return waiting;
    }

    private void picture(File folder, String order, Uri from, String type) throws IOException {
        // A file's path would be opened with this app's own rights, and so lead to what is its alone.
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

    /** Android takes what stands before an "@" for a user of the device, and finds the provider by the rest. */
    private boolean isOurs(String authority) {
        String provider = authority.substring(authority.lastIndexOf('@') + 1);
        ProviderInfo found = getPackageManager().resolveContentProvider(provider, 0);
        return provider.startsWith(getPackageName())
                || (found != null && getPackageName().equals(found.packageName));
    }

    /** @return false if it is too large, and then it is not whole */
    private static boolean copy(InputStream in, File to) throws IOException {
        try (OutputStream out = new FileOutputStream(to)) {
            byte[] piece = new byte[32 * 1024];
            long copied = 0;
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                copied += length;
                if (copied > MOST_BYTES) {
                    return false;
                }
                out.write(piece, 0, length);
            }
            return true;
        }
    }

    /** What the other app calls it, as a name that leads nowhere and ends as a picture's. */
    private String name(Uri uri, String type) {
        String given = "";
        try (Cursor cursor =
                getContentResolver().query(uri, new String[] {OpenableColumns.DISPLAY_NAME}, null, null, null)) {
            if (cursor != null && cursor.moveToFirst()) {
                given = String.valueOf(cursor.getString(0));
            }
        } catch (RuntimeException e) {
            // Another app's provider may throw whatever it likes; the picture has come, and only its name has not.
            given = "";
        }
        String plain = given.replaceAll("[^\\p{L}\\p{N}._ -]", "_").replaceAll("^[. ]+", "");
        String stem = plain.replaceAll(ENDING, "");
        // The other app says the type too, and in this folder some endings mean something else.
        String subtype = "." + type.substring("image/".length());
        String end = !stem.equals(plain) ? plain.substring(stem.length()) : subtype.matches(ENDING) ? subtype : ".jpg";
        if (stem.length() > LONGEST_NAME) {
            stem = stem.substring(0, LONGEST_NAME);
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
