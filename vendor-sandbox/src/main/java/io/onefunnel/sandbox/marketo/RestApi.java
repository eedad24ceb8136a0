package io.onefunnel.sandbox.marketo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** The paths of the REST API, as the published Swagger files name them. */
final class RestApi {
    private static final Map<ObjectKind, String> PATHS = Map.of(
            ObjectKind.OPPORTUNITY, "opportunities",
            ObjectKind.OPPORTUNITY_ROLE, "opportunities/roles",
            ObjectKind.COMPANY, "companies",
            ObjectKind.SALES_PERSON, "salespersons");

    private final Routes routes;

    RestApi(Routes routes) {
        this.routes = routes;
    }

    Routes routes() {
        return routes;
    }

    void leads(LeadReads reads, LeadSync sync, LeadRemovals removals, ProgramMembers members) {
        routes.on("GET", "rest/v1/leads/describe.json", "describe leads", reads::describe)
                .on("GET", "rest/v1/leads/describe2.json", "describe leads", reads::describe2)
                .on("GET", "rest/v1/leads.json", "leads by filter", reads::byFilter)
                .on("POST", "rest/v1/leads.json", "sync leads", sync::sync)
                .on("DELETE", "rest/v1/leads.json", "delete leads", removals::delete)
                .on("POST", "rest/v1/leads/push.json", "push leads", sync::push)
                .on("POST", "rest/v1/leads/delete.json", "delete leads", removals::delete)
                .on("GET", "rest/v1/leads/partitions.json", "partitions", reads::partitions)
                .on("GET", "rest/v1/lead/{leadId}.json", "lead by id", reads::byId)
                .on("POST", "rest/v1/leads/{leadId}/merge.json", "merge leads", removals::merge)
                .on("GET", "rest/v1/leads/{leadId}/programMembership.json", "programs of lead", members::programsOfLead)
                .on(
                        "GET",
                        "rest/v1/leads/programs/{programId}.json",
                        "leads of program",
                        call -> members.leads(call, reads));
    }

    /** The field lists, which all record types have; only some let the API add to them. */
    void schema(String records, FieldSchema schema, boolean open) {
        SchemaPages pages = new SchemaPages(schema);
        String fields = "rest/v1/" + records + "/schema/fields";
        String operation = "fields of " + records;
        routes.on("GET", fields + ".json", operation, pages::all)
                .on("GET", fields + "/{fieldApiName}.json", operation, pages::one);
        if (!open) return;
        routes.on("POST", fields + ".json", "create " + operation, pages::create)
                .on("POST", fields + "/{fieldApiName}.json", "update " + operation, pages::update);
    }

    void activities(ActivityReads reads, CustomActivities custom, CustomActivityTypes types) {
        String type = "rest/v1/activities/external/type";
        routes.on("GET", "rest/v1/activities/pagingtoken.json", "paging token", reads::pagingToken)
                .on("GET", "rest/v1/activities.json", "activities", reads::activities)
                .on("GET", "rest/v1/activities/leadchanges.json", "lead changes", reads::leadChanges)
                .on("GET", "rest/v1/activities/deletedleads.json", "deleted leads", reads::deletedLeads)
                .on("GET", "rest/v1/activities/types.json", "activity types", reads::types)
                .on("POST", "rest/v1/activities/external.json", "add custom activities", custom::add)
                .on("GET", "rest/v1/activities/external/types.json", "custom activity types", types::all)
                .on("POST", type + ".json", "create custom activity type", types::create)
                .on("GET", type + "/{apiName}/describe.json", "custom activity type", types::describe)
                .on("POST", type + "/{apiName}/approve.json", "approve custom activity type", types::approve)
                .on(
                        "POST",
                        type + "/{apiName}/attributes/create.json",
                        "create custom activity attributes",
                        types::createAttributes);
    }

