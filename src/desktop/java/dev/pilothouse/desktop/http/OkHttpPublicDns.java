package dev.pilothouse.desktop.http;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import okhttp3.Dns;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/**
 * Resolves names to public addresses only, so that an address that somebody else chooses leads to no machine of this
 * network. Stateless; any thread.
 */
public final class OkHttpPublicDns implements Dns {
    private static final int CARRIER_FIRST = 100;
    private static final int CARRIER_SECOND = 64;
    private static final int CARRIER_MASK = 0xc0;

    /** An address is private. */
    public static final class PrivateAddressException extends UnknownHostException {
        private static final long serialVersionUID = 1L;
    }

    private OkHttpPublicDns() {}

    /** Returns a client that connects to no private address. It shares all else with the other one. */
    public static OkHttpClient restrict(OkHttpClient client) {
        return client.newBuilder()
                .dns(new OkHttpPublicDns())
                .addInterceptor(OkHttpPublicDns::checkLiteral)
                .build();
    }

    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        List<InetAddress> all = Dns.SYSTEM.lookup(host);
        for (InetAddress address : all) {
            if (isPrivate(address)) {
                throw new PrivateAddressException();
            }
        }
        return all;
    }

    /** The library resolves no address that is written as a number. */
    private static Response checkLiteral(Interceptor.Chain chain) throws IOException {
        String host = chain.request().url().host();
        boolean literal = host.indexOf(':') >= 0 || host.matches("[0-9.]+");
        if (literal && isPrivate(InetAddress.getByName(host))) {
            throw new PrivateAddressException();
        }
        return chain.proceed(chain.request());
    }

    /** Whether it is of this machine or of a network that the public cannot reach. */
    public static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean uniqueLocal = address instanceof Inet6Address && (bytes[0] & 0xfe) == 0xfc;
        boolean carrier =
                bytes.length == 4 && (bytes[0] & 0xff) == CARRIER_FIRST && (bytes[1] & CARRIER_MASK) == CARRIER_SECOND;
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || uniqueLocal
                || carrier;
    }
}
