package dev.pilothouse.desktop.phone;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * A proxy that ends TLS in front of a host, as a tunnel's server does, with a certificate for {@code localhost} of its own.
 * Owns its socket and two threads for each connection; ends with {@link #close()}.
 */
final class TlsProxy implements AutoCloseable {
    static final String PASSWORD = "changeit";

    private final SSLServerSocket server;
    private final int target;
    private final Path trust;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    /** @param folder gets the proxy's key and the file for those that trust it */
    TlsProxy(Path folder, int target) throws Exception {
        this.target = target;
        Path keys = folder.resolve("proxy.p12");
        Process tool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "proxy",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.out").toFile())
                .start();
        if (!tool.waitFor(60, TimeUnit.SECONDS) || tool.exitValue() != 0) {
            throw new IOException("keytool failed: " + Files.readString(folder.resolve("keytool.out")));
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        Certificate certificate = store.getCertificate("proxy");
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("proxy", certificate);
        trust = folder.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(trust)) {
            trusted.store(out, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 16, InetAddress.getLoopbackAddress());
        start("tls-proxy", this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** A store with the proxy's certificate, of type PKCS12 and with {@link #PASSWORD}. */
    Path trust() {
        return trust;
    }

    /** The connections whose handshake has succeeded. */
    int connections() {
        return connections.get();
    }

    /** The connections whose client ended the handshake. */
    int refused() {
        return refused.get();
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                SSLSocket client = (SSLSocket) server.accept();
                start("tls-proxy-up", () -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(SSLSocket client) {
        try (client) {
            try {
                client.startHandshake();
            } catch (IOException untrusted) {
                refused.incrementAndGet();
                return;
            }
            connections.incrementAndGet();
            forward(client);
        } catch (IOException ended) {
            // One of the two has closed the connection.
        }
    }

    private void forward(SSLSocket client) throws IOException {
        try (Socket host = new Socket(InetAddress.getLoopbackAddress(), target)) {
            start("tls-proxy-down", () -> {
                try {
                    host.getInputStream().transferTo(client.getOutputStream());
                    client.close();
                } catch (IOException ended) {
                    // One of the two has closed the connection.
                }
            });
            client.getInputStream().transferTo(host.getOutputStream());
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