    void programs(Programs programs, ProgramMembers members, Channels channels) {
        String describe = "describe members";
        routes.on("GET", "rest/asset/v1/channels.json", "channels", channels::all)
                .on("GET", "rest/asset/v1/channel/byName.json", "channels", channels::byName)
                .on("GET", "rest/asset/v1/programs.json", "programs", programs::browse)
                .on("GET", "rest/asset/v1/program/byName.json", "program", programs::byName)
                .on("GET", "rest/asset/v1/program/{id}.json", "program", programs::byId)
                .on("GET", "rest/v1/programs/members/describe.json", describe, members::describe)
                .on("GET", "rest/v1/program/members/describe.json", describe, members::describe)
                .on("GET", "rest/v1/programs/{programId}/members.json", "program members", members::query)
                .on("POST", "rest/v1/programs/{programId}/members.json", "member fields", members::setFields)
                .on("POST", "rest/v1/programs/{programId}/members/status.json", "member status", members::setStatus)
                .on("POST", "rest/v1/programs/{programId}/members/delete.json", "delete members", members::delete);
    }

    void lists(StaticLists lists) {
        routes.on("GET", "rest/asset/v1/staticLists.json", "static lists", lists::assets)
                .on("POST", "rest/asset/v1/staticLists.json", "create static list", lists::create)
                .on("GET", "rest/asset/v1/staticList/byName.json", "static list", lists::assetByName)
                .on("GET", "rest/asset/v1/staticList/{id}.json", "static list", lists::assetById)
                .on("GET", "rest/v1/lists.json", "lists", lists::all)
                .on("GET", "rest/v1/lists/{listId}.json", "list", lists::byId)
                .on("GET", "rest/v1/list/{listId}/leads.json", "leads of list", lists::leads)
                .on("GET", "rest/v1/lists/{listId}/leads.json", "leads of list", lists::leads)
                .on("POST", "rest/v1/lists/{listId}/leads.json", "add to list", lists::add)
                .on("DELETE", "rest/v1/lists/{listId}/leads.json", "remove from list", lists::remove)
                .on("GET", "rest/v1/lists/{listId}/leads/ismember.json", "member of list", lists::isMember);
    }

    void campaigns(Campaigns campaigns) {
        routes.on("GET", "rest/v1/campaigns.json", "campaigns", campaigns::all)
                .on("GET", "rest/v1/campaigns/{campaignId}.json", "campaigns", campaigns::byId)
                .on("POST", "rest/v1/campaigns/{campaignId}/trigger.json", "request campaign", campaigns::trigger);
    }

    void objects(ObjectKind kind, ExternalObjects objects) {
        String path = "rest/v1/" + PATHS.get(kind);
        routes.on("GET", path + "/describe.json", "describe " + kind.singular(), objects::describe)
                .on("GET", path + ".json", "query " + kind.singular(), objects::query)
                .on("POST", path + ".json", "sync " + kind.singular(), objects::sync)
                .on("POST", path + "/delete.json", "delete " + kind.singular(), objects::delete);
    }

    void bulk(String kind, BulkExtracts bulk, Function<ApiCall, Supplier<ExtractFile>> asked) {
        String path = "bulk/v1/" + kind + "/export";
        String name = "extract " + kind;
        routes.on("POST", path + "/create.json", name + ": create", call -> bulk.create(call, kind, asked.apply(call)))
                .on("GET", path + ".json", name + ": list", call -> bulk.list(call, kind))
                .on("POST", path + "/{exportId}/enqueue.json", name + ": enqueue", call -> bulk.enqueue(call, kind))
                .on("POST", path + "/{exportId}/cancel.json", name + ": cancel", call -> bulk.cancel(call, kind))
                .on("GET", path + "/{exportId}/status.json", name + ": status", call -> bulk.status(call, kind))
                .on("GET", path + "/{exportId}/file.json", name + ": file", call -> bulk.file(call, kind));
    }

    void usage(Limits limits) {
        routes.on("GET", "rest/v1/stats/usage.json", "usage", call -> {
            ObjectNode day =
                    Replies.object().put("date", limits.date().toString()).put("total", limits.today());
            day.putArray("users").addObject().put("userId", Identity.USER).put("count", limits.today());
            return Replies.result(call, day);
        });
        routes.on("GET", "rest/v1/stats/errors.json", "usage", call -> {
            ObjectNode day =
                    Replies.object().put("date", limits.date().toString()).put("total", 0);
            day.putArray("errors");
            return Replies.result(call, day);
        });
    }
}
