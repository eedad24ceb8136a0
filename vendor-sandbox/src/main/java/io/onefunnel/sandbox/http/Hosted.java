package io.onefunnel.sandbox.http;

import io.onefunnel.sandbox.vendor.Calls;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.SandboxClock;
import io.onefunnel.sandbox.vendor.Vendor;
import io.onefunnel.sandbox.vendor.WriteAudit;

/** A vendor on its port, with what belongs to it alone: call counts, write audit and faults. */
public final class Hosted implements AutoCloseable {
    /** How a vendor is made; the constructors of the three vendors have this shape. */
    @FunctionalInterface
    public interface Maker<V extends Vendor> {
        V make(SandboxClock clock, Calls calls, WriteAudit audit, Faults faults);
    }

    private final Vendor vendor;
    private final Calls calls;
    private final WriteAudit audit;
    private final Faults faults;
    private final VendorServer server;

    public Hosted(Vendor vendor, Calls calls, WriteAudit audit, Faults faults, int port) {
        this.vendor = vendor;
        this.calls = calls;
        this.audit = audit;
        this.faults = faults;
        this.server = new VendorServer(port, call -> calls.timed(() -> vendor.answer(call)), faults);
    }

    public Vendor vendor() {
        return vendor;
    }

    public Calls calls() {
        return calls;
    }

    public WriteAudit audit() {
        return audit;
    }

    public Faults faults() {
        return faults;
    }

    /** The address without a trailing slash; known once started. */
    public String url() {
        return server.url();
    }

    /** How long each answer is held back from now on. */
    public void latency(int millis) {
        server.latency(millis);
    }

    public void start() {
        server.start();
    }

    @Override
    public void close() {
        server.close();
    }
}
