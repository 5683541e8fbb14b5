package dev.pilothouse.desktop.phone;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.util.Enumeration;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * The replacements that {@link TraceAgent} inserts for reflective look-ups: each does the same, and records what was
 * found. A failed look-up is not recorded, since it fails in an image too. The last argument is the caller. Any thread.
 */
public final class Traced {
    private static final Set<String> USES = new ConcurrentSkipListSet<>();

    private Traced() {}

    /** {@code KIND|caller|target} of each use so far, in order. */
    public static Set<String> uses() {
        return USES;
    }

    private static void note(String kind, String caller, String what) {
        USES.add(kind + "|" + caller + "|" + what);
    }

    private static Class<?> found(Class<?> type, String caller) {
        note("REFLECTION", caller, type.getName());
        return type;
    }

    public static Class<?> forName(String name, String caller) throws ClassNotFoundException {
        return found(Class.forName(name, true, Traced.class.getClassLoader()), caller);
    }

    public static Class<?> forName(String name, boolean initialize, ClassLoader loader, String caller)
            throws ClassNotFoundException {
        return found(Class.forName(name, initialize, loader), caller);
    }

    public static Class<?> loadClass(ClassLoader loader, String name, String caller) throws ClassNotFoundException {
        return found(loader.loadClass(name), caller);
    }

    public static Method getMethod(Class<?> type, String name, Class<?>[] parameters, String caller)
            throws NoSuchMethodException {
        Method method = type.getMethod(name, parameters);
        note("REFLECTION", caller, type.getName() + "#" + name);
        return method;
    }

    public static Method getDeclaredMethod(Class<?> type, String name, Class<?>[] parameters, String caller)
            throws NoSuchMethodException {
        Method method = type.getDeclaredMethod(name, parameters);
        note("REFLECTION", caller, type.getName() + "#" + name);
        return method;
    }

    public static Constructor<?> getConstructor(Class<?> type, Class<?>[] parameters, String caller)
            throws NoSuchMethodException {
        Constructor<?> constructor = type.getConstructor(parameters);
        note("REFLECTION", caller, type.getName());
        return constructor;
    }

    public static Constructor<?> getDeclaredConstructor(Class<?> type, Class<?>[] parameters, String caller)
            throws NoSuchMethodException {
        Constructor<?> constructor = type.getDeclaredConstructor(parameters);
        note("REFLECTION", caller, type.getName());
        return constructor;
    }

    public static Object invoke(Method method, Object on, Object[] arguments, String caller)
            throws IllegalAccessException, InvocationTargetException {
        note("REFLECTION", caller, method.getDeclaringClass().getName() + "#" + method.getName());
        return method.invoke(on, arguments);
    }

    public static Object newInstance(Constructor<?> constructor, Object[] arguments, String caller)
            throws IllegalAccessException, InvocationTargetException, InstantiationException {
        note("REFLECTION", caller, constructor.getDeclaringClass().getName());
        return constructor.newInstance(arguments);
    }

    public static Object newProxyInstance(
            ClassLoader loader, Class<?>[] types, InvocationHandler handler, String caller) {
        note("PROXY", caller, types[0].getName());
        return Proxy.newProxyInstance(loader, types, handler);
    }

    public static <T> ServiceLoader<T> load(Class<T> service, String caller) {
        note("SERVICE", caller, service.getName());
        return ServiceLoader.load(service);
    }

    public static <T> ServiceLoader<T> load(Class<T> service, ClassLoader loader, String caller) {
        note("SERVICE", caller, service.getName());
        return ServiceLoader.load(service, loader);
    }

    public static ResourceBundle getBundle(String name, String caller) {
        note("BUNDLE", caller, name);
        return ResourceBundle.getBundle(name);
    }

    public static ResourceBundle getBundle(String name, Locale locale, String caller) {
        note("BUNDLE", caller, name);
        return ResourceBundle.getBundle(name, locale);
    }

    public static URL getResource(Class<?> type, String name, String caller) {
        URL found = type.getResource(name);
        if (found != null) {
            note("RESOURCE", caller, path(type, name));
        }
        return found;
    }

    public static InputStream getResourceAsStream(Class<?> type, String name, String caller) {
        InputStream found = type.getResourceAsStream(name);
        if (found != null) {
            note("RESOURCE", caller, path(type, name));
        }
        return found;
    }

    private static String path(Class<?> type, String name) {
        return name.startsWith("/") ? name.substring(1) : type.getPackageName().replace('.', '/') + "/" + name;
    }

    public static URL getResource(ClassLoader loader, String name, String caller) {
        URL found = loader.getResource(name);
        if (found != null) {
            note("RESOURCE", caller, name);
        }
        return found;
    }

    public static InputStream getResourceAsStream(ClassLoader loader, String name, String caller) {
        InputStream found = loader.getResourceAsStream(name);
        if (found != null) {
            note("RESOURCE", caller, name);
        }
        return found;
    }

    public static Enumeration<URL> getResources(ClassLoader loader, String name, String caller) throws IOException {
        Enumeration<URL> found = loader.getResources(name);
        if (found.hasMoreElements()) {
            note("RESOURCE", caller, name);
        }
        return found;
    }

    public static void loadLibrary(String name, String caller) {
        note("NATIVE_LIBRARY", caller, name);
        System.loadLibrary(name);
    }

    public static Object readObject(ObjectInputStream in, String caller) throws IOException, ClassNotFoundException {
        Object read = in.readObject();
        note("SERIALISATION", caller, read.getClass().getName());
        return read;
    }
}
