package io.onefunnel.app.engine;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What this process is called in leases: its machine and its number there. */
final class ProcessName {
    static final String CURRENT = machine() + ":" + ProcessHandle.current().pid();

    private ProcessName() {}

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
