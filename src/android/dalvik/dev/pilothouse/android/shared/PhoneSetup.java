package dev.pilothouse.android.shared;

import android.app.Activity;
import android.app.Application;
import android.content.res.Configuration;
import android.graphics.Insets;
import android.os.Build;
import android.os.Bundle;
import android.view.View;
import android.view.WindowInsets;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Prepares the process before the native image starts: writes down the device's language, which an image does not know,
 * and leaves room for the system bars, under which GluonFX's activity would draw. Runs on the Android runtime, outside of the
 * native image. Called on the main thread. Lives as long as the process.
 */
public final class PhoneSetup extends Application {
    private static final String MAIN = "com.gluonhq.helloandroid.MainActivity";
    /** As in Attach's storage and {@code AttachStorageRoot}; {@code DeviceLanguage} reads it. */
    private static final String FOLDER = ".gluon/pilothouse";

    private static final String FILE = "language";

    @Override
    public void onCreate() {
        super.onCreate();
        writeLanguage();
        registerActivityLifecycleCallbacks(new BarRoom());
    }

    @Override
    public void onConfigurationChanged(Configuration now) {
        super.onConfigurationChanged(now);
        writeLanguage();
    }

    /** A file that cannot be written leaves the app in the language of its last start. */
    private void writeLanguage() {
        File folder = new File(getApplicationInfo().dataDir, FOLDER);
        folder.mkdirs();
        File file = new File(folder, FILE);
        File part = new File(folder, FILE + ".part");
        try (OutputStream out = new FileOutputStream(part)) {
            out.write(Locale.getDefault().toLanguageTag().getBytes(StandardCharsets.UTF_8));
        } catch (IOException full) {
            part.delete();
            return;
        }
        if (!part.renameTo(file)) {
            part.delete();
        }
    }

    /**
     * Keeps the drawing surface between the system bars and beside the camera. The keyboard is not part of it: Attach
     * measures it.
     */
    private static final class BarRoom implements ActivityLifecycleCallbacks, View.OnApplyWindowInsetsListener {
        @Override
        public void onActivityStarted(Activity activity) {
            if (activity.getClass().getName().equals(MAIN)) {
                View content = activity.findViewById(android.R.id.content);
                content.setOnApplyWindowInsetsListener(this);
                content.requestApplyInsets();
            }
        }

        @Override
        @SuppressWarnings("deprecation")
        public WindowInsets onApplyWindowInsets(View content, WindowInsets insets) {
            if (Build.VERSION.SDK_INT >= 30) {
                Insets room = insets.getInsets(WindowInsets.Type.systemBars() | WindowInsets.Type.displayCutout());
                content.setPadding(room.left, room.top, room.right, room.bottom);
            } else {
                // Before Android 11 the insets contain an open keyboard, and the stable ones never do.
                content.setPadding(
                        insets.getStableInsetLeft(),
                        insets.getStableInsetTop(),
                        insets.getStableInsetRight(),
                        insets.getStableInsetBottom());
            }
            return insets;
        }

        @Override
        public void onActivityCreated(Activity activity, Bundle state) {}

        @Override
        public void onActivityResumed(Activity activity) {}

        @Override
        public void onActivityPaused(Activity activity) {}

        @Override
        public void onActivityStopped(Activity activity) {}

        @Override
        public void onActivitySaveInstanceState(Activity activity, Bundle state) {}

        @Override
        public void onActivityDestroyed(Activity activity) {}
    }
}
