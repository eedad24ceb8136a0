package io.onefunnel.sandbox.hubspot;

import io.onefunnel.sandbox.Calls;
import io.onefunnel.sandbox.Faults;
import io.onefunnel.sandbox.Faults.Fault;
import io.onefunnel.sandbox.SandboxClock;
import io.onefunnel.sandbox.Vendor;
import io.onefunnel.sandbox.WriteAudit;
import io.onefunnel.sandbox.http.HttpAnswer;
import io.onefunnel.sandbox.http.HttpCall;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A HubSpot portal: contacts, companies, deals, leads and the six kinds of activity behind the dated paths
 * ({@code /crm/objects/2026-09/…}) and the numbered ones that HubSpot's own clients still send ({@code /crm/v3/…}).
 *
 * <p>Choices where the vendor's documents are silent, each the one that is harder on a client: a write moves the
 * modification stamp even if no value differs; ids that were merged away are unknown to every batch endpoint and to a
 * second merge; batch results come in id order; ids without associations are error entries of a 207; a backward move
 * of {@code lifecyclestage} is answered as done and ignored. Deals get a new id in a merge as contacts do.
 *
 * <p><b>Settings</b>
 *
 * <ul>
 *   <li>{@code limits}: {@code on} or {@code off} (counted but never refused, for benchmarks)
 *   <li>{@code callsPer10Seconds}, {@code searchesPerSecond}, {@code callsPerDay}: the three allowances
 *   <li>{@code timeZone}: the account's zone; the day of the allowance ends at its midnight
 *   <li>{@code scopes}: what the token was granted, comma-separated
 *   <li>{@code staticToken}: {@code valid} or {@code revoked}
 *   <li>{@code rotateRefreshTokens}: {@code on} makes every OAuth refresh answer a new refresh token
 *   <li>{@code indexLagSeconds}: how long search does not see a write
 *   <li>{@code onefunnelProperties}: {@code off} takes OneFunnel's properties away, as before {@code provision}
 *   <li>{@code sensitiveProperties}: "contacts.jobtitle": properties that the token may not see
 *   <li>{@code leads}: {@code off} is a portal without the leads object
 *   <li>{@code legacyPaths}: {@code off} answers numbered object paths with 404
 *   <li>{@code companyMerge}: {@code off} refuses company merges, as under HubSpot's own Salesforce integration
 *   <li>{@code validationRequires}: "contacts.jobtitle,deals.amount": an admin's rules, which bind writes on dated
 *       paths; {@code validationAnswer}: {@code batch} refuses the whole batch, {@code rows} answers 207
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
 *   <li>{@code merge-in-progress}: a merge is refused as already under way
 * </ul>
 */
public final class HubSpotPortal implements Vendor, HubSpotData {
    private final SandboxClock clock;
    private final Calls calls;
    private final Faults faults;
    private final PortalSettings settings = new PortalSettings();
    private final Tokens tokens = new Tokens(settings);
    private final RateLimits limits = new RateLimits(settings);
    private final PortalState state;
    private final ObjectWrites writes;
    private final AssociationCalls associations;
    private final Routes routes;
    private final ReentrantLock lock = new ReentrantLock();

