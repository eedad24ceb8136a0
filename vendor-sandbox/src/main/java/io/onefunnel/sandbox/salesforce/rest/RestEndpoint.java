package io.onefunnel.sandbox.salesforce.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.access.Permission;
import io.onefunnel.sandbox.salesforce.org.SalesforceError;
import io.onefunnel.sandbox.salesforce.services.OrgServices;
import io.onefunnel.sandbox.salesforce.session.CallGate;
import io.onefunnel.sandbox.salesforce.store.Ids;
import io.onefunnel.sandbox.vendor.Calls;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /services/data/vNN.0/...}. Errors are arrays; every answer tells the API usage. */
public final class RestEndpoint {
    private static final Pattern PATH = Pattern.compile("/services/data/v(\\d+\\.0)(/.*)?");

    private final OrgServices org;
    private final CallGate gate;
    private final Calls calls;
    private final JsonMapper json = new JsonMapper();
    private final SobjectResources sobjects;
    private final CollectionResources collections;
    private final QueryResources queries;
    private final BulkQueries bulk;
    private final BulkIngests ingests;

    public RestEndpoint(OrgServices org, CallGate gate, Calls calls) {
        this.org = org;
        this.gate = gate;
        this.calls = calls;
        this.sobjects = new SobjectResources(org, json);
        this.collections = new CollectionResources(org, json);
        this.queries = new QueryResources(org, json);
        this.bulk = new BulkQueries(org, json);
        this.ingests = new BulkIngests(org, json);
    }

    public boolean serves(String path) {
        return path.equals("/services/data") || path.startsWith("/services/data/") || path.startsWith("/id/");
    }

    public HttpAnswer answer(HttpCall call) {
        String path = call.path();
        if (path.equals("/services/data") || path.equals("/services/data/")) return versions();
        if (path.startsWith("/id/")) return identity(call);
        try {
            Matcher versioned = PATH.matcher(path);
            if (!versioned.matches()) throw notFound();
            List<String> parts = parts(versioned.group(2));
            calls.count(operation(call.method(), parts));
            Access access = gate.admit(token(call), call);
            HttpAnswer answer = org.store().alone(() -> route(call, parts, versioned.group(1), access));
            return withUsage(answer);
        } catch (SalesforceError error) {
            return withUsage(refusal(json, error));
        }
    }

    /** {@code /id/ORG/USER}: who a token belongs to. */
    private HttpAnswer identity(HttpCall call) {
        try {
            calls.count("GET id");
            Access access = gate.identify(token(call), call);
            List<String> parts = parts(call.path());
            boolean own = parts.size() == 3
                    && Ids.to18(parts.get(1)).equals(org.identity().orgId())
                    && Ids.to18(parts.get(2)).equals(access.userId());
            if (!own) return HttpAnswer.of(404, "text/html;charset=UTF-8", "Missing_OAuth_Token");
            return HttpAnswer.json(
                    200, new IdentityJson(org, json).of(access, call).toString());
        } catch (SalesforceError error) {
            // This resource answers in plain text, not with an array of errors.
            return HttpAnswer.of(403, "text/html;charset=UTF-8", "Bad_OAuth_Token");
        }
    }

    private static String token(HttpCall call) {
        return call.header("authorization").orElse("").replaceFirst("^(Bearer|OAuth) ", "");
    }

    private HttpAnswer route(HttpCall call, List<String> parts, String version, Access access) {
        String first = parts.isEmpty() ? "" : parts.get(0);
        return switch (first) {
            case "" -> resources(version, call, access);
            case "limits" -> limits();
            case "query", "queryAll" -> queries.answer(call, parts, version, false, access);
            case "sobjects" -> sobjects.answer(call, parts, body(call), version, access);
            case "composite" -> composite(call, parts, version, access);
            case "tooling" -> tooling(call, parts, version, access);
            case "jobs" -> jobs(call, parts, version, access);
            default -> throw notFound();
        };
    }

    private HttpAnswer composite(HttpCall call, List<String> parts, String version, Access access) {
        if (parts.size() > 1 && parts.get(1).equals("sobjects")) {
            return collections.answer(call, parts.subList(2, parts.size()), body(call), version, access);
        }
        if (parts.size() != 1 || !call.method().equals("POST")) throw notFound();
        Composite composite = new Composite(org, json, part -> {
            Matcher versioned = PATH.matcher(part.path());
            if (!versioned.matches()) throw notFound();
            List<String> inner = parts(versioned.group(2));
            if (!inner.isEmpty() && inner.get(0).equals("composite") && inner.size() == 1) throw notFound();
            return route(part, inner, versioned.group(1), access);
        });
        return composite.answer(call, body(call));
    }

    private HttpAnswer tooling(HttpCall call, List<String> parts, String version, Access access) {
        if (parts.size() < 2 || !parts.get(1).equals("query")) throw notFound();
        if (!access.has(Permission.VIEW_SETUP)) {
            throw new SalesforceError(
                    403,
                    "INSUFFICIENT_ACCESS",
                    "You do not have the level of access necessary to perform the operation you requested.");
        }
        return queries.answer(call, parts.subList(1, parts.size()), version, true, access);
    }

