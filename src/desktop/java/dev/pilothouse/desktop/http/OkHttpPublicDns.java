package dev.pilothouse.desktop.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
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
    private static final int V4_BYTES = 4;
    private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final byte[] LOCAL_NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 1};
    private static final byte[] SIX_TO_FOUR = {0x20, 0x02};
    private static final byte[] COMPATIBLE = new byte[12];
    /** Java turns most of them into addresses of IPv4, but not the answers of the system's resolver. */
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff};

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

    /**
     * Whether it is of this machine or of a network that the public cannot reach. An IPv6 address that stands for one of
     * IPv4 counts as that: NAT64, 6to4, the mapped and the old compatible form.
     */
    public static boolean isPrivate(InetAddress address) {
        if (address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return true;
        }
        byte[] bytes = address.getAddress();
        return bytes.length == V4_BYTES ? isReserved(bytes) : isPrivate(bytes);
    }

    /** The ranges of IPv4 that Java has no word for. */
    private static boolean isReserved(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        return first == 0
                || first >= 240
                || first == 100 && (second & 0xc0) == 64
                || first == 192 && second == 0 && bytes[2] == 0
                || first == 198 && (second & 0xfe) == 18;
    }

    private static boolean isPrivate(byte[] bytes) {
        boolean uniqueLocal = (bytes[0] & 0xfe) == 0xfc;
        return uniqueLocal
                || startsWith(bytes, LOCAL_NAT64)
                || startsWith(bytes, NAT64) && isPrivateV4(bytes, bytes.length - V4_BYTES)
                || startsWith(bytes, MAPPED) && isPrivateV4(bytes, bytes.length - V4_BYTES)
                || startsWith(bytes, COMPATIBLE) && isPrivateV4(bytes, bytes.length - V4_BYTES)
                || startsWith(bytes, SIX_TO_FOUR) && isPrivateV4(bytes, SIX_TO_FOUR.length);
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static boolean isPrivateV4(byte[] bytes, int from) {
        try {
            return isPrivate(InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + V4_BYTES)));
        } catch (UnknownHostException never) {
            throw new IllegalStateException(never);
        }
    }
}
