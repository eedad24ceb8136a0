package io.onefunnel.app.console.signin;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What only this machine reaches. */
public final class Loopback {
    private Loopback() {}

    /** @param host a name or an address; one that is not known is elsewhere */
    public static boolean isAt(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}
