package io.onefunnel.testkit;

import io.onefunnel.sandbox.http.Hosted;
import io.onefunnel.sandbox.http.VendorServer;
import io.onefunnel.sandbox.vendor.Calls;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.SandboxClock;
import io.onefunnel.sandbox.vendor.Vendor;
import io.onefunnel.sandbox.vendor.WriteAudit;
import java.util.List;
import java.util.Map;

/**
 * A fixture over one vendor of the sandbox, served over HTTP on a free port. What is left to the adapter's module is to
 * translate: records, faults, credentials.
 */
public abstract class SandboxFixture<V extends Vendor> implements VendorFixture {
    private final Calls calls = new Calls();
    private final WriteAudit audit = new WriteAudit();
    private final Faults faults = new Faults();
    private final V vendor;
    private final VendorServer server;

    protected SandboxFixture(ManualClock clock, Hosted.Maker<V> maker) {
        vendor = maker.make(new SandboxClock(clock), calls, audit, faults);
        server = new VendorServer(0, vendor::answer, faults);
        server.start();
    }

    protected final V vendor() {
        return vendor;
    }

    /** To be called at the end of a set-up that went through the API: the contract counts from zero. */
    protected final void forgetCallsAndWrites() {
        calls.reset();
        audit.reset();
    }

    /** Where the vendor listens, without a trailing slash. */
    protected final String url() {
        return server.url();
    }

    /** An address at which nobody listens: port 1 is reserved and never given to a program. */
    protected static String unreachableUrl() {
        return "http://127.0.0.1:1";
    }

    /** The fault kind of this vendor for a trouble, with what it needs to know. */
    protected abstract FaultKind faultKind(Trouble trouble);

    /** A regular expression over "METHOD path?query" or the body that finds the calls of a kind. */
    protected abstract String pattern(CallKind on);

    /** A fault as the vendor documents it, without where and how often it happens. */
    protected record FaultKind(String name, Map<String, String> params) {
        // Said to be public: a protected record's own constructor would be out of reach for the fixtures.
        public FaultKind {
            params = Map.copyOf(params);
        }

        public static FaultKind of(String name) {
            return new FaultKind(name, Map.of());
        }
    }

    @Override
    public void inject(Trouble trouble, CallKind on, int after, int times) {
        FaultKind kind = commonKind(trouble);
        faults.add(new Faults.Fault(kind.name(), pattern(on), after, times, kind.params()));
    }

    /** The kinds that the HTTP side serves for every vendor. */
    private FaultKind commonKind(Trouble trouble) {
        return switch (trouble) {
            case RESET_BEFORE -> FaultKind.of("reset-before");
            case RESET_AFTER -> FaultKind.of("reset-after");
            case UNAVAILABLE -> new FaultKind("status", Map.of("status", "503"));
            case FOREIGN_ANSWER ->
                new FaultKind("status", Map.of("status", "200", "body", "<html><body>Please sign in</body></html>"));
            case EMPTY_ANSWER ->
                new FaultKind("status", Map.of("status", "200", "contentType", "application/json", "body", "{}"));
            case CUT_ANSWER -> FaultKind.of("cut");
            case REDIRECTED_ANSWER ->
                new FaultKind("status", Map.of("status", "307", "location", unreachableUrl() + "/elsewhere"));
            case TOKEN_EXPIRED, RATE_LIMITED, QUOTA_EXHAUSTED, RECORD_LOCKED -> faultKind(trouble);
        };
    }

    protected final Faults faults() {
        return faults;
    }

    @Override
    public void heal() {
        faults.clear();
    }

    @Override
    public long calls() {
        return calls.total();
    }

    @Override
    public List<WriteAudit.Entry> audit() {
        return audit.entries();
    }

    @Override
    public void close() {
        server.close();
    }
}
