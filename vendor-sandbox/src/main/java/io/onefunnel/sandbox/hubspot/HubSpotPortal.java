package io.onefunnel.sandbox.hubspot;

import io.onefunnel.sandbox.hubspot.api.Endpoint;
import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.api.Request;
import io.onefunnel.sandbox.hubspot.auth.OAuthCalls;
import io.onefunnel.sandbox.hubspot.auth.RateLimits;
import io.onefunnel.sandbox.hubspot.auth.RequestFilter;
import io.onefunnel.sandbox.hubspot.auth.Tokens;
import io.onefunnel.sandbox.hubspot.events.CustomEvents;
import io.onefunnel.sandbox.hubspot.marketing.Forms;
import io.onefunnel.sandbox.hubspot.marketing.RecordLists;
import io.onefunnel.sandbox.hubspot.merge.Merges;
import io.onefunnel.sandbox.hubspot.objects.AssociationWrites;
import io.onefunnel.sandbox.hubspot.objects.ObjectWrites;
import io.onefunnel.sandbox.hubspot.schema.ObjectKind;
import io.onefunnel.sandbox.hubspot.store.CrmObject;
import io.onefunnel.sandbox.hubspot.store.ObjectTable;
import io.onefunnel.sandbox.hubspot.store.PortalSettings;
import io.onefunnel.sandbox.hubspot.store.PortalState;
import io.onefunnel.sandbox.vendor.Calls;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import io.onefunnel.sandbox.vendor.SandboxClock;
import io.onefunnel.sandbox.vendor.Vendor;
import io.onefunnel.sandbox.vendor.WriteAudit;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A HubSpot portal: contacts, companies, deals, leads and the six kinds of activity behind the dated paths
 * ({@code /crm/objects/2026-09/…}) and the numbered ones that HubSpot's own clients still send ({@code /crm/v3/…}).
 *
 * <p>Choices where the vendor's documents are silent, each the one that is harder on a client: a write moves the
 * modification stamp even if no value differs; ids that were merged away are unknown to every batch endpoint and to a
 * second merge; batch results come in id order; ids without associations are error entries of a 207; a backward move
 * of {@code lifecyclestage} is answered as done and ignored. Deals get a new id in a merge as contacts do.
 *
 * <p>Lists and forms are made, joined and filled in by hand ({@link #byHand}).
 *
 * <p><b>Settings</b>
 *
 * <ul>
 *   <li>{@code limits}: {@code on} or {@code off} (counted but never refused, for benchmarks)
 *   <li>{@code tier}: free, starter, professional, enterprise, enterprise-increased or marketplace; sets the next two
 *   <li>{@code callsPer10Seconds}, {@code callsPerDay}, {@code searchesPerSecond}, {@code associationCallsPer10Seconds},
 *       {@code associationCallsPerDay}: the allowances; the last two are those of batch association calls
 *   <li>{@code timeZone}: the account's zone; the day of the allowance ends at its midnight
 *   <li>{@code scopes}: what the static token was granted, comma-separated; {@code oauthScopes}: what access tokens are
 *       issued with, the same when blank
 *   <li>{@code tokens}: further static tokens, each with scopes of its own: "pat-a=scope scope,pat-b=scope"
 *   <li>{@code staticToken}: {@code valid} or {@code revoked}
 *   <li>{@code accessTokenSeconds}: how long an access token lives; {@code rotateRefreshTokens}: {@code on} makes every
 *       refresh answer a new refresh token and forget the used one
 *   <li>{@code indexLagSeconds}: how long search does not see a write; {@code indexLagRecords}: the same for single
 *       records, "contacts.9951=90,deals.9951=600"
 *   <li>{@code mergeSeconds}: how long a merge is under way: until then the new record has no timeline and merges no
 *       further
 *   <li>{@code onefunnelProperties}: {@code off} takes OneFunnel's properties away, as before {@code provision}
 *   <li>{@code salesforceIntegration}: {@code off} takes away the properties of HubSpot's own Salesforce integration
 *   <li>{@code sensitiveProperties}: "contacts.jobtitle": properties that the token may not see
 *   <li>{@code leads}: {@code off} is a portal without the leads object
 *   <li>{@code customEvents}: {@code off} is a portal without an Enterprise hub, and so without custom events
 *   <li>{@code duplicateEvents}: how an occurrence whose uuid is known is rejected: {@code dropped} answers as if it had
 *       been taken, {@code refused} answers 409 for the whole call. Which of the two HubSpot does is not documented
 *   <li>{@code eventLagSeconds}: how long an occurrence that was taken cannot be read back
 *   <li>{@code legacyPaths}: {@code off} answers numbered object paths with 404
 *   <li>{@code companyMerge}: {@code off} refuses company merges, as under HubSpot's own Salesforce integration
 *   <li>{@code validationRequires}: "contacts.jobtitle,deals.amount@dealstage=closedwon": an admin's rules, which bind
 *       writes on paths dated 2026-09 or later; {@code createRequires}: the same for creates only; {@code
 *       validationAnswer}: {@code batch} refuses the whole batch, {@code rows} answers 207
 * </ul>
 *
 * <p><b>Faults</b> besides the common ones
 *
 * <ul>
 *   <li>{@code expired-token}: 401 EXPIRED_AUTHENTICATION
 *   <li>{@code rate-limit}: 429; {@code policy} is TEN_SECONDLY_ROLLING (default), SECONDLY or DAILY
 *   <li>{@code row-error}: {@code rows} (default 1) inputs of a batch update fail with {@code message}, answer 207
 *   <li>{@code batch-400}: a batch update is refused as a whole while the object {@code id} is in it
 *   <li>{@code html}: an error page with {@code status} (default 502) instead of JSON
 *   <li>{@code locked}: 423, somebody else holds a record of the call
 *   <li>{@code error}: an error of HubSpot's shape with {@code status} (default 500; 477 is a migration), {@code
 *       category}, {@code message} and {@code retryAfter} seconds
 *   <li>{@code merge-in-progress}: a merge is refused as already under way
 * </ul>
 */
public final class HubSpotPortal implements Vendor, HubSpotData {
    private final SandboxClock clock;
    private final Calls calls;
    private final PortalSettings settings = new PortalSettings();
    private final Tokens tokens = new Tokens(settings);
    private final OAuthCalls oauth = new OAuthCalls(settings, tokens);
    private final RateLimits limits = new RateLimits(settings);
    private final RequestFilter filter;
    private final UiActions ui;
    private final PortalState state;
    private final ObjectWrites writes;
    private final AssociationWrites links;
    private final Owners owners = new Owners();
    private final CustomEvents events = new CustomEvents();
    private final Routes routes;
    private final ReentrantLock lock = new ReentrantLock();

    public HubSpotPortal(SandboxClock clock, Calls calls, WriteAudit audit, Faults faults) {
        this.clock = clock;
        this.calls = calls;
        filter = new RequestFilter(faults, tokens, limits);
        state = new PortalState(clock, settings, audit, faults);
        writes = new ObjectWrites(state);
        links = new AssociationWrites(state);
        provisioned(true);
        Merges merges = new Merges(state, writes);
        RecordLists lists = new RecordLists();
        Forms forms = new Forms();
        ui = new UiActions(state, writes, merges, owners, lists, forms);
        routes = new Routes(state, limits, writes, links, merges, owners, events, lists, forms);
    }

    @Override
    public String name() {
        return "hubspot";
    }

    @Override
    public HttpAnswer answer(HttpCall call) {
        try {
            Request request = Request.of(call);
            if (request.area().equals("oauth")) return oauth(request);
            Endpoint endpoint = routes.find(request);
            calls.count(endpoint.operation());
            return identified(filter.pass(call, endpoint, clock.instant(), () -> locked(endpoint.answer())));
        } catch (Refusal refusal) {
            return identified(refusal.answer());
        } catch (RuntimeException e) {
            return identified(
                    Refusal.of(500, "INTERNAL_ERROR", "internal error: " + e).answer());
        }
    }

    private HttpAnswer oauth(Request request) {
        Endpoint endpoint = oauth.find(request, clock.instant());
        calls.count(endpoint.operation());
        return identified(endpoint.answer().get().answer());
    }

    private static HttpAnswer identified(HttpAnswer answer) {
        if (answer.headers().containsKey(Refusal.CORRELATION_ID)) return answer;
        return answer.with(Refusal.CORRELATION_ID, Refusal.correlationId());
    }

    @Override
    public Map<String, Object> state() {
        lock.lock();
        try {
            state.catchUp();
            Map<String, Object> counts = new TreeMap<>();
            for (ObjectKind kind : ObjectKind.values()) {
                ObjectTable table = state.table(kind);
                counts.put(kind.plural(), table.rows(false).size());
                counts.put(kind.plural() + ".archived", table.rows(true).size());
                if (kind.merges()) counts.put(kind.plural() + ".merged", table.mergedAway());
            }
            counts.put("owners", owners.size());
            counts.put("eventOccurrences", events.size());
            return counts;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Map<String, String> credentials() {
        return Map.of(
                "portalId", Long.toString(PortalSettings.PORTAL_ID),
                "token", Tokens.STATIC_TOKEN,
                "clientId", Tokens.CLIENT_ID,
                "clientSecret", Tokens.CLIENT_SECRET,
                "refreshToken", Tokens.REFRESH_TOKEN);
    }

    @Override
    public void set(String key, String value) {
        lock.lock();
        try {
            settings.set(key, value);
            if (key.equals("sensitiveProperties")) state.catalogue().hide(settings.list(key));
            if (key.equals("onefunnelProperties")) provisioned(settings.on(key));
            if (key.equals("salesforceIntegration")) state.catalogue().integrateSalesforce(settings.on(key));
        } finally {
            lock.unlock();
        }
    }

    private void provisioned(boolean on) {
        if (on) state.catalogue().provideOneFunnel();
        else state.catalogue().withdrawOneFunnel();
        state.associations().types().provideReferral(on);
        events.provideOneFunnel(on, state.clock().instant());
    }

    @Override
    public Map<String, String> settings() {
        return settings.all();
    }

    @Override
    public void editByHand(String type, String id, Map<String, String> fields) {
        lock.lock();
        try {
            ObjectTable table = state.table(ObjectKind.of(type));
            CrmObject object = table.live(Long.parseLong(id))
                    .orElseThrow(() -> new IllegalArgumentException("no " + type.toLowerCase(Locale.ROOT) + " " + id));
            writes.editByHand(table, object, fields);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Map<String, String> record(String type, String id) {
        lock.lock();
        try {
            ObjectTable table = state.table(ObjectKind.of(type));
            return table.live(Long.parseLong(id)).map(table::values).orElse(Map.of());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String insert(String type, Map<String, String> properties) {
        return locked(() -> Long.toString(
                writes.insert(state.table(ObjectKind.of(type)), properties).id()));
    }

    @Override
    public void associate(String fromType, String fromId, String toType, String toId) {
        lock.lock();
        try {
            links.fill(ObjectKind.of(fromType), Long.parseLong(fromId), ObjectKind.of(toType), Long.parseLong(toId));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String owner(String email, String firstName, String lastName) {
        return locked(() -> ui.owner(email, firstName, lastName));
    }

    @Override
    public Map<String, String> byHand(String action, Map<String, String> arguments) {
        return locked(() -> ui.does(action, arguments));
    }

    /** Moves a record to the recycle bin, as a person would: no API call is counted. */
    public void archiveByHand(String type, String id) {
        byHand("archive", Map.of("type", type, "id", id));
    }

    /** Merges two records as a person would and returns the new id. */
    public String mergeByHand(String type, String primaryId, String otherId) {
        return locked(() -> ui.merge(type, primaryId, otherId));
    }

    /** Retires an owner: only {@code archived=true} lists it from then on. */
    public void archiveOwner(String id) {
        byHand("archive-owner", Map.of("id", id));
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            state.catchUp();
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
