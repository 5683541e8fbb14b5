package dev.pilothouse.desktop.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OkHttpPublicDnsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "127.0.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "192.0.0.8",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fc00::1",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "::ffff:127.0.0.1",
                "::127.0.0.1",
                "::10.0.0.1",
                "64:ff9b::127.0.0.1",
                "64:ff9b::169.254.169.254",
                "64:ff9b:1::8.8.8.8",
                "2002:7f00:1::",
                "2002:c0a8:101::1"
            })
    void anAddressOfThisMachineOrNetworkIsPrivateInEveryForm(String address) throws Exception {
        assertThat(OkHttpPublicDns.isPrivate(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "100.63.255.255",
                "100.128.0.1",
                "172.32.0.1",
                "192.0.1.1",
                "198.17.0.1",
                "198.20.0.1",
                "203.0.113.1",
                "2001:4860:4860::8888",
                "2a00::1",
                "64:ff9b::8.8.8.8",
                "2002:808:808::1"
            })
    void anAddressThatThePublicReachesIsNot(String address) throws Exception {
        assertThat(OkHttpPublicDns.isPrivate(InetAddress.getByName(address))).isFalse();
    }

    /** A name server may answer with one, and the system connects to the address in it. */
    @Test
    void aMappedAddressCountsAsTheAddressInIt() throws Exception {
        assertThat(OkHttpPublicDns.isPrivate(mapped(127, 0, 0, 1))).isTrue();
        assertThat(OkHttpPublicDns.isPrivate(mapped(192, 168, 0, 1))).isTrue();
        assertThat(OkHttpPublicDns.isPrivate(mapped(1, 1, 1, 1))).isFalse();
    }

    private static InetAddress mapped(int... four) throws UnknownHostException {
        byte[] bytes = new byte[16];
        bytes[10] = (byte) 0xff;
        bytes[11] = (byte) 0xff;
        for (int i = 0; i < 4; i++) {
            bytes[12 + i] = (byte) four[i];
        }
        // The other factory methods turn it into an address of IPv4.
        return Inet6Address.getByAddress("mapped.example", bytes, 0);
    }
}
