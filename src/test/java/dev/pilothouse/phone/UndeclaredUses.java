package dev.pilothouse.phone;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.lang.reflect.Proxy;
import java.util.ResourceBundle;
import java.util.ServiceLoader;

/** One of each use that a native image's analysis cannot follow; read by the readiness test, and never run. */
final class UndeclaredUses {

    private UndeclaredUses() {}

    static Object reflection(String name) throws ReflectiveOperationException {
        return Class.forName(name).getDeclaredConstructor().newInstance();
    }

    static Object proxy() {
        return Proxy.newProxyInstance(null, new Class<?>[] {Runnable.class}, (self, method, arguments) -> null);
    }

    static Object service() {
        return ServiceLoader.load(Runnable.class);
    }

    static Object serialisation(ObjectInputStream in) throws IOException, ClassNotFoundException {
        return in.readObject();
    }

    static Object resource() {
        return UndeclaredUses.class.getResource("nowhere.txt");
    }

    static Object bundle() {
        return ResourceBundle.getBundle("nowhere");
    }

    static void nativeLibrary() {
        System.loadLibrary("nowhere");
    }

    static Object foreign() {
        return new ProcessBuilder("nothing");
    }
}
