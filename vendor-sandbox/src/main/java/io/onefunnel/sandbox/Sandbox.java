package io.onefunnel.sandbox;

import io.onefunnel.sandbox.control.ControlApi;
import io.onefunnel.sandbox.http.Hosted;
import io.onefunnel.sandbox.http.VendorServer;
import io.onefunnel.sandbox.hubspot.HubSpotData;
import io.onefunnel.sandbox.hubspot.HubSpotPortal;
import io.onefunnel.sandbox.marketo.MarketoData;
import io.onefunnel.sandbox.marketo.MarketoInstance;
import io.onefunnel.sandbox.salesforce.SalesforceData;
import io.onefunnel.sandbox.salesforce.SalesforceOrg;
import io.onefunnel.sandbox.vendor.Calls;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.SandboxClock;
import io.onefunnel.sandbox.vendor.Vendor;
import io.onefunnel.sandbox.vendor.WriteAudit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The three vendors and the control API, each on a loopback port of its own, sharing one clock. Tests have it in their
 * own process; the module sample-company fills it and runs it as a program.
 */
public final class Sandbox implements AutoCloseable {
    /** The API version of the Salesforce org, as in its paths: /services/Soap/u/65.0. */
    private static final String SALESFORCE_API_VERSION = "65.0";

    /** The ports to listen on; 0 takes a free one. */
    public record Ports(int salesforce, int hubspot, int marketo, int control) {
        public static final Ports FREE = new Ports(0, 0, 0, 0);

        /** Four ports in a row, or free ones when {@code first} is 0. */
        public static Ports from(int first) {
            return first == 0 ? FREE : new Ports(first, first + 1, first + 2, first + 3);
        }
    }

    /**
     * What a client needs to connect. Salesforce: loginUrl, instanceUrl, apiVersion, clientId, clientSecret, orgId.
     * HubSpot: baseUrl, token, portalId. Marketo: baseUrl (without /rest), identityUrl, clientId, clientSecret,
     * munchkinId. Control: url.
     */
    public record Access(
            Map<String, String> salesforce,
            Map<String, String> hubspot,
            Map<String, String> marketo,
            Map<String, String> control) {}

    private final SandboxClock clock;
    private final Hosted salesforce;
    private final Hosted hubspot;
    private final Hosted marketo;
    private final SalesforceData salesforceData;
    private final HubSpotData hubspotData;
    private final MarketoData marketoData;
    private final ControlApi controlApi;
    private final VendorServer control;

    private Sandbox(
            SandboxClock clock,
            Ports ports,
            Hosted salesforce,
            Hosted hubspot,
            Hosted marketo,
            SalesforceData salesforceData,
            HubSpotData hubspotData,
            MarketoData marketoData) {
        this.clock = clock;
        this.salesforce = salesforce;
        this.hubspot = hubspot;
        this.marketo = marketo;
        this.salesforceData = salesforceData;
        this.hubspotData = hubspotData;
        this.marketoData = marketoData;
        this.controlApi = new ControlApi(clock, vendors());
        this.control = new VendorServer(ports.control(), controlApi::answer, new Faults());
    }

    /** A sandbox of the three vendors, empty but for what a new account holds; none listens before {@link #start}. */
    public static Sandbox of(SandboxClock clock, Ports ports) {
        return of(clock, ports, SalesforceOrg::new, HubSpotPortal::new, MarketoInstance::new);
    }

    /** A sandbox of the given vendors; none of them listens before {@link #start}. */
    public static <S extends Vendor & SalesforceData, H extends Vendor & HubSpotData, M extends Vendor & MarketoData>
            Sandbox of(
                    SandboxClock clock,
                    Ports ports,
                    Hosted.Maker<S> salesforce,
                    Hosted.Maker<H> hubspot,
                    Hosted.Maker<M> marketo) {
        Made<S> org = Made.by(salesforce, clock, ports.salesforce());
        Made<H> portal = Made.by(hubspot, clock, ports.hubspot());
        Made<M> instance = Made.by(marketo, clock, ports.marketo());
        return new Sandbox(
                clock, ports, org.hosted, portal.hosted, instance.hosted, org.vendor, portal.vendor, instance.vendor);
    }

    /** Starts listening. Every address answers when this returns. */
    public Sandbox start() {
        vendors().values().forEach(Hosted::start);
        control.start();
        return this;
    }

    public SandboxClock clock() {
        return clock;
    }

    public Hosted salesforce() {
        return salesforce;
    }

    public Hosted hubspot() {
        return hubspot;
    }

    public Hosted marketo() {
        return marketo;
    }

    /** The way to put records into the org without the API. */
    public SalesforceData salesforceData() {
        return salesforceData;
    }

    /** The way to put records into the portal without the API. */
    public HubSpotData hubspotData() {
        return hubspotData;
    }

    /** The way to put records into the instance without the API. */
    public MarketoData marketoData() {
        return marketoData;
    }

    public String controlUrl() {
        return control.url();
    }

    /** Adds a page to the control API: what GET of {@code path} answers, as JSON, from the query parameters. */
    public void page(String path, Function<Map<String, String>, Object> content) {
        controlApi.page(path, content);
    }

    /** The three vendors by name. */
    public Map<String, Hosted> vendors() {
        Map<String, Hosted> vendors = new LinkedHashMap<>();
        vendors.put("salesforce", salesforce);
        vendors.put("hubspot", hubspot);
        vendors.put("marketo", marketo);
        return vendors;
    }

    /** Where everything is and how to sign in: the object that the program prints on one line. */
    public Access describe() {
        Map<String, String> instance = access(marketo, Map.of(), "baseUrl");
        instance.put("identityUrl", marketo.url() + "/identity");
        return new Access(
                access(salesforce, Map.of("apiVersion", SALESFORCE_API_VERSION), "loginUrl", "instanceUrl"),
                access(hubspot, Map.of(), "baseUrl"),
                instance,
                Map.of("url", controlUrl()));
    }

    @Override
    public void close() {
        control.close();
        vendors().values().forEach(Hosted::close);
    }

    private static Map<String, String> access(Hosted hosted, Map<String, String> defaults, String... urlNames) {
        Map<String, String> access = new LinkedHashMap<>();
        for (String name : urlNames) access.put(name, hosted.url());
        access.putAll(defaults);
        hosted.vendor().credentials().forEach((name, value) -> {
            if (!access.containsKey(name) || defaults.containsKey(name)) access.put(name, value);
        });
        return access;
    }

    /** A vendor under both its faces: to be served, and to be filled. */
    private static final class Made<V extends Vendor> {
        final V vendor;
        final Hosted hosted;

        private Made(V vendor, Hosted hosted) {
            this.vendor = vendor;
            this.hosted = hosted;
        }

        static <V extends Vendor> Made<V> by(Hosted.Maker<V> maker, SandboxClock clock, int port) {
            Calls calls = new Calls();
            WriteAudit audit = new WriteAudit();
            Faults faults = new Faults();
            V vendor = maker.make(clock, calls, audit, faults);
            return new Made<>(vendor, new Hosted(vendor, calls, audit, faults, port));
        }
    }
}