    public HubSpotPortal(SandboxClock clock, Calls calls, WriteAudit audit, Faults faults) {
        this.clock = clock;
        this.calls = calls;
        this.faults = faults;
        state = new PortalState(clock, settings, audit, faults);
        writes = new ObjectWrites(state);
        associations = new AssociationCalls(state);
        provisioned(true);
        routes = new Routes(state, limits, writes, associations);
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
            return identified(answer(call, endpoint));
        } catch (Refusal refusal) {
            return identified(refusal.answer());
        } catch (RuntimeException e) {
            return identified(
                    Refusal.of(500, "INTERNAL_ERROR", "internal error: " + e).answer());
        }
    }

    private HttpAnswer oauth(Request request) {
        calls.count("oauth token");
        boolean token = request.method().equals("POST") && request.rest().equals(List.of("token"));
        if (!token) throw Routes.notFound();
        return identified(tokens.refresh(request.call(), clock.instant()).answer());
    }

    private HttpAnswer answer(HttpCall call, Endpoint endpoint) {
        Instant now = clock.instant();
        injectFaults(call, now);
        boolean oauth = tokens.authenticate(call, now);
        requireScope(endpoint.anyScope());
        limits.spend(now, endpoint.search());
        HttpAnswer answer;
        try {
            answer = reply(endpoint).answer();
        } catch (Refusal refusal) {
            answer = refusal.answer();
        }
        return limits.withHeaders(answer, now, endpoint.search(), oauth);
    }

    private Reply reply(Endpoint endpoint) {
        lock.lock();
        try {
            return endpoint.answer().get();
        } finally {
            lock.unlock();
        }
    }

    private void injectFaults(HttpCall call, Instant now) {
        if (faults.take("expired-token", call).isPresent()) throw Tokens.expired(now, now);
        Optional<Fault> limit = faults.take("rate-limit", call);
        if (limit.isPresent()) {
            String policy = limit.get().params().getOrDefault("policy", "TEN_SECONDLY_ROLLING");
            throw Refusal.rateLimit(RateLimits.Policy.valueOf(policy));
        }
        if (faults.take("locked", call).isPresent()) throw Refusal.of(423, "LOCKED", "The record is locked");
        Optional<Fault> html = faults.take("html", call);
        if (html.isPresent()) {
            throw Refusal.htmlError(Integer.parseInt(html.get().params().getOrDefault("status", "502")));
        }
    }

    private void requireScope(List<String> anyOf) {
        if (anyOf.isEmpty()) return;
        List<String> granted = settings.list("scopes");
        if (anyOf.stream().noneMatch(granted::contains)) throw Refusal.missingScopes(anyOf);
    }

    private static HttpAnswer identified(HttpAnswer answer) {
        return answer.with("X-HubSpot-Correlation-Id", Refusal.correlationId());
    }

    @Override
    public Map<String, Object> state() {
        lock.lock();
        try {
            Map<String, Object> counts = new TreeMap<>();
            for (ObjectKind kind : ObjectKind.values()) {
                ObjectTable table = state.table(kind);
                counts.put(kind.plural(), table.rows(false).size());
                counts.put(kind.plural() + ".archived", table.rows(true).size());
                if (kind.merges()) counts.put(kind.plural() + ".merged", table.mergedAway());
            }
            counts.put("owners", state.owners.size());
            return counts;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Map<String, String> credentials() {
        return Map.of(
                "portalId", Long.toString(Tokens.PORTAL_ID),
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
            if (key.equals("sensitiveProperties")) state.catalogue.hide(settings.list(key));
            if (key.equals("onefunnelProperties")) provisioned(settings.on(key));
        } finally {
            lock.unlock();
        }
    }

    private void provisioned(boolean on) {
        if (on) state.catalogue.provideOneFunnel();
        else state.catalogue.withdrawOneFunnel();
        state.associations.types().provideReferral(on);
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
        lock.lock();
        try {
            return Long.toString(
                    writes.insert(state.table(ObjectKind.of(type)), properties).id());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void associate(String fromType, String fromId, String toType, String toId) {
        lock.lock();
        try {
            ObjectKind from = ObjectKind.of(fromType);
            ObjectKind to = ObjectKind.of(toType);
            state.associations.linkByDefault(from, Long.parseLong(fromId), to, Long.parseLong(toId));
            associations.fillPrimaryCompany(from, Long.parseLong(fromId), to);
            associations.fillPrimaryCompany(to, Long.parseLong(toId), from);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String owner(String email, String firstName, String lastName) {
        lock.lock();
        try {
            return Long.toString(state.owners.add(email, firstName, lastName, Instant.ofEpochMilli(clock.millis())));
        } finally {
            lock.unlock();
        }
    }

    /** Moves a record to the recycle bin, as a person would: no API call is counted. */
    public void archiveByHand(String type, String id) {
        lock.lock();
        try {
            ObjectTable table = state.table(ObjectKind.of(type));
            table.live(Long.parseLong(id)).ifPresent(object -> table.archive(object, clock.millis()));
        } finally {
            lock.unlock();
        }
    }

    /** Merges two records as a person would and returns the new id. */
    public String mergeByHand(String type, String primaryId, String otherId) {
        lock.lock();
        try {
            return routes.mergeByHand(ObjectKind.of(type), Long.parseLong(primaryId), Long.parseLong(otherId));
        } finally {
            lock.unlock();
        }
    }

    /** Retires an owner: only {@code archived=true} lists it from then on. */
    public void archiveOwner(String id) {
        lock.lock();
        try {
            state.owners.archive(Long.parseLong(id));
        } finally {
            lock.unlock();
        }
    }
}