    private HttpAnswer jobs(HttpCall call, List<String> parts, String version, Access access) {
        String kind = parts.size() < 2 ? "" : parts.get(1);
        if (kind.equals("ingest")) return ingest(call, parts, version, access);
        if (!kind.equals("query")) throw notFound();
        if (parts.size() == 2) {
            return call.method().equals("POST") ? bulk.create(call, body(call), version, access) : bulk.list();
        }
        String id = parts.get(2);
        if (parts.size() == 4 && parts.get(3).equals("results")) return bulk.results(id, call, version);
        if (parts.size() == 4 && parts.get(3).equals("resultPages")) return bulk.resultPages(id, call, version);
        if (parts.size() != 3) throw notFound();
        return switch (call.method()) {
            case "GET" -> bulk.get(id);
            case "PATCH" -> bulk.change(id, body(call));
            case "DELETE" -> bulk.delete(id);
            default -> throw notAllowed(call);
        };
    }

    private HttpAnswer ingest(HttpCall call, List<String> parts, String version, Access access) {
        if (parts.size() == 2) {
            return call.method().equals("POST") ? ingests.create(body(call), version, access) : ingests.list();
        }
        String id = parts.get(2);
        if (parts.size() == 4) {
            boolean upload = parts.get(3).equals("batches");
            if (upload && !call.method().equals("PUT")) throw notAllowed(call);
            return upload ? ingests.upload(id, call, version) : ingests.results(id, parts.get(3), version);
        }
        if (parts.size() != 3) throw notFound();
        return switch (call.method()) {
            case "GET" -> ingests.get(id);
            case "PATCH" -> ingests.change(id, call, body(call));
            case "DELETE" -> ingests.delete(id);
            default -> throw notAllowed(call);
        };
    }

    static SalesforceError notAllowed(HttpCall call) {
        return new SalesforceError(
                405,
                "METHOD_NOT_ALLOWED",
                "HTTP Method '" + call.method() + "' not allowed. Allowed are HEAD,GET,POST,PATCH,DELETE");
    }

    private HttpAnswer versions() {
        ArrayNode versions = json.createArrayNode();
        for (int version = 31; version <= 65; version++) {
            versions.addObject()
                    .put("label", version == 65 ? "Winter '26" : "v" + version)
                    .put("url", "/services/data/v" + version + ".0")
                    .put("version", version + ".0");
        }
        return HttpAnswer.json(200, versions.toString());
    }

    private HttpAnswer resources(String version, HttpCall call, Access access) {
        ObjectNode resources = json.createObjectNode();
        for (String each : List.of("limits", "query", "queryAll", "sobjects", "composite", "jobs")) {
            resources.put(each, "/services/data/v" + version + "/" + each);
        }
        String host = "http://" + call.header("host").orElse("127.0.0.1");
        resources.put("identity", host + "/id/" + org.identity().orgId() + "/" + access.userId());
        return HttpAnswer.json(200, resources.toString());
    }

    private HttpAnswer limits() {
        ObjectNode limits = json.createObjectNode();
        int max = org.quota().max();
        limit(limits, "DailyApiRequests", max, Math.max(0, max - org.quota().used()));
        limit(limits, "DailyBulkApiBatches", 15_000, ingests.batchesLeft());
        limit(limits, "DailyBulkV2QueryJobs", 10_000, bulk.jobsLeft());
        limit(limits, "DailyBulkV2QueryFileStorageMB", 976_562, 976_562);
        return HttpAnswer.json(200, limits.toString());
    }

    private static void limit(ObjectNode limits, String name, int max, int remaining) {
        limits.putObject(name).put("Max", max).put("Remaining", remaining);
    }

    private JsonNode body(HttpCall call) {
        if (call.body().length == 0) return json.createObjectNode();
        try {
            return json.readTree(call.text());
        } catch (JsonProcessingException e) {
            throw new SalesforceError(400, "JSON_PARSER_ERROR", e.getOriginalMessage());
        }
    }

    private HttpAnswer withUsage(HttpAnswer answer) {
        return answer.with(
                "Sforce-Limit-Info",
                "api-usage=" + org.quota().used() + "/" + org.quota().max());
    }

    static HttpAnswer refusal(JsonMapper json, SalesforceError error) {
        ArrayNode errors = json.createArrayNode();
        errors.addObject().put("message", error.text()).put("errorCode", error.code());
        return HttpAnswer.json(error.httpStatus(), errors.toString());
    }

    static SalesforceError notFound() {
        return new SalesforceError(404, "NOT_FOUND", "The requested resource does not exist");
    }

    /** "GET query", "PATCH composite/sobjects", "GET jobs/query results": no ids, so that counts add up. */
    private static String operation(String method, List<String> parts) {
        String first = parts.isEmpty() ? "resources" : parts.get(0);
        if (first.equals("jobs")) {
            String kind = parts.size() > 1 ? "/" + parts.get(1) : "";
            return method + " jobs" + kind + (parts.size() > 3 ? " " + parts.get(3) : parts.size() > 2 ? " job" : "");
        }
        if (first.equals("sobjects") && parts.size() > 2) {
            return method + " sobjects/" + parts.get(1) + (parts.get(2).equals("describe") ? "/describe" : "/id");
        }
        if (first.equals("query") || first.equals("queryAll"))
            return method + " " + first + (parts.size() > 1 ? " more" : "");
        return method + " " + String.join("/", parts);
    }

    private static List<String> parts(@Nullable String path) {
        return path == null
                ? List.of()
                : Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList();
    }
}
